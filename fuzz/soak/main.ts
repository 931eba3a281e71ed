/** `npm run soak -- --seconds 60 --connections 2000`: runs a soak, prints the figures, and ends with 1 if anything is left over. */
import { parseArgs } from 'node:util';
import { faultsOf, type Levels, soak } from './soak.ts';

const MiB = 1_048_576;

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '60' }, connections: { type: 'string', default: '2000' } },
});
const [seconds, connections] = [Number(values.seconds), Number(values.connections)];
if (!(seconds > 0) || !(Number.isSafeInteger(connections) && connections > 0)) {
  console.error('usage: npm run soak -- [--seconds N] [--connections N]');
  process.exit(2);
}

const report = await soak({ seconds, connections }, console.log);
console.log(report.traffic);
console.log(report.serverCounts);
for (const name of ['server', 'client'] as const) print(name, report[name]);

const faults = faultsOf(report, { share: 0.1, bytes: 0 });
for (const fault of faults) console.error(fault);
console.log(faults.length === 0 ? 'Nothing is left.' : 'The soak failed.');
process.exitCode = faults.length === 0 ? 0 : 1;

function print(name: string, { before, warm, after }: Levels): void {
  const row = (what: string, figure: (level: Levels['after']) => number | string) =>
    console.log(
      `  ${what.padEnd(14)} ${[before, warm, after].map((level) => String(figure(level)).padStart(12)).join('')}`,
    );
  console.log(`${name}: before, after the warm-up, in the end`);
  row('heap, MiB', ({ heap }) => (heap / MiB).toFixed(1));
  row('resident, MiB', ({ resident }) => (resident / MiB).toFixed(1));
  row('sockets', ({ alive }) => alive.sockets);
  row('streams', ({ alive }) => alive.streams);
  row('promises', ({ alive }) => alive.promises);
  console.log(`  resources      ${JSON.stringify(after.resources)}`);
}
