/** What grows with what: more connections at one total rate, longer messages, more receivers. */
import {
  checkEcho,
  type Exchange,
  exchange,
  type LoadConnection,
  openConnections,
  payload,
  runEcho,
  warmUpTime,
} from '../lib/load.ts';
import { checkDescriptors, startMeter } from '../lib/processes.ts';
import { type ServerName, startServer } from '../lib/servers.ts';
import { quantile } from '../lib/statistics.ts';
import { type Figures, formatSize } from '../lib/workload.ts';
import { broadcastRound } from './broadcast.ts';
import { CONNECTIONS, RECEIVERS, SIZES } from './cases.ts';

/** Messages a second over all connections. */
const RATE = 8000;

/**
 * Sends messages at {@link RATE}, to one connection after the other, and never two at once to the same: what a
 * connection sees must not depend on how many there are. When the generator is late it sends less, not a burst.
 */
async function runPaced(connections: readonly LoadConnection[], { request, reply }: Exchange, ms: number) {
  const sentAt = new Float64Array(connections.length);
  const missing = new Int32Array(connections.length);
  const latencies: number[] = [];
  connections.forEach((connection, i) => {
    connection.receive = (length) => {
      missing[i]! -= length;
      if (missing[i]! > 0) return;
      latencies.push(performance.now() - sentAt[i]!);
      inFlight -= 1;
    };
  });
  const begin = performance.now();
  let next = 0;
  let inFlight = 0;
  let slots = 0;
  for (let now = begin; now < begin + ms; now = performance.now()) {
    const due = Math.floor(((now - begin) * RATE) / 1000);
    for (let count = Math.min(due - slots, connections.length); count > 0; count--) {
      const i = next++ % connections.length;
      if (missing[i]! > 0) continue;
      missing[i] = reply.length;
      sentAt[i] = performance.now();
      inFlight += 1;
      connections[i]!.socket.write(request);
    }
    slots = due;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  while (inFlight > 0) await new Promise((resolve) => setTimeout(resolve, 1));
  return { messages: latencies.length, latencies: Float64Array.from(latencies).sort() };
}

/** One round with one server: the cost and the latency of an echo of 32 bytes by the number of connections. */
export async function connectionGrowthRound(name: ServerName, ms: number): Promise<Figures> {
  checkDescriptors(CONNECTIONS.at(-1)!);
  const server = await startServer(name, 'echo');
  const figures: Record<string, number> = {};
  try {
    const { bytes, opcode } = payload('binary', 32);
    const batch = exchange(bytes, opcode, 1, name === 'net');
    const connections = await openConnections(server.port, CONNECTIONS[0]!);
    // The first measurement must not be the one of cold code.
    await runEcho(connections, batch, 2 * warmUpTime(ms));
    for (const count of CONNECTIONS) {
      connections.push(...(await openConnections(server.port, count - connections.length)));
      await runPaced(connections, batch, ms / 3);
      const endMeter = startMeter(server);
      const { messages, latencies } = await runPaced(connections, batch, ms);
      figures[`cpu@${count}`] = endMeter().cpu / messages;
      figures[`p50@${count}`] = quantile(latencies, 0.5);
      figures[`p99@${count}`] = quantile(latencies, 0.99);
    }
    for (const { socket } of connections) socket.destroy();
    return figures;
  } finally {
    server.stop();
  }
}

/** One round with one server: echoes of ever longer messages, one at a time on one connection. */
export async function sizeGrowthRound(name: ServerName, ms: number): Promise<Figures> {
  const server = await startServer(name, 'echo');
  const figures: Record<string, number> = {};
  try {
    for (const size of SIZES) {
      const { bytes, opcode } = payload('binary', size);
      const batch = exchange(bytes, opcode, 1, name === 'net');
      await checkEcho(server.port, batch);
      const connections = await openConnections(server.port, 1);
      await runEcho(connections, batch, ms / 5);
      const endMeter = startMeter(server);
      const { messages } = await runEcho(connections, batch, ms / 5);
      const { seconds, cpu } = endMeter();
      figures[`gigabytes@${formatSize(size)}`] = (messages * size) / seconds / 1e9;
      figures[`cpuPerMiB@${formatSize(size)}`] = cpu / ((messages * size) / (1 << 20));
      for (const { socket } of connections) socket.destroy();
    }
    return figures;
  } finally {
    server.stop();
  }
}

/** One round with one server: what one delivery of a broadcast costs by the number of receivers. */
export async function broadcastGrowthRound(name: ServerName, ms: number): Promise<Figures> {
  const figures: Record<string, number> = {};
  for (const receivers of RECEIVERS) {
    const { cpu, perSecond } = await broadcastRound(name, { receivers, perTurn: 1 }, ms);
    figures[`cpu@${receivers}`] = cpu!;
    figures[`perSecond@${receivers}`] = perSecond!;
  }
  return figures;
}
