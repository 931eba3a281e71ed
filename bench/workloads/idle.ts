/** Memory of connections that do nothing, and of the same after one message each. */
import { exchange, openConnections, payload } from '../lib/load.ts';
import { checkDescriptors } from '../lib/processes.ts';
import { type ServerName, startServer } from '../lib/servers.ts';
import type { Figures } from '../lib/workload.ts';

const WARM_UP = 1000;

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

/** One round with one server: resident bytes a connection once `count` are open, and after one message of 32 bytes on each. */
export async function idleRound(name: ServerName, count: number): Promise<Figures> {
  checkDescriptors(count + WARM_UP);
  const server = await startServer(name, 'echo');
  try {
    // They warm up: code is compiled, heaps have grown.
    const connections = await openConnections(server.port, WARM_UP);
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
