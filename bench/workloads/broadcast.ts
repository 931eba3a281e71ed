/** One client speaks, every client hears it. */
import { encodeFrame } from '@rfc6455/frame';
import { type LoadConnection, openConnections, payload, warmUpTime } from '../lib/load.ts';
import { checkDescriptors, startMeter } from '../lib/processes.ts';
import { type ServerName, startServer } from '../lib/servers.ts';
import type { Figures } from '../lib/workload.ts';

export interface BroadcastWorkload {
  /** How many hear it; the speaker is one of them. */
  readonly receivers: number;
  /** Messages of 64 bytes that arrive in one chunk; the next chunk leaves when all have heard these. */
  readonly perTurn: number;
}

/** Speaks, and resolves once everybody has heard it. */
type Turn = () => Promise<void>;

function turnOf(connections: readonly LoadConnection[], request: Uint8Array, reply: Uint8Array): Turn {
  let missing = 0;
  let heard = () => {};
  for (const connection of connections) {
    connection.receive = (length) => {
      missing -= length;
      if (missing === 0) heard();
    };
  }
  return () => {
    missing = connections.length * reply.length;
    connections[0]!.socket.write(request);
    return new Promise((resolve) => {
      heard = resolve;
    });
  };
}

/** Throws unless every connection receives exactly the expected bytes. */
async function checkTurn(connections: readonly LoadConnection[], request: Uint8Array, reply: Uint8Array) {
  const checks = connections.map(
    (connection) =>
      new Promise<void>((resolve, reject) => {
        let position = 0;
        connection.receive = (length, bytes) => {
          const end = position + length;
          if (end > reply.length || bytes.compare(reply, position, end, 0, length) !== 0) {
            reject(new Error('what was heard is not what was said'));
          }
          position = end;
          if (position === reply.length) resolve();
        };
      }),
  );
  connections[0]!.socket.write(request);
  await Promise.all(checks);
}

/** One round with one server: messages delivered a second, and microseconds of the server's time for each. */
export async function broadcastRound(
  name: ServerName,
  { receivers, perTurn }: BroadcastWorkload,
  ms: number,
): Promise<Figures> {
  checkDescriptors(receivers);
  const server = await startServer(name, 'broadcast');
  try {
    const { bytes, opcode } = payload('binary', 64);
    const repeat = (frame: Uint8Array) => Buffer.concat(Array.from({ length: perTurn }, () => frame));
    const request = repeat(encodeFrame({ opcode, payload: bytes, maskingKey: 0x6d3a_91c5 }));
    const reply = repeat(encodeFrame({ opcode, payload: bytes }));
    const connections = await openConnections(server.port, receivers);
    await checkTurn(connections, request, reply);
    const turn = turnOf(connections, request, reply);
    const speakFor = async (time: number) => {
      const end = performance.now() + time;
      let turns = 0;
      for (; performance.now() < end; turns++) await turn();
      return turns;
    };
    await speakFor(warmUpTime(ms));
    const endMeter = startMeter(server);
    const delivered = (await speakFor(ms)) * receivers * perTurn;
    const { seconds, cpu, load, generatorLoad } = endMeter();
    for (const { socket } of connections) socket.destroy();
    return { perSecond: delivered / seconds, cpu: cpu / delivered, load, generatorLoad };
  } finally {
    server.stop();
  }
}
