/** The workloads, by name. */
import { type ClientName, clientNames } from '../lib/clients.ts';
import { type ServerName, serverNames } from '../lib/servers.ts';
import type { Workload } from '../lib/workload.ts';
import { type BroadcastWorkload, broadcastRound } from './broadcast.ts';
import { clientRound } from './client.ts';
import { type EchoWorkload, echoRound } from './echo.ts';
import { broadcastGrowthRound, connectionGrowthRound, sizeGrowthRound } from './growth.ts';
import { handshakeRound } from './handshakes.ts';
import { idleRound } from './idle.ts';
import { inProcessWorkloads } from './in-process.ts';

type ServerWorkload = Pick<Workload, 'name' | 'group' | 'about'> & {
  readonly peers: readonly ServerName[];
  run(peer: ServerName, ms: number): ReturnType<Workload['run']>;
};

function ofServers({ run, ...workload }: ServerWorkload): Workload {
  return { ...workload, allPeers: serverNames, base: 'ws', run: (peer, ms) => run(peer as ServerName, ms) };
}

function echo(name: string, about: string, peers: readonly ServerName[], workload: EchoWorkload): Workload {
  return ofServers({ name, group: 'echo', about, peers, run: (peer, ms) => echoRound(peer, workload, ms) });
}

function broadcast(name: string, about: string, workload: BroadcastWorkload): Workload {
  const peers: ServerName[] = ['ws', 'rfc6455', 'bun'];
  return ofServers({ name, group: 'broadcast', about, peers, run: (peer, ms) => broadcastRound(peer, workload, ms) });
}

function client(direction: 'receive' | 'send', about: string): Workload {
  return {
    name: `client-${direction}`,
    group: 'client',
    about,
    peers: clientNames,
    allPeers: clientNames,
    base: 'ws',
    run: (peer, ms) => clientRound(peer as ClientName, direction, ms),
  };
}

const binary = { kind: 'binary', inFlight: 1 } as const;

export const workloads: readonly Workload[] = [
  echo('request', '64 connections, one message of 32 B in flight on each', serverNames, {
    ...binary,
    connections: 64,
    size: 32,
  }),
  echo(
    'pipelined',
    '16 connections, 64 messages of 32 B in flight on each',
    ['net', 'ws', 'ws+bufferutil', 'rfc6455', 'bun'],
    { ...binary, connections: 16, inFlight: 64, size: 32 },
  ),
  echo('1k', '16 connections, one message of 1 KiB', ['net', 'ws', 'ws+bufferutil', 'rfc6455', 'bun'], {
    ...binary,
    connections: 16,
    size: 1024,
  }),
  echo('64k', '8 connections, one message of 64 KiB', ['net', 'ws', 'ws+bufferutil', 'rfc6455', 'bun'], {
    ...binary,
    connections: 8,
    size: 65_536,
  }),
  echo('1m', '4 connections, one message of 1 MiB', ['net', 'ws', 'ws+bufferutil', 'rfc6455', 'bun'], {
    ...binary,
    connections: 4,
    size: 1 << 20,
  }),
  echo('16m', '2 connections, one message of 16 MiB', ['net', 'ws', 'ws+bufferutil', 'rfc6455', 'bun'], {
    ...binary,
    connections: 2,
    size: 1 << 24,
  }),
  echo('text', '16 connections, one text of 1 KiB, ASCII', ['ws', 'ws+bufferutil', 'rfc6455', 'bun'], {
    kind: 'ascii',
    connections: 16,
    inFlight: 1,
    size: 1024,
  }),
  echo('multi-byte', '16 connections, one text of 1 KiB, not ASCII', ['ws', 'ws+bufferutil', 'rfc6455', 'bun'], {
    kind: 'multi-byte',
    connections: 16,
    inFlight: 1,
    size: 1024,
  }),
  broadcast('broadcast', '64 B to 500 receivers, one message a turn', { receivers: 500, perTurn: 1 }),
  broadcast('broadcast10', '64 B to 500 receivers, ten messages a turn', { receivers: 500, perTurn: 10 }),
  ofServers({
    name: 'handshakes',
    group: 'handshakes',
    about: 'opening handshakes, 32 at a time',
    peers: ['net', 'ws', 'rfc6455', 'bun'],
    run: (peer, ms) => handshakeRound(peer, 32, ms),
  }),
  ofServers({
    name: 'idle',
    group: 'idle',
    about: '10000 idle connections, and after one message each',
    peers: ['net', 'ws', 'rfc6455', 'bun'],
    run: (peer) => idleRound(peer, 10_000),
  }),
  client('receive', 'a client that is flooded'),
  client('send', 'a client that floods'),
  ...inProcessWorkloads,
  ofServers({
    name: 'growth-connections',
    group: 'growth',
    about: '10 to 10000 connections, 8000 messages of 32 B a second over all of them',
    peers: ['net', 'ws', 'rfc6455'],
    run: connectionGrowthRound,
  }),
  ofServers({
    name: 'growth-sizes',
    group: 'growth',
    about: 'one connection, one message of 64 B to 64 MiB',
    peers: ['ws', 'ws+bufferutil', 'rfc6455', 'bun'],
    run: sizeGrowthRound,
  }),
  ofServers({
    name: 'growth-broadcast',
    group: 'growth',
    about: '64 B to 10 to 5000 receivers, one message a turn',
    peers: ['ws', 'rfc6455', 'bun'],
    run: broadcastGrowthRound,
  }),
];
