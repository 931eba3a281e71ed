/** The workloads, by name. */
import { broadcastRound } from './broadcast.ts';
import { type EchoWorkload, echoRound } from './echo.ts';
import { handshakeRound } from './handshakes.ts';
import { idleRound } from './idle.ts';

/** The figures of one round with one server. */
export type Figures = Readonly<Record<string, number>>;

export interface Workload {
  readonly name: string;
  readonly about: string;
  /** The servers, in the order in which they take turns. */
  readonly servers: readonly string[];
  /** One round with one server, measured for `ms` milliseconds where time is what limits it. */
  run(server: string, ms: number): Promise<Figures>;
}

const WEBSOCKET_SERVERS = ['ws', 'ws+bufferutil', 'rfc6455', 'bun'];
const ALL_SERVERS = ['net', ...WEBSOCKET_SERVERS];

function echo(name: string, about: string, workload: EchoWorkload): Workload {
  return {
    name,
    about: `${about} (messages a second; µs of the server's CPU a message; ms of latency; bytes of RSS)`,
    servers: ALL_SERVERS,
    run: async (server, ms) => ({ ...(await echoRound(server, workload, ms)) }),
  };
}

function broadcast(name: string, atOnce: number): Workload {
  return {
    name,
    about: `64 B to 500 receivers, ${atOnce} a turn (messages delivered a second; µs of the server's CPU each)`,
    servers: WEBSOCKET_SERVERS,
    run: async (server, ms) => ({ ...(await broadcastRound(server, 500, atOnce, ms)) }),
  };
}

const binary = { kind: 'binary' } as const;

export const workloads: readonly Workload[] = [
  echo('request', '64 connections, one message of 32 B in flight on each', {
    ...binary,
    connections: 64,
    inFlight: 1,
    size: 32,
  }),
  echo('pipelined', '16 connections, 64 messages of 32 B in flight on each', {
    ...binary,
    connections: 16,
    inFlight: 64,
    size: 32,
  }),
  echo('1k', '16 connections, one message of 1 KiB', { ...binary, connections: 16, inFlight: 1, size: 1024 }),
  echo('64k', '8 connections, one message of 64 KiB', { ...binary, connections: 8, inFlight: 1, size: 65_536 }),
  echo('1m', '4 connections, one message of 1 MiB', { ...binary, connections: 4, inFlight: 1, size: 1 << 20 }),
  echo('16m', '2 connections, one message of 16 MiB', { ...binary, connections: 2, inFlight: 1, size: 1 << 24 }),
  echo('text', '16 connections, one text of 1 KiB, ASCII', {
    kind: 'ascii',
    connections: 16,
    inFlight: 1,
    size: 1024,
  }),
  echo('multi-byte', '16 connections, one text of 1 KiB, not ASCII', {
    kind: 'multi-byte',
    connections: 16,
    inFlight: 1,
    size: 1024,
  }),
  broadcast('broadcast', 1),
  broadcast('broadcast10', 10),
  {
    name: 'handshakes',
    about: "opening handshakes, 32 at a time (handshakes a second; µs of the server's CPU each)",
    servers: ALL_SERVERS,
    run: async (server, ms) => ({ ...(await handshakeRound(server, 32, ms)) }),
  },
  {
    name: 'idle',
    about: '5000 idle connections, and after one message each (bytes of RSS a connection)',
    servers: ALL_SERVERS,
    run: async (server) => ({ ...(await idleRound(server, 5000)) }),
  },
];
