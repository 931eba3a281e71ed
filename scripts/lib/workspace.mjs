// The folders of the repository, and the packages that are published from it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository, without a slash at the end. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** Where checks leave what they make; not in git. */
export const reports = join(root, 'reports');

/** The packages that touch no platform. */
export const purePackages = ['close-codes', 'uri', 'frame', 'handshake', 'connection'];

/** The browser the tests use. */
export const chromium = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/**
 * @typedef {object} Package
 * @property {string} folder the folder's name, `close-codes`
 * @property {string} path the folder's absolute path
 * @property {string} name the package's name, `@rfc6455/close-codes`
 * @property {Record<string, string>} dependencies
 * @property {Record<string, string>} devDependencies
 */

/**
 * Lists the packages of `packages/`, in alphabetical order.
 *
 * @returns {Package[]}
 */
export function listPackages() {
  return readdirSync(join(root, 'packages'))
    .filter((folder) => existsSync(join(root, 'packages', folder, 'package.json')))
    .sort()
    .map((folder) => {
      const path = join(root, 'packages', folder);
      const manifest = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
      const { name, dependencies = {}, devDependencies = {} } = manifest;
      return { folder, path, name, dependencies, devDependencies };
    });
}
