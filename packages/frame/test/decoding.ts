/** Decoders that write down what they tell, for tests. */
import {
  collectFrames,
  type Frame,
  FrameDecoder,
  type FrameDecoderOptions,
  type FrameHandler,
  type FrameHeader,
  type Opcode,
  type ProtocolError,
  type Role,
} from '@rfc6455/frame';
import fc from 'fast-check';
import { toHex } from './bytes.ts';

export type DecoderOptions = Omit<FrameDecoderOptions, 'handler'>;

/** One call of a handler, as text: `start fin=1 rsv=0 opcode=1 masked=1 key=37fa213d length=5`, `payload 48 65`, ... */
export type Call = string;

export function describeHeader(header: FrameHeader): Call {
  const { fin, reservedBits, opcode, masked, maskingKey, payloadLength } = header;
  const key = maskingKey.toString(16);
  return `start fin=${Number(fin)} rsv=${reservedBits} opcode=${opcode} masked=${Number(masked)} key=${key} length=${payloadLength}`;
}

/** A handler that writes down each call. */
export class Recorder implements FrameHandler {
  readonly calls: Call[] = [];
  error: ProtocolError | undefined;

  frameStart(header: FrameHeader): void {
    this.calls.push(describeHeader(header));
  }

  framePayload(bytes: Uint8Array, start: number, end: number): void {
    this.calls.push(`payload ${toHex(bytes.subarray(start, end))}`);
  }

  frameEnd(): void {
    this.calls.push('end');
  }

  frameError(error: ProtocolError): void {
    this.error = error;
    this.calls.push(`error ${error.code}: ${error.message}`);
  }
}

/** A handler that also takes whole messages, and writes down each as the calls that it stands for, with `whole` before them. */
export class WholeMessageRecorder extends Recorder {
  readonly #masked: boolean;

  constructor(role: Role) {
    super();
    this.#masked = role === 'server';
  }

  wholeMessage(opcode: Opcode, bytes: Uint8Array, start: number, end: number, ascii: boolean): void {
    this.calls.push(`whole${ascii ? ' ascii' : ''}`);
    const payloadLength = end - start;
    this.frameStart({ fin: true, reservedBits: 0, opcode, masked: this.#masked, maskingKey: 0, payloadLength });
    if (payloadLength > 0) this.framePayload(bytes, start, end);
    this.frameEnd();
  }
}

/** Joins the pieces of each payload: what is left does not depend on how the bytes were cut. */
export function joinPieces(calls: readonly Call[]): Call[] {
  const joined: Call[] = [];
  for (const call of calls) {
    const last = joined.at(-1);
    if (call.startsWith('payload ') && last?.startsWith('payload ')) joined[joined.length - 1] = last + call.slice(7);
    else joined.push(call);
  }
  return joined;
}

/** What a decoder tells about these chunks. They are copied first, because it unmasks in place. */
export function decode(options: DecoderOptions, ...chunks: Uint8Array[]): Call[] {
  const recorder = new Recorder();
  const decoder = new FrameDecoder({ ...options, handler: recorder });
  for (const chunk of chunks) decoder.receive(chunk.slice());
  return recorder.calls;
}

/** The frames in some bytes, and the violation after them. */
export function decodeWhole(bytes: Uint8Array, options: DecoderOptions): { frames: Frame[]; error?: ProtocolError } {
  const frames: Frame[] = [];
  let error: ProtocolError | undefined;
  const handler = collectFrames(
    (frame) => frames.push(frame),
    (violation) => {
      error = violation;
    },
  );
  new FrameDecoder({ ...options, handler }).receive(bytes.slice());
  return error === undefined ? { frames } : { frames, error };
}

/** The bytes one at a time. */
export function bytewise(bytes: Uint8Array): Uint8Array[] {
  return Array.from(bytes, (_, i) => bytes.subarray(i, i + 1));
}

/** Cuts bytes at random places, also into empty chunks: `fc.property(stream, cuts, (bytes, cut) => cut(bytes))`. */
export const cuts: fc.Arbitrary<(bytes: Uint8Array) => Uint8Array[]> = fc
  .array(fc.oneof(fc.nat({ max: 6 }), fc.nat({ max: 300 })), { maxLength: 40 })
  .map((lengths) => (bytes: Uint8Array) => {
    const chunks: Uint8Array[] = [];
    let at = 0;
    for (const length of [...lengths, bytes.length]) {
      chunks.push(bytes.subarray(at, at + length));
      at += length;
    }
    return chunks;
  });
