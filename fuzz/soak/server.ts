/** The server of the soak: it echoes, and now and then ends, breaks or stalls a connection. */

import { subscribe } from 'node:diagnostics_channel';
import type { Socket as Stream } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Server, type ServerSocket, serve } from '@rfc6455/server';
import { below, breakStream, obey, oneOf, StreamPool } from './worker.ts';

/** How the sockets have ended. */
export interface ServerCounts {
  opened: number;
  closed: number;
  errors: Record<string, number>;
}

const KILL_INTERVAL = 20;

const streams = new StreamPool();
subscribe('net.server.socket', (message) => streams.add((message as { socket: Stream }).socket));

const counts: ServerCounts = { opened: 0, closed: 0, errors: {} };
let server: Server | undefined;
let killing: NodeJS.Timeout | undefined;
/** Sockets that do not read for a while. */
const stalls = new Set<Promise<void>>();

async function stall(socket: ServerSocket): Promise<void> {
  socket.pause();
  await sleep(below(2000));
  socket.resume();
}

const kills: readonly ((socket: ServerSocket) => unknown)[] = [
  (socket) => socket.close(1001, 'away'),
  (socket) => socket.terminate(),
  () => breakStream(streams.draw()),
  (socket) => {
    const stalled = stall(socket).finally(() => stalls.delete(stalled));
    stalls.add(stalled);
  },
];

function kill(): void {
  const { sockets } = server!;
  if (sockets.size === 0) return;
  const all = [...sockets];
  for (let i = 0; i <= all.length / 1000; i++) oneOf(kills)(oneOf(all));
}

obey({
  /** Listens, and returns the port. */
  async listen(): Promise<number> {
    server = await serve({
      host: '0.0.0.0',
      closeTimeout: 2000,
      handshakeTimeout: 10_000,
      heartbeat: { interval: 2000, timeout: 2000 },
      maxBufferedAmount: 4_000_000,
      open: () => void counts.opened++,
      message: (socket, data) => void socket.send(data),
      close: () => void counts.closed++,
      error: (_, error) => {
        const { code = error.name } = error as { code?: string };
        counts.errors[code] = (counts.errors[code] ?? 0) + 1;
      },
    });
    return server.port;
  },

  startKilling(): void {
    killing = setInterval(kill, KILL_INTERVAL);
  },

  stopKilling(): void {
    clearInterval(killing);
  },

  /** Waits until no socket is left, but not for ever, and returns how many are. */
  async settle(): Promise<number> {
    await Promise.all(stalls);
    const end = performance.now() + 10_000;
    while (server!.sockets.size > 0 && performance.now() < end) await sleep(50);
    return server!.sockets.size;
  },

  counts: () => counts,

  /** Ends the server. */
  async drain(): Promise<number> {
    await server!.drain();
    const { size } = server!.sockets;
    server = undefined;
    return size;
  },
});
