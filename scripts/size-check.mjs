// Holds the pure packages to a budget: the bytes of a package's own code, bundled, minified and gzipped, without what it
// imports from other packages.
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, minifySync } from 'vite';
import { Report } from './lib/counts.mjs';
import { purePackages, root } from './lib/workspace.mjs';

/** @type {Record<string, number>} in bytes */
const budgets = { 'close-codes': 1_500, uri: 2_000, frame: 4_850, handshake: 5_600, connection: 6_000 };

const report = new Report();
for (const folder of purePackages) {
  const budget = budgets[folder];
  if (budget === undefined) throw new Error(`no size budget for ${folder}`);
  await report.check(`${folder}: at most ${budget} bytes`, async () => {
    const result = await build({
      configFile: false,
      logLevel: 'silent',
      build: {
        write: false,
        target: 'es2022',
        minify: false,
        lib: { entry: join(root, 'packages', folder, 'dist', 'index.js'), formats: ['es'] },
        rolldownOptions: { external: /^(?:@|node:)/ },
      },
    });
    const [output] = [result].flat();
    if (output === undefined || !('output' in output)) throw new Error('the bundler gave no output');
    const bundle = output.output.map((chunk) => (chunk.type === 'chunk' ? chunk.code : '')).join('');
    if (bundle.trim() === '') throw new Error('the package holds no code');
    const { code } = minifySync(`${folder}.js`, bundle, { module: true });
    const size = gzipSync(code, { level: 9 }).length;
    const text = `${size} bytes (${code.length} before gzip)`;
    if (size > budget) throw new Error(`${text}: ${size - budget} over the budget`);
    console.log(`        ${text}`);
  });
}
report.end();
