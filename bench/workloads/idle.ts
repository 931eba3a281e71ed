/** Memory of connections that do nothing, and of the same after one message each. */
import { exchange, openConnections, payload } from '../lib/load.ts';
import { startServer } from '../lib/server-process.ts';

export interface IdleFigures {
  /** Resident bytes a connection, once they are open. */
  readonly idle: number;
  /** The same after one message of 32 bytes on each. */
  readonly afterOne: number;
}

/** Waits until the resident memory has settled: three readings within 1 %. */
async function settled(rss: () => number): Promise<number> {
  let last = rss();
  for (let same = 0; same < 3; ) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    const now = rss();
    same = Math.abs(now - last) < last / 100 ? same + 1 : 0;
    last = now;
  }
  return last;
}

/** One round with one server. */
export async function idleRound(name: string, count: number): Promise<IdleFigures> {
  const server = await startServer(name, 'echo');
  try {
    // The first thousand warm up: code is compiled, heaps have grown.
    const connections = await openConnections(server.port, 1000);
    const before = await settled(() => server.rss());
    connections.push(...(await openConnections(server.port, count)));
    const idle = (await settled(() => server.rss())) - before;
    const { bytes, opcode } = payload('binary', 32);
    const { request } = exchange(bytes, opcode, 1, false);
    for (const { socket } of connections) socket.write(request);
    const afterOne = (await settled(() => server.rss())) - before;
    for (const { socket } of connections) socket.destroy();
    return { idle: idle / count, afterOne: afterOne / count };
  } finally {
    server.stop();
  }
}
