/** Echoes: one message in flight on many connections, many messages in flight on a few, and large messages. */
import { checkEcho, exchange, openConnections, payload, runEcho } from '../lib/load.ts';
import { startServer } from '../lib/server-process.ts';
import { quantile } from '../lib/statistics.ts';

export interface EchoWorkload {
  readonly connections: number;
  /** Messages in flight on each connection. */
  readonly inFlight: number;
  readonly kind: 'binary' | 'ascii' | 'multi-byte';
  /** Bytes a message. */
  readonly size: number;
}

export interface EchoFigures {
  readonly perSecond: number;
  /** Microseconds of the server process's time a message. */
  readonly cpu: number;
  /** Share of a core that the server took, and that the load generator took. */
  readonly serverLoad: number;
  readonly generatorLoad: number;
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  /** Resident memory of the server at the end, bytes. */
  readonly rss: number;
}

/** One round with one server. */
export async function echoRound(name: string, workload: EchoWorkload, ms: number): Promise<EchoFigures> {
  const server = await startServer(name, 'echo');
  try {
    const { bytes, opcode } = payload(workload.kind, workload.size);
    const batch = exchange(bytes, opcode, workload.inFlight, name === 'net');
    await checkEcho(server.port, batch);
    const connections = await openConnections(server.port, workload.connections);
    await runEcho(connections, batch, ms / 3);
    const cpuBefore = server.cpu();
    const ownBefore = process.cpuUsage();
    const { messages, seconds, latencies } = await runEcho(connections, batch, ms);
    const cpu = server.cpu() - cpuBefore;
    const own = process.cpuUsage(ownBefore);
    const rss = server.rss();
    for (const { socket } of connections) socket.destroy();
    return {
      perSecond: messages / seconds,
      cpu: cpu / messages,
      serverLoad: cpu / seconds / 1e6,
      generatorLoad: (own.user + own.system) / seconds / 1e6,
      p50: quantile(latencies, 0.5),
      p99: quantile(latencies, 0.99),
      p999: quantile(latencies, 0.999),
      rss,
    };
  } finally {
    server.stop();
  }
}
