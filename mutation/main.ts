/** `npm run mutation`: all pure packages; `npm run mutation -- NAME ...`: some of them. */
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Report, type Score, scoreOf, survivors } from './report.ts';

const GOAL = 90;
const packages = ['close-codes', 'uri', 'frame', 'connection', 'handshake'];
const root = fileURLToPath(new URL('..', import.meta.url));
/** StrykerJS is installed beside the workspace on the first run: it is as large as all that the tests need. */
const stryker = fileURLToPath(new URL('.stryker', import.meta.url));
const pins = fileURLToPath(new URL('tools.json', import.meta.url));

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !packages.includes(name));
if (unknown.length > 0) {
  console.error(`no package ${unknown.join(', ')}; there are: ${packages.join(', ')}`);
  process.exit(2);
}

installStryker();
const scores: Record<string, Score | undefined> = {};
for (const name of asked.length > 0 ? asked : packages) {
  console.log(`\n${name}`);
  const start = performance.now();
  const report = mutate(name);
  scores[name] = report && scoreOf(report);
  for (const line of report ? survivors(report) : []) console.log(`  ${line}`);
  console.log(`  ${((performance.now() - start) / 60_000).toFixed(1)} minutes, reports/mutation/${name}.html`);
}

console.log(`\n${'package'.padEnd(12)}  score  killed  timed out  survived  not covered`);
for (const [name, score] of Object.entries(scores)) {
  const { score: percent, killed, timedOut, survived, notCovered } = score ?? {};
  const cells = [percent?.toFixed(1), killed, timedOut, survived, notCovered];
  const widths = [7, 8, 11, 10, 13];
  console.log(name.padEnd(12) + cells.map((cell, index) => String(cell ?? '-').padStart(widths[index]!)).join(''));
}
if (Object.values(scores).some((score) => !score || score.score < GOAL)) {
  console.error(`Not every package has ${GOAL} %.`);
  process.exitCode = 1;
}

/** Mutates one package. Without a report the run did not come to its end; what StrykerJS says about it is printed. */
function mutate(name: string): Report | undefined {
  const file = join(root, 'reports', 'mutation', `${name}.json`);
  rmSync(file, { force: true });
  const main = join(stryker, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');
  spawnSync(process.execPath, [main, 'run', 'mutation/stryker.config.mjs'], {
    cwd: root,
    env: { ...process.env, MUTATED_PACKAGE: name },
    stdio: 'inherit',
  });
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Report) : undefined;
}

function installStryker(): void {
  const installed = join(stryker, 'package.json');
  const wanted = readFileSync(pins, 'utf8');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === wanted) return;
  console.log('Installing StrykerJS (65 MB, once) ...');
  mkdirSync(stryker, { recursive: true });
  const { dependencies } = JSON.parse(wanted) as { dependencies: Record<string, string> };
  const versions = Object.entries(dependencies).map(([name, version]) => `${name}@${version}`);
  // Its peer, Vitest, is the one of the workspace.
  const flags = ['--no-audit', '--no-fund', '--no-package-lock', '--legacy-peer-deps'];
  execFileSync('npm', ['install', ...flags, '--prefix', stryker, ...versions], { stdio: 'inherit' });
  copyFileSync(pins, installed);
}
