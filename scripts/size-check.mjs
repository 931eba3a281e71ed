// Holds the pure packages to a budget: the bytes of a package's own code, bundled, minified and gzipped, without what it
// imports from other packages.
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { Report } from './lib/counts.mjs';
import { purePackages, root } from './lib/workspace.mjs';

/** @type {Record<string, number>} in bytes */
const budgets = { 'close-codes': 1_500, uri: 2_000, frame: 3_500, handshake: 5_000, connection: 6_000 };

const report = new Report();
for (const folder of purePackages) {
  const budget = budgets[folder];
  if (budget === undefined) throw new Error(`no size budget for ${folder}`);
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2022',
      minify: true,
      lib: { entry: join(root, 'packages', folder, 'dist', 'index.js'), formats: ['es'] },
      rolldownOptions: { external: /^(?:@|node:)/ },
    },
  });
  const [output] = [result].flat();
  if (output === undefined || !('output' in output)) throw new Error('the bundler gave no output');
  const code = output.output.map((chunk) => (chunk.type === 'chunk' ? chunk.code : '')).join('');
  const size = gzipSync(code, { level: 9 }).length;
  await report.check(`${folder}: ${size} of ${budget} bytes`, () => {
    if (size > budget) throw new Error(`${size - budget} bytes over the budget (${code.length} minified, before gzip)`);
  });
}
report.end();
