/**
 * The types in the examples: pointing at a name shows what TypeScript knows about it. An example that does not type check
 * fails the build.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTransformerFactory, type TwoslashRenderer } from '@shikijs/twoslash/core';
import { createTwoslasher, type NodeHover, type TwoslashReturn } from 'twoslash';
import ts from 'typescript';
import { docs } from './pages.ts';

const cache = join(docs, '.vitepress', 'cache', 'twoslash');
const packages = join(docs, '..', 'packages');

/** What a result depends on besides the example: the compiler, and the sources of the packages. */
function fingerprint(): string {
  const hash = createHash('sha256').update(ts.version);
  for (const file of readdirSync(packages, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!/^[^/]+\/src\/.*\.ts$/.test(file)) continue;
    hash.update(file).update(readFileSync(join(packages, file)));
  }
  return hash.digest('hex');
}

type Result = Pick<TwoslashReturn, 'code' | 'nodes' | 'meta'>;

function createTwoslash(): (code: string, lang?: string) => Result {
  const base = fingerprint();
  let run: ReturnType<typeof createTwoslasher> | undefined;
  mkdirSync(cache, { recursive: true });
  return (code, lang) => {
    const file = join(cache, `${createHash('sha256').update(base).update(code).digest('hex')}.json`);
    if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
    run ??= createTwoslasher({ vfsRoot: docs, compilerOptions });
    const { code: shown, nodes, meta } = run(code, lang);
    const result = { code: shown, nodes: nodes.filter(({ type }) => type === 'hover'), meta };
    writeFileSync(file, JSON.stringify(result));
    return result;
  };
}

const compilerOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  customConditions: ['@rfc6455/source'],
  allowImportingTsExtensions: true,
  noEmit: true,
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true,
  types: ['node'],
  lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
};

/** The text goes into an attribute; the theme shows it when somebody points at the name. */
const renderer: TwoslashRenderer = {
  nodeStaticInfo({ text, docs }: NodeHover, node) {
    const summary = docs
      ?.split('\n\n')[0]
      ?.replaceAll(/\s*\n\s*/g, ' ')
      .replaceAll(/\{@link (\S+?)\}/g, '$1');
    return {
      type: 'element',
      tagName: 'span',
      properties: { class: 'hint', 'data-hint': summary ? `${text}\n\n${summary}` : text },
      children: [{ ...node }],
    };
  },
};

/** The transformer of the fences that say `runnable`. */
export function twoslash(): ReturnType<ReturnType<typeof createTransformerFactory>> {
  let run: ReturnType<typeof createTwoslash> | undefined;
  return createTransformerFactory((code: string, lang?: string) => {
    run ??= createTwoslash();
    return run(code, lang);
  }, renderer)({ explicitTrigger: /\brunnable\b/, langs: ['ts'] });
}
