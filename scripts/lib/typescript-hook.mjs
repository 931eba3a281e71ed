// A module load hook for versions of Node that cannot strip types.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { transformWithOxc } from 'vite';

/** @type {import('node:module').LoadHook} */
export async function load(url, context, nextLoad) {
  if (!/^file:.*\.ts$/.test(url)) return nextLoad(url, context);
  const path = fileURLToPath(url);
  const { code, map } = await transformWithOxc(await readFile(path, 'utf8'), path, { sourcemap: true });
  const json = JSON.stringify({ ...map, sources: [url] });
  const comment = `//# sourceMappingURL=data:application/json;base64,${Buffer.from(json).toString('base64')}`;
  return { format: 'module', source: `${code}\n${comment}\n`, shortCircuit: true };
}
