/** `npm run fuzz -- --minutes 10`: the properties with ever new inputs, until the time is over or one does not hold. */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { explainedCounts } from './explained.ts';
import { PROPERTIES, type Property } from './properties.ts';

const usage = `usage: npm run fuzz -- [--minutes N] [--seed N] [--property NAME [--path PATH]]
  --minutes   how long, by default 1
  --seed      where to begin, an integer; by default anywhere
  --property  only this one of ${PROPERTIES.map(({ name }) => name).join(', ')}
  --path      repeats one failure, with its seed and property`;

function fail(reason: string): never {
  console.error(`${reason}\n${usage}`);
  process.exit(2);
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        minutes: { type: 'string', default: '1' },
        seed: { type: 'string', default: String(randomInt(0x7fff_ffff)) },
        property: { type: 'string' },
        path: { type: 'string' },
      },
    });
    const [minutes, seed] = [Number(values.minutes), Number(values.seed)];
    if (!(minutes > 0)) fail(`--minutes: expected a number above 0, got ${values.minutes}`);
    if (!Number.isSafeInteger(seed)) fail(`--seed: expected an integer, got ${values.seed}`);
    const properties = PROPERTIES.filter(({ name }) => values.property === undefined || values.property === name);
    if (properties.length === 0) fail(`there is no property ${values.property}`);
    return { minutes, seed, properties, path: values.path };
  } catch (error) {
    fail((error as Error).message);
  }
}

const { minutes, seed: firstSeed, properties, path } = readOptions();
const start = performance.now();
const end = start + minutes * 60_000;
const runs = new Map(properties.map(({ name }) => [name, 0]));
let next = start + 10_000;

function check({ name, property, runs: numRuns }: Property, seed: number): void {
  const result = fc.check(property, path === undefined ? { seed, numRuns } : { seed, path, numRuns });
  runs.set(name, runs.get(name)! + result.numRuns);
  if (!result.failed) return;
  console.error(
    `${name} does not hold.\n${fc.defaultReportMessage(result)}\n${(result.errorInstance as Error).message}`,
  );
  const again = `--property ${name} --seed ${result.seed} --path ${result.counterexamplePath}`;
  console.error(`\nTo repeat it: npm run fuzz -- ${again}`);
  process.exit(1);
}

function report(): void {
  const seconds = (performance.now() - start) / 1000;
  const counts = Array.from(runs, ([name, count]) => `${name} ${count}`).join(', ');
  console.log(`${seconds.toFixed(0)} s: ${counts} (${Math.round(total() / seconds)} a second)`);
}

function total(): number {
  return [...runs.values()].reduce((sum, count) => sum + count, 0);
}

console.log(`seed ${firstSeed}, ${minutes} min`);
if (path !== undefined) {
  for (const property of properties) check(property, firstSeed);
} else {
  for (let seed = firstSeed; performance.now() < end; seed = (seed + 1) | 0) {
    for (const property of properties) check(property, seed);
    if (performance.now() >= next) {
      report();
      next += 10_000;
    }
  }
}
report();
console.log('Differences that a rule explains:');
for (const [name, count] of explainedCounts) console.log(`  ${String(count).padStart(9)}  ${name}`);
console.log('All properties hold.');
