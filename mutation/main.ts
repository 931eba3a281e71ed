/** `npm run mutation`: all pure packages; `npm run mutation -- NAME NAME/FILE ...`: some of them, or some of their files. */
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
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
const wanted = asked.length > 0 ? asked : packages;
for (const what of wanted) {
  const files = what.includes('/') ? [what] : filesOf(what);
  const reports = files.map((file) => {
    const report = mutate(file);
    scores[file] = report && scoreOf([report]);
    return report;
  });
  scores[what] = reports.every((report) => report !== undefined) ? scoreOf(reports) : undefined;
}

const width = Math.max(...Object.keys(scores).map((what) => what.length), 'file'.length);
console.log(`\n${'file'.padEnd(width)}  score  killed  timed out  survived  not covered`);
for (const [what, score] of Object.entries(scores)) {
  const { score: percent, killed, timedOut, survived, notCovered } = score ?? {};
  // A file that has nothing but types has no mutants.
  const shown = percent !== undefined && !Number.isNaN(percent) ? percent.toFixed(1) : undefined;
  const cells = [shown, killed, timedOut, survived, notCovered];
  const widths = [7, 8, 11, 10, 13];
  console.log(what.padEnd(width) + cells.map((cell, index) => String(cell ?? '-').padStart(widths[index]!)).join(''));
}
if (wanted.some((what) => (scores[what]?.score ?? 0) < GOAL)) {
  console.error(`Less than ${GOAL} %, or no result.`);
  process.exitCode = 1;
}

/** The files of a package. Node loads `x.node.ts` in place of `x.ts`; `index.ts` has only names. */
function filesOf(name: string): string[] {
  const files = readdirSync(join(root, 'packages', name, 'src')).map((file) => file.replace(/\.ts$/, ''));
  const loaded = files.filter((file) => file !== 'index' && !files.includes(`${file}.node`));
  return loaded.map((file) => `${name}/${file}`);
}

/** Mutates one file. Without a report the run did not come to its end; what StrykerJS says about it is printed. */
function mutate(what: string): Report | undefined {
  console.log(`\n${what}`);
  const start = performance.now();
  const [name, file] = what.split('/') as [string, string];
  const path = join('reports', 'mutation', `${name}-${file}`);
  const json = join(root, `${path}.json`);
  rmSync(json, { force: true });
  const main = join(stryker, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');
  spawnSync(process.execPath, [main, 'run', 'mutation/stryker.config.mjs'], {
    cwd: root,
    env: { ...process.env, MUTATED_PACKAGE: name, MUTATED_FILE: file, MUTATION_REPORT: path },
    stdio: 'inherit',
  });
  const report = existsSync(json) ? (JSON.parse(readFileSync(json, 'utf8')) as Report) : undefined;
  for (const line of report ? survivors(report) : []) console.log(`  ${line}`);
  console.log(`  ${((performance.now() - start) / 60_000).toFixed(1)} minutes, ${path}.html`);
  return report;
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
