// The examples: `examples/NAME.ts`, or `examples/NAME/main.ts` where one needs several files.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './workspace.mjs';

/**
 * @typedef {object} Example
 * @property {string} name
 * @property {string} path the file to run
 * @property {string} about the first line of its first comment
 */

/**
 * Lists the examples in alphabetical order.
 *
 * @returns {Example[]}
 */
export function listExamples() {
  const folder = join(root, 'examples');
  return readdirSync(folder, { withFileTypes: true })
    .map((entry) => ({
      name: entry.name.replace(/\.ts$/, ''),
      path: entry.isDirectory() ? join(folder, entry.name, 'main.ts') : join(folder, entry.name),
    }))
    .filter(({ path }) => path.endsWith('.ts') && existsSync(path))
    .sort((a, b) => a.name.localeCompare(b.name))
    .map(({ name, path }) => ({ name, path, about: firstComment(readFileSync(path, 'utf8')) }));
}

/** @param {string} source */
function firstComment(source) {
  const comment = /^(?:\/\/|\/\*\*\s*\*?) *(.*?)(?: *\*\/)?$/m.exec(source);
  return comment?.[1] ?? '';
}
