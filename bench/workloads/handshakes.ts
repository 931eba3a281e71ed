/** Opening handshakes a second: connect, shake hands, hang up. */
import { openConnection } from '../lib/load.ts';
import { startServer } from '../lib/server-process.ts';

export interface HandshakeFigures {
  readonly perSecond: number;
  /** Microseconds of the server process's time a handshake. */
  readonly cpu: number;
}

/** One round with one server: `parallel` connections are being opened at any time. */
export async function handshakeRound(name: string, parallel: number, ms: number): Promise<HandshakeFigures> {
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
    await openFor(ms / 3);
    const cpuBefore = server.cpu();
    const begin = performance.now();
    const count = await openFor(ms);
    return { perSecond: (count / (performance.now() - begin)) * 1000, cpu: (server.cpu() - cpuBefore) / count };
  } finally {
    server.stop();
  }
}
