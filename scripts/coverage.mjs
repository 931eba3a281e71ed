// npm run coverage: the branch coverage of the pure packages by their own tests, in Node and, where there is one, in Chromium.
// A figure, not a gate.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { run } from './lib/run.mjs';
import { chromium, purePackages, reports, root } from './lib/workspace.mjs';

const folder = join(reports, 'coverage');
const projects = ['node', ...(existsSync(chromium) ? ['browser'] : [])];

/** @typedef {{ total: number, covered: number }} Branches */

/** @param {Branches} branches */
const percent = ({ total, covered }) => (total === 0 ? '-' : ((100 * covered) / total).toFixed(1));

rmSync(folder, { recursive: true, force: true });
console.log(`Branch coverage, tests run in: ${projects.join(', ')}\n`);
const { code, output } = await run('vitest', [
  'run',
  ...purePackages.map((name) => `packages/${name}/`),
  ...projects.flatMap((project) => ['--project', project]),
  '--coverage',
  '--coverage.reporter=json-summary',
  `--coverage.reportsDirectory=${folder}`,
  '--coverage.reportOnFailure',
  ...purePackages.map((name) => `--coverage.include=packages/${name}/src/**`),
]);
if (code !== 0) console.log(`${output}\nThe tests failed: the figures are of this run all the same.\n`);
if (!existsSync(join(folder, 'coverage-summary.json'))) process.exit(1);

/** @type {Record<string, { branches: Branches }>} */
const files = JSON.parse(readFileSync(join(folder, 'coverage-summary.json'), 'utf8'));
for (const name of purePackages) {
  const total = { total: 0, covered: 0 };
  for (const [path, { branches }] of Object.entries(files)) {
    if (branches.total === 0 || !path.startsWith(join(root, 'packages', name, 'src'))) continue;
    total.total += branches.total;
    total.covered += branches.covered;
    console.log(
      `  ${basename(path).padEnd(34)} ${percent(branches).padStart(6)} %  ${branches.covered}/${branches.total}`,
    );
  }
  console.log(`${name.padEnd(36)} ${percent(total).padStart(6)} %  ${total.covered}/${total.total}\n`);
}
