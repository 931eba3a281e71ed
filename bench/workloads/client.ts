/** Clients that are flooded, and clients that flood. */
import { encodeFrame, Opcode } from '@rfc6455/frame';
import { awaitClient, checkReturn, maskedLength } from '../lib/client-peer.ts';
import { type ClientName, startClient } from '../lib/clients.ts';
import { payload, warmUpTime } from '../lib/load.ts';
import { startMeter } from '../lib/processes.ts';
import type { Figures } from '../lib/workload.ts';
import { CLIENT_CASES, type ClientCase, caseName } from './cases.ts';

/** So many batches are on their way at any time: the client never waits for the next one. */
const BATCHES_IN_FLIGHT = 4;
/** The frame with which a client asks for more: `more`, masked. */
const CREDIT_LENGTH = maskedLength(4);

async function measureCase(
  name: ClientName,
  direction: 'receive' | 'send',
  { kind, size, perBatch }: ClientCase,
  ms: number,
): Promise<Figures> {
  const peer = await awaitClient();
  const client = await startClient(name, peer.port, [direction, String(perBatch)]);
  try {
    const connection = await peer.client;
    const { socket } = connection;
    const { bytes, opcode } = payload(kind, size);
    const frame = Buffer.from(encodeFrame({ opcode, payload: bytes }));
    await checkReturn(connection, frame, bytes);
    const receives = direction === 'receive';
    // What is sent for a batch, and how long its answer is.
    const request = receives
      ? Buffer.concat(Array.from({ length: perBatch }, () => frame))
      : Buffer.from(encodeFrame({ opcode: Opcode.Text, payload: Buffer.from('more') }));
    const answerLength = receives ? CREDIT_LENGTH : perBatch * maskedLength(size);
    let batches = 0;
    let bytesOfBatch = 0;
    connection.receive = (length) => {
      for (bytesOfBatch += length; bytesOfBatch >= answerLength; bytesOfBatch -= answerLength) {
        batches += 1;
        socket.write(request);
      }
    };
    for (let i = 0; i < BATCHES_IN_FLIGHT; i++) socket.write(request);
    const wait = (time: number) => new Promise((resolve) => setTimeout(resolve, time));
    await wait(warmUpTime(ms));
    const batchesBefore = batches;
    const endMeter = startMeter(client);
    await wait(ms);
    const messages = (batches - batchesBefore) * perBatch;
    const { seconds, cpu, load, generatorLoad } = endMeter();
    socket.destroy();
    return { perSecond: messages / seconds, cpu: cpu / messages, load, generatorLoad };
  } finally {
    client.stop();
    peer.close();
  }
}

/** One round with one client: messages a second, and microseconds of the client's time for each, for every case. */
export async function clientRound(name: ClientName, direction: 'receive' | 'send', ms: number): Promise<Figures> {
  const figures: Record<string, number> = {};
  for (const each of CLIENT_CASES) {
    for (const [measure, value] of Object.entries(await measureCase(name, direction, each, ms))) {
      figures[`${measure}@${caseName(each)}`] = value;
    }
  }
  return figures;
}
