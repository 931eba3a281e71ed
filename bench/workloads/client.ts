/** Clients that are flooded, and clients that flood. */
import type { Socket } from 'node:net';
import { encodeFrame, Opcode } from '@rfc6455/frame';
import { awaitClient, checkReturn, maskedLength } from '../lib/client-peer.ts';
import { type ClientName, startClient } from '../lib/clients.ts';
import { payload } from '../lib/load.ts';
import { type Figures, formatSize } from '../lib/workload.ts';

export interface ClientCase {
  readonly kind: 'binary' | 'ascii';
  /** Bytes a message. */
  readonly size: number;
  /** Messages that make one batch. */
  readonly perBatch: number;
}

export const CLIENT_CASES: readonly ClientCase[] = [
  { kind: 'binary', size: 32, perBatch: 1024 },
  { kind: 'ascii', size: 32, perBatch: 1024 },
  { kind: 'binary', size: 1024, perBatch: 128 },
  { kind: 'binary', size: 65_536, perBatch: 8 },
];

/** So many batches are on their way at any time: the client never waits for the next one. */
const BATCHES_IN_FLIGHT = 4;
/** The frame with which a client asks for more: `more`, masked. */
const CREDIT_LENGTH = maskedLength(4);

/** As the figures name it: `32 B`, `32 B text`. */
export function caseName({ kind, size }: ClientCase): string {
  return `${formatSize(size)}${kind === 'binary' ? '' : ' text'}`;
}

/** Calls back for every so many bytes that come. */
function onEvery(socket: Socket, length: number, callback: () => void): void {
  let bytes = 0;
  socket.on('data', (chunk) => {
    for (bytes += chunk.length; bytes >= length; bytes -= length) callback();
  });
}

async function measureCase(
  name: ClientName,
  direction: 'receive' | 'send',
  { kind, size, perBatch }: ClientCase,
  ms: number,
): Promise<{ readonly perSecond: number; readonly cpu: number }> {
  const peer = await awaitClient();
  const client = await startClient(name, peer.port, [direction, String(perBatch)]);
  try {
    const socket = await peer.client;
    const { bytes, opcode } = payload(kind, size);
    const frame = Buffer.from(encodeFrame({ opcode, payload: bytes }));
    await checkReturn(socket, frame, bytes);
    const receives = direction === 'receive';
    // What is sent for a batch, and how long its answer is.
    const request = receives
      ? Buffer.concat(Array.from({ length: perBatch }, () => frame))
      : Buffer.from(encodeFrame({ opcode: Opcode.Text, payload: Buffer.from('more') }));
    const answerLength = receives ? CREDIT_LENGTH : perBatch * maskedLength(size);
    let batches = 0;
    onEvery(socket, answerLength, () => {
      batches += 1;
      socket.write(request);
    });
    for (let i = 0; i < BATCHES_IN_FLIGHT; i++) socket.write(request);
    const wait = (time: number) => new Promise((resolve) => setTimeout(resolve, time));
    await wait(ms / 3);
    const [begin, batchesBefore, cpuBefore] = [performance.now(), batches, client.cpu()];
    await wait(ms);
    const messages = (batches - batchesBefore) * perBatch;
    const figures = {
      perSecond: (messages / (performance.now() - begin)) * 1000,
      cpu: (client.cpu() - cpuBefore) / messages,
    };
    socket.destroy();
    return figures;
  } finally {
    client.stop();
    peer.close();
  }
}

/** One round with one client: messages a second, and microseconds of the client's time for each, for every case. */
export async function clientRound(name: ClientName, direction: 'receive' | 'send', ms: number): Promise<Figures> {
  const figures: Record<string, number> = {};
  for (const each of CLIENT_CASES) {
    const { perSecond, cpu } = await measureCase(name, direction, each, ms);
    figures[`perSecond@${caseName(each)}`] = perSecond;
    figures[`cpu@${caseName(each)}`] = cpu;
  }
  return figures;
}
