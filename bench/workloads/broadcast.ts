/** One client speaks, every client hears it. */
import { encodeFrame } from '@rfc6455/frame';
import { openConnections, payload } from '../lib/load.ts';
import { startServer } from '../lib/server-process.ts';

export interface BroadcastFigures {
  /** Messages delivered a second. */
  readonly perSecond: number;
  /** Microseconds of the server process's time a delivered message. */
  readonly cpu: number;
}

/** One round with one server: `atOnce` messages of 64 bytes arrive in one chunk, and when all have heard them, the next. */
export async function broadcastRound(
  name: string,
  receivers: number,
  atOnce: number,
  ms: number,
): Promise<BroadcastFigures> {
  const server = await startServer(name, 'broadcast');
  try {
    const { bytes, opcode } = payload('binary', 64);
    const frame = encodeFrame({ opcode, payload: bytes, maskingKey: 0x6d3a_91c5 });
    const request = Buffer.concat(Array.from({ length: atOnce }, () => frame));
    const connections = await openConnections(server.port, receivers);
    const perTurn = receivers * atOnce * (2 + bytes.length);
    let missing = 0;
    let turns = 0;
    let heard = () => {};
    for (const connection of connections) {
      connection.receive = (length) => {
        missing -= length;
        if (missing === 0) heard();
      };
    }
    const speakFor = async (time: number) => {
      const end = performance.now() + time;
      turns = 0;
      while (performance.now() < end) {
        missing = perTurn;
        const all = new Promise<void>((resolve) => {
          heard = resolve;
        });
        connections[0]!.socket.write(request);
        await all;
        turns += 1;
      }
    };
    await speakFor(ms / 3);
    const cpuBefore = server.cpu();
    const begin = performance.now();
    await speakFor(ms);
    const delivered = turns * receivers * atOnce;
    for (const { socket } of connections) socket.destroy();
    return {
      perSecond: (delivered / (performance.now() - begin)) * 1000,
      cpu: (server.cpu() - cpuBefore) / delivered,
    };
  } finally {
    server.stop();
  }
}
