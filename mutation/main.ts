/** `npm run mutation`: all pure packages; `npm run mutation -- NAME NAME/FILE ...`: some of them, or some of their files. */
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
const unknown = asked.filter((what) => !packages.includes(what.split('/')[0]!));
if (unknown.length > 0) {
  console.error(`no package ${unknown.join(', ')}; there are: ${packages.join(', ')}`);
  process.exit(2);
}

installStryker();
const scores: Record<string, Score | undefined> = {};
for (const what of asked.length > 0 ? asked : packages) {
  console.log(`\n${what}`);
  const start = performance.now();
  const [name, file = '*'] = what.split('/') as [string, string?];
  const path = join('reports', 'mutation', file === '*' ? name : `${name}-${file}`);
  const report = mutate(name, file, path);
  scores[what] = report && scoreOf(report);
  for (const line of report ? survivors(report) : []) console.log(`  ${line}`);
  console.log(`  ${((performance.now() - start) / 60_000).toFixed(1)} minutes, ${path}.html`);
}

const width = Math.max(...Object.keys(scores).map((what) => what.length), 'package'.length);
console.log(`\n${'package'.padEnd(width)}  score  killed  timed out  survived  not covered`);
for (const [what, score] of Object.entries(scores)) {
  const { score: percent, killed, timedOut, survived, notCovered } = score ?? {};
  const cells = [percent?.toFixed(1), killed, timedOut, survived, notCovered];
  const widths = [7, 8, 11, 10, 13];
  console.log(what.padEnd(width) + cells.map((cell, index) => String(cell ?? '-').padStart(widths[index]!)).join(''));
}
if (Object.values(scores).some((score) => !score || !(score.score >= GOAL))) {
  console.error(`Less than ${GOAL} %, or no result.`);
  process.exitCode = 1;
}

/** Mutates files of one package. Without a report the run did not come to its end; what StrykerJS says about it is printed. */
function mutate(name: string, file: string, path: string): Report | undefined {
  const json = join(root, `${path}.json`);
  rmSync(json, { force: true });
  const main = join(stryker, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');
  spawnSync(process.execPath, [main, 'run', 'mutation/stryker.config.mjs'], {
    cwd: root,
    env: { ...process.env, MUTATED_PACKAGE: name, MUTATED_FILE: file, MUTATION_REPORT: path },
    stdio: 'inherit',
  });
  return existsSync(json) ? (JSON.parse(readFileSync(json, 'utf8')) as Report) : undefined;
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
