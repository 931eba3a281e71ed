/**
 * The components that pages use, against those that the theme registers. Vue makes nothing of an unknown one when it renders a
 * page for a production build, and says nothing.
 */
import { relative } from 'node:path';
import type { Plugin } from 'vitepress';
import { REGISTERED } from '../theme/tell-build.ts';
import { docs } from './pages.ts';

/** What VitePress registers. */
const builtIn = ['Badge', 'ClientOnly', 'Content'];
const used = new Map<string, Set<string>>();

/** Notes which components the pages use. */
export function noteComponents(): Plugin {
  return {
    name: 'note-components',
    enforce: 'post',
    transform(code, id) {
      if (!id.endsWith('.md')) return;
      const names = Array.from(code.matchAll(/\b_?resolveComponent\("([^"]+)"\)/g), ([, name = '']) => name);
      used.set(relative(docs, id), new Set(names));
    },
  };
}

/** @throws {Error} when a page uses a component that is not registered */
export function checkComponents(): void {
  const registered: unknown = Reflect.get(globalThis, REGISTERED);
  if (!Array.isArray(registered)) throw new Error('the theme did not say which components it registers');
  const known = new Set<unknown>([...builtIn, ...registered]);
  const faults = Array.from(used, ([page, names]) => ({ page, unknown: [...names].filter((name) => !known.has(name)) }))
    .filter(({ unknown }) => unknown.length > 0)
    .map(({ page, unknown }) => `${page}: no component is named ${unknown.join(', ')}`);
  if (faults.length > 0) throw new Error(`The site has faults:\n${faults.join('\n')}`);
}
