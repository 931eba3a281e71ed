/** The raw results, as files. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import manifest from '../package.json' with { type: 'json' };
import { peerVersions } from './peers.ts';
import type { Results } from './workload.ts';

/** Everything that a run leaves behind. */
export interface ResultFile {
  readonly date: string;
  readonly machine: { readonly cpus: readonly string[]; readonly memory: number; readonly kernel: string };
  /** Node and the peers. */
  readonly versions: Readonly<Record<string, string>>;
  /** How many processes wanted a core, in the minute before the run. */
  readonly loadBefore: number;
  readonly rounds: number;
  readonly ms: number;
  readonly results: Results;
}

const resultsFolder: string = fileURLToPath(new URL('../results', import.meta.url));

/** How many processes want a core, over the last minute. */
export function machineLoad(): number {
  return loadavg()[0]!;
}

/** What the machine does besides costs both sides of a round, but not always the same. */
export function busyMachine(load: number): string[] {
  const cores = cpus().length;
  if (load < cores / 4) return [];
  return [
    `The machine is busy: ${load.toFixed(1)} processes want one of its ${cores} cores.`,
    'Rates and latencies will be those of what is left; CPU times and memory are less affected.',
  ];
}

/** Writes the results of this run, and returns the file. */
export function writeResults(run: Pick<ResultFile, 'loadBefore' | 'rounds' | 'ms' | 'results'>): string {
  const date = new Date().toISOString();
  const content: ResultFile = {
    date,
    machine: { cpus: cpus().map(({ model }) => model), memory: totalmem(), kernel: release() },
    versions: { node: process.version, ...peerVersions(), undici: manifest.dependencies.undici },
    ...run,
  };
  mkdirSync(resultsFolder, { recursive: true });
  const file = join(resultsFolder, `${date.replaceAll(':', '-')}.json`);
  writeFileSync(file, JSON.stringify(content, null, 2));
  return file;
}

/** The results of the last run. */
export function lastResults(): ResultFile {
  const last = readdirSync(resultsFolder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .at(-1);
  if (last === undefined) throw new Error('there are no results yet: run "npm run bench" first');
  return JSON.parse(readFileSync(join(resultsFolder, last), 'utf8')) as ResultFile;
}
