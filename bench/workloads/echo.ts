/** Echoes: one message in flight on many connections, many messages in flight on a few, and large messages. */
import { checkEcho, exchange, openConnections, payload, runEcho, warmUpTime } from '../lib/load.ts';
import { startMeter } from '../lib/processes.ts';
import { type ServerName, startServer } from '../lib/servers.ts';
import { quantile } from '../lib/statistics.ts';
import type { Figures } from '../lib/workload.ts';

export interface EchoWorkload {
  readonly connections: number;
  /** Messages in flight on each connection. */
  readonly inFlight: number;
  readonly kind: 'binary' | 'ascii' | 'multi-byte';
  /** Bytes a message. */
  readonly size: number;
}

/**
 * One round with one server: messages a second, microseconds of the server's time a message, the loads of server and
 * generator as shares of a core, round trips in milliseconds, MiB of resident memory at the end.
 */
export async function echoRound(name: ServerName, workload: EchoWorkload, ms: number): Promise<Figures> {
  const server = await startServer(name, 'echo');
  try {
    const { bytes, opcode } = payload(workload.kind, workload.size);
    const batch = exchange(bytes, opcode, workload.inFlight, name === 'net');
    await checkEcho(server.port, batch);
    const connections = await openConnections(server.port, workload.connections);
    await runEcho(connections, batch, warmUpTime(ms));
    const endMeter = startMeter(server);
    const { messages, latencies } = await runEcho(connections, batch, ms);
    const { seconds, cpu, load, generatorLoad } = endMeter();
    const rss = server.rss() / (1 << 20);
    for (const { socket } of connections) socket.destroy();
    return {
      perSecond: messages / seconds,
      cpu: cpu / messages,
      load,
      generatorLoad,
      p50: quantile(latencies, 0.5),
      p99: quantile(latencies, 0.99),
      p999: quantile(latencies, 0.999),
      rss,
    };
  } finally {
    server.stop();
  }
}
