/**
 * `npm run bench`: all workloads; `npm run bench -- NAME ...`: some of them. Peers take turns within each round, so that a
 * slow moment of the machine falls on all of them; what is printed are medians, and ratios round by round.
 */
import { checkTarget } from './lib/check-targets.ts';
import { type Options, parseOptions, peersOf } from './lib/options.ts';
import { installPeers } from './lib/peers.ts';
import { checkPlatform } from './lib/processes.ts';
import { publish, publishedFolder } from './lib/publish.ts';
import { reportTargets, reportWorkload } from './lib/report.ts';
import { busyMachine, lastResults, machineLoad, writeResults } from './lib/results.ts';
import type { Figures, Results, Rounds, Workload } from './lib/workload.ts';
import { targets } from './targets.ts';
import { workloads } from './workloads/index.ts';

async function measure(workload: Workload, { rounds, ms, peers }: Options): Promise<Rounds> {
  const taking = peersOf(workload, peers);
  const measured: Record<string, Figures[]> = Object.fromEntries(taking.map((peer) => [peer, []]));
  for (let round = 1; round <= rounds; round++) {
    for (const peer of taking) {
      if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${workload.name}: round ${round} of ${rounds}, ${peer}`);
      measured[peer]!.push(await workload.run(peer, ms));
    }
  }
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  return measured;
}

function print(lines: readonly string[]): void {
  console.log(lines.join('\n'));
}

async function run(options: Options): Promise<void> {
  checkPlatform();
  installPeers();
  const loadBefore = machineLoad();
  print(busyMachine(loadBefore));
  const results: Record<string, Rounds> = {};
  for (const workload of options.workloads) {
    const rounds = await measure(workload, options);
    results[workload.name] = rounds;
    print(reportWorkload(workload, rounds));
  }
  printTargets(results);
  console.log(`\nRaw results: ${writeResults({ loadBefore, rounds: options.rounds, ms: options.ms, results })}`);
}

function printTargets(results: Results): void {
  const concerned = targets.filter(({ workload }) => workload in results);
  if (concerned.length > 0) print(reportTargets(concerned.map((target) => checkTarget(target, results))));
}

let options: Options;
try {
  options = parseOptions(process.argv.slice(2), workloads);
} catch (error) {
  console.error((error as Error).message);
  process.exit(2);
}
if (options.publish) {
  print(await publish(lastResults(), workloads, targets, publishedFolder));
} else {
  await run(options);
}
