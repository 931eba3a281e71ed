// Everything that must hold before a change is good: `npm test`, or `npm test -- lint unit` for some of the steps.
// All steps run, also after one has failed. The last line counts the tests and checks of the whole run.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { countPrinted, countVitest, settle, sum } from './lib/counts.mjs';
import { run } from './lib/run.mjs';
import { chromium, reports, root } from './lib/workspace.mjs';

/** @typedef {import('./lib/counts.mjs').Counts} Counts */

/**
 * @typedef {object} Step
 * @property {string} name what to write after `npm test --`
 * @property {string} what
 * @property {readonly string[]} command
 * @property {(result: import('./lib/run.mjs').Result) => Counts | undefined} count
 * @property {string} [leftOut] why it cannot run here, and what to do about it
 * @property {number} [limitMs] how long it may take, ten minutes unless given
 */

/** A step that is one check: its exit status says it all. */
const one = () => ({ passed: 1, failed: 0, skipped: 0 });

/**
 * @param {string} name
 * @param {string} what
 * @param {readonly string[]} command
 * @returns {Step}
 */
const plain = (name, what, command) => ({
  name,
  what,
  command,
  count: ({ code }) => (code === 0 ? one() : undefined),
});

/**
 * @param {string} name
 * @param {string} what
 * @param {string} script
 * @returns {Step}
 */
const check = (name, what, script) => ({
  name,
  what,
  command: ['node', join('scripts', script)],
  count: ({ stdout }) => countPrinted(stdout),
});

/**
 * @param {string} name
 * @param {string} what
 * @param {readonly string[]} projects
 * @returns {Step}
 */
function vitest(name, what, projects) {
  const report = join(reports, `${name}.json`);
  rmSync(report, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return {
    name,
    what,
    command: ['vitest', 'run', ...projects.flatMap((project) => ['--project', project]), ...reporters],
    count: () => (existsSync(report) ? countVitest(JSON.parse(readFileSync(report, 'utf8'))) : undefined),
  };
}

const needsChromium = existsSync(chromium)
  ? {}
  : { leftOut: `there is no Chromium at ${chromium}: install it (apt-get install chromium) or set CHROMIUM_PATH` };

/** @type {Step[]} */
const steps = [
  plain('lint', 'lint, format and layers (biome)', ['biome', 'check', '--error-on-warnings', '.']),
  plain('types', 'type check (tsc)', ['tsc', '-p', '.']),
  plain('build', 'build the packages (turbo)', ['turbo', 'run', 'build', '--filter=./packages/*', '--continue']),
  vitest('unit', 'unit tests in Node, type tests, tests of the scripts and of the ledger', [
    'node',
    'types',
    'repository',
  ]),
  { ...vitest('browser', 'the tests of the pure packages in Chromium', ['browser']), ...needsChromium },
  vitest('interop', 'interoperability with other implementations', ['interop']),
  vitest('adversary', 'hostile peers, over real sockets', ['adversary']),
  vitest('fuzz', 'differential fuzzing and a soak, in short', ['fuzz']),
  check('packages', 'packages as a user gets them: contents, publint, attw, import, require, types', 'pack-check.mjs'),
  check('examples', 'the examples of READMEs, docstrings and pages, type checked and run', 'examples-check.mjs'),
  check('size', 'size budgets', 'size-check.mjs'),
  plain('unused', 'unused files, exports and dependencies (knip)', ['knip']),
  { ...vitest('docs', 'build the site, and drive it in Chromium', ['site']), ...needsChromium, limitMs: 1_800_000 },
];

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !steps.some((step) => step.name === name));
if (unknown.length > 0) {
  console.error(`no step ${unknown.join(', ')}; there are: ${steps.map((step) => step.name).join(', ')}`);
  process.exit(2);
}

// These read what the build leaves; when nothing has changed, that costs nothing.
if (asked.some((name) => ['packages', 'examples', 'size'].includes(name))) asked.push('build');

const seconds = (/** @type {number} */ since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;
const start = performance.now();
console.log(`Node ${process.version}, ${process.platform} ${process.arch}, in ${root}`);

/** @type {Counts[]} */
const all = [];
/** @type {string[]} */
const failures = [];
/** @type {string[]} */
const leftOut = [];
for (const step of steps) {
  if (asked.length > 0 && !asked.includes(step.name)) continue;
  if (step.leftOut !== undefined) {
    leftOut.push(`${step.name}: ${step.leftOut}`);
    console.log(`-  ${step.name.padEnd(9)} LEFT OUT, ${step.leftOut}`);
    continue;
  }
  console.log(`>  ${step.name.padEnd(9)} ${step.what}`);
  const begin = performance.now();
  const [command = '', ...args] = step.command;
  const result = await run(command, args, { limitMs: step.limitMs ?? 600_000 });
  const counts = settle(result.code, step.count(result));
  all.push(counts);
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  const line = `${counts.passed} passed, ${counts.failed} failed${skipped}, ${seconds(begin)}`;
  if (counts.failed > 0) {
    failures.push(step.name);
    console.log(`${result.output.trimEnd().replaceAll(/^/gm, '   ')}\n   ${step.name.padEnd(9)} FAILED: ${line}`);
  } else {
    console.log(`   ${step.name.padEnd(9)} ok: ${line}`);
  }
}

const total = sum(all);
console.log(`\nAll of it took ${seconds(start)}.`);
for (const line of leftOut) console.log(`Left out: ${line}`);
if (total.skipped > 0) console.log(`Skipped inside the steps: ${total.skipped}`);
console.log(
  failures.length > 0 ? `Failed: ${failures.join(', ')} (npm test -- ${failures.join(' ')})` : 'Nothing failed.',
);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = failures.length > 0 ? 1 : 0;
