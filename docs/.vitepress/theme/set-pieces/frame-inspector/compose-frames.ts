/** Frames as somebody wants them, also those that no endpoint may send: `encodeFrame` would refuse them. */
import { maskInto, Opcode, writeFrameHeader } from '@rfc6455/frame';
import { concat } from '../shared/concat.ts';

/** How many bytes hold the payload length: as few as are enough, or more than that. */
export type LengthForm = 'shortest' | '16 bits' | '64 bits';

/** What {@link composeFrames} is asked for. */
export interface Composition {
  readonly payload: Uint8Array;
  /** 0–15, of the first frame; those that follow are continuations. */
  readonly opcode: number;
  /** RSV1, RSV2 and RSV3 of the first frame as 4, 2 and 1. */
  readonly reservedBits: number;
  /** Whether the last frame has FIN. */
  readonly fin: boolean;
  /** How many frames, from 1. */
  readonly fragments: number;
  /** Each frame gets the key, or none. */
  readonly maskingKey: number | undefined;
  readonly lengthForm: LengthForm;
}

/** Writes the frames of one message, each with about the same part of the payload. */
export function composeFrames(composition: Composition): Uint8Array {
  const { payload, opcode, reservedBits, fin, fragments } = composition;
  const frames: Uint8Array[] = [];
  for (let i = 0; i < fragments; i++) {
    const part = payload.subarray(cut(payload, i, fragments), cut(payload, i + 1, fragments));
    const last = i === fragments - 1;
    const firstByte = (last && fin ? 0x80 : 0) | (i === 0 ? (reservedBits << 4) | opcode : Opcode.Continuation);
    frames.push(composeFrame(firstByte, part, composition));
  }
  return concat(frames);
}

function cut({ length }: Uint8Array, i: number, fragments: number): number {
  return Math.round((length * i) / fragments);
}

function composeFrame(firstByte: number, payload: Uint8Array, { maskingKey, lengthForm }: Composition): Uint8Array {
  const frame = new Uint8Array(14 + payload.length);
  const headerLength =
    lengthForm === 'shortest'
      ? writeFrameHeader(frame, 0, firstByte, payload.length, maskingKey)
      : writeLongHeader(frame, firstByte, payload.length, maskingKey, lengthForm === '16 bits' ? 2 : 8);
  if (maskingKey === undefined) frame.set(payload, headerLength);
  else maskInto(frame, headerLength, payload, maskingKey);
  return frame.slice(0, headerLength + payload.length);
}

function writeLongHeader(frame: Uint8Array, firstByte: number, length: number, key: number | undefined, bytes: 2 | 8) {
  const view = new DataView(frame.buffer);
  frame[0] = firstByte;
  frame[1] = (key === undefined ? 0 : 0x80) | (bytes === 2 ? 126 : 127);
  if (bytes === 2) view.setUint16(2, length);
  else view.setBigUint64(2, BigInt(length));
  if (key === undefined) return 2 + bytes;
  view.setUint32(2 + bytes, key);
  return 6 + bytes;
}
