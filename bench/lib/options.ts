/** The command line: `npm run bench -- [NAME ...] [--rounds N] [--ms N] [--peers a,b] [--publish]`. */
import { parseArgs } from 'node:util';
import type { Workload } from './workload.ts';

export interface Options {
  readonly workloads: readonly Workload[];
  readonly rounds: number;
  /** How long a measurement takes, in milliseconds. */
  readonly ms: number;
  /** Asked for by name, or everybody, or undefined: each workload has its own. */
  readonly peers: readonly string[] | 'all' | undefined;
  /** Measures nothing: publishes the last results. */
  readonly publish: boolean;
}

function atLeastOne(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} ${text}: it must be a whole number from 1`);
  return value;
}

/** The peers that take part in a workload. */
export function peersOf({ name, peers, allPeers }: Workload, asked: Options['peers']): readonly string[] {
  if (asked === undefined) return peers;
  if (asked === 'all') return allPeers;
  const unknown = asked.filter((peer) => !allPeers.includes(peer));
  if (unknown.length === 0) return asked;
  throw new Error(`${name} has no peer ${unknown.join(', ')}; it has ${allPeers.join(', ')}`);
}

/**
 * Reads the arguments.
 *
 * @throws Error if they name what is not there
 */
export function parseOptions(args: readonly string[], all: readonly Workload[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '5' },
      ms: { type: 'string', default: '1500' },
      peers: { type: 'string' },
      publish: { type: 'boolean', default: false },
    },
  });
  const unknown = positionals.filter((asked) => !all.some(({ name, group }) => name === asked || group === asked));
  if (unknown.length > 0) {
    const list = all.map(({ name, group, about }) => `  ${name.padEnd(20)}${group.padEnd(12)}${about}`);
    throw new Error(`no workload ${unknown.join(', ')}; there are, by name and group:\n${list.join('\n')}`);
  }
  const workloads = all.filter(
    ({ name, group }) => positionals.length === 0 || positionals.includes(name) || positionals.includes(group),
  );
  const peers = values.peers === undefined || values.peers === 'all' ? values.peers : values.peers.split(',');
  for (const workload of workloads) peersOf(workload, peers);
  return {
    workloads,
    rounds: atLeastOne('rounds', values.rounds),
    ms: atLeastOne('ms', values.ms),
    peers,
    publish: values.publish,
  };
}
