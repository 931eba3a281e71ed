/** Opening handshakes a second: connect, shake hands, hang up. */
import { openConnection, warmUpTime } from '../lib/load.ts';
import { startMeter } from '../lib/processes.ts';
import { type ServerName, startServer } from '../lib/servers.ts';
import type { Figures } from '../lib/workload.ts';

/** One round with one server: `parallel` connections are being opened at any time. */
export async function handshakeRound(name: ServerName, parallel: number, ms: number): Promise<Figures> {
  const server = await startServer(name, 'sink');
  const openFor = async (time: number): Promise<number> => {
    const end = performance.now() + time;
    let count = 0;
    const worker = async () => {
      while (performance.now() < end) {
        (await openConnection(server.port)).socket.resetAndDestroy();
        count += 1;
      }
    };
    await Promise.all(Array.from({ length: parallel }, worker));
    return count;
  };
  try {
    await openFor(warmUpTime(ms));
    const endMeter = startMeter(server);
    const count = await openFor(ms);
    const { seconds, cpu, load, generatorLoad } = endMeter();
    return { perSecond: count / seconds, cpu: cpu / count, load, generatorLoad };
  } finally {
    server.stop();
  }
}
