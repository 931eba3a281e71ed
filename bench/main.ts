/**
 * `npm run bench`: all workloads; `npm run bench -- NAME ...`: some of them. Servers take turns within each round, so that
 * a slow moment of the machine falls on all of them; what is printed are medians, and ratios to `ws` as npm installs it.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { installPeers, peerVersions } from './lib/peers.ts';
import { median } from './lib/statistics.ts';
import { type Figures, workloads } from './workloads/index.ts';

const BASE = 'ws';

const { values: options, positionals: asked } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    ms: { type: 'string', default: '1500' },
    peers: { type: 'string' },
  },
});
const rounds = Number(options.rounds);
const ms = Number(options.ms);
const unknown = asked.filter((name) => !workloads.some((workload) => workload.name === name));
if (unknown.length > 0) {
  console.error(`no workload ${unknown.join(', ')}; there are:`);
  for (const { name, about } of workloads) console.error(`  ${name.padEnd(12)} ${about}`);
  process.exit(2);
}

installPeers();
const results: Record<string, Record<string, Figures[]>> = {};
for (const { name, about, servers, run } of workloads) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`\n${name}: ${about}`);
  const figures: Record<string, Figures[]> = {};
  results[name] = figures;
  for (let round = 1; round <= rounds; round++) {
    process.stderr.write(`  round ${round} of ${rounds}\r`);
    for (const server of options.peers?.split(',') ?? servers) {
      figures[server] ??= [];
      figures[server].push(await run(server, ms));
    }
  }
  printTable(figures);
}

const folder = fileURLToPath(new URL('results', import.meta.url));
mkdirSync(folder, { recursive: true });
const machine = {
  cpus: cpus().map(({ model }) => model),
  memory: totalmem(),
  kernel: release(),
  node: process.version,
};
const file = join(folder, `${new Date().toISOString().replaceAll(':', '-')}.json`);
writeFileSync(file, JSON.stringify({ machine, peers: peerVersions(), rounds, ms, results }, null, 2));
console.log(`\nRaw results: ${file}`);

function printTable(rounds: Record<string, Figures[]>): void {
  const names = Object.keys(Object.values(rounds)[0]![0]!);
  for (const figure of names) {
    console.log(`  ${figure}`);
    for (const [server, figures] of Object.entries(rounds)) {
      const values = figures.map((each) => each[figure]!);
      const base = rounds[BASE]?.map((each) => each[figure]!);
      const ratios = base?.map((value, round) => values[round]! / value).sort((a, b) => a - b);
      const ratio =
        ratios === undefined
          ? ''
          : `${median(ratios).toFixed(2)} x ${BASE} (${ratios[0]!.toFixed(2)} to ${ratios.at(-1)!.toFixed(2)})`;
      console.log(`    ${server.padEnd(16)}${formatFigure(median(values)).padStart(12)}  ${ratio}`);
    }
  }
}

function formatFigure(value: number): string {
  return value >= 1000 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}
