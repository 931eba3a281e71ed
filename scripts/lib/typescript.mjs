// Runs a TypeScript file in this process, with the workspace's packages from their `dist`.
import { register } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Runs a file as if it were the program that Node was started with. Node strips the types itself from version 22.18 on; before
 * that a load hook does. Stack traces show the lines of the source either way.
 *
 * @param {string} file
 * @param {readonly string[]} args what the file finds in `process.argv` from index 2 on
 */
export async function runTypeScript(file, args) {
  process.setSourceMapsEnabled(true);
  if (!Reflect.get(process.features, 'typescript')) register('./typescript-hook.mjs', import.meta.url);
  const path = resolve(file);
  process.argv.splice(1, process.argv.length, path, ...args);
  await import(pathToFileURL(path).href);
}
