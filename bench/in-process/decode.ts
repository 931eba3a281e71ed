/** A stream of a client's frames in, messages out. */
import type { Writable } from 'node:stream';
import { Connection } from '@rfc6455/connection';
import { collectFrames, FrameDecoder } from '@rfc6455/frame';
import { type Case, type Cases, requirePeer } from './bench.ts';
import { chunksOf, type FrameCase, frameCases } from './stream.ts';

/** What takes the chunks, and calls `message` for each message that is in them. */
type MakeReceiver = (message: (data: string | Uint8Array) => void) => (chunk: Buffer) => void;

function decodeCase(frameCase: FrameCase, makeReceiver: MakeReceiver): Case {
  const { chunks, refill } = chunksOf(frameCase);
  let length = 0;
  const receive = makeReceiver((data) => {
    length += data.length;
  });
  const run = () => {
    for (const chunk of chunks) receive(chunk);
  };
  run();
  const whole = frameCase.text ? Buffer.from(frameCase.payload).toString() : frameCase.payload;
  if (length !== whole.length * frameCase.frames) throw new Error(`${frameCase.name}: not all was decoded`);
  return { name: frameCase.name, messages: frameCase.frames, prepare: refill, run };
}

function fail(error: Error): never {
  throw error;
}

function ours(message: (data: string | Uint8Array) => void): (chunk: Buffer) => void {
  const connection = new Connection({ role: 'server', handler: { message, violation: fail } });
  return (chunk) => connection.receive(chunk);
}

/** Frames only: no messages, no UTF-8. */
function framesOnly(message: (data: Uint8Array) => void): (chunk: Buffer) => void {
  const handler = collectFrames(({ payload }) => message(payload), fail);
  const decoder = new FrameDecoder({ role: 'server', handler });
  return (chunk) => decoder.receive(chunk);
}

function ws(message: (data: string | Uint8Array) => void): (chunk: Buffer) => void {
  const { Receiver } = requirePeer('ws') as { Receiver: new (options: object) => Writable };
  const receiver = new Receiver({ isServer: true, maxPayload: 100 << 20 });
  // As text it would have to be decoded to be of use to a program, so it is.
  receiver.on('message', (data: Buffer, isBinary: boolean) => message(isBinary ? data : data.toString()));
  return (chunk) => void receiver.write(chunk);
}

const wsCases = () => frameCases.map((each) => decodeCase(each, ws));

export const cases: Cases = {
  ws: wsCases,
  'ws+bufferutil': wsCases,
  rfc6455: () => frameCases.map((each) => decodeCase(each, ours)),
  'rfc6455 frames': () => frameCases.filter(({ text }) => !text).map((each) => decodeCase(each, framesOnly)),
};
