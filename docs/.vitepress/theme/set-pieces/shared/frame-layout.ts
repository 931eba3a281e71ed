/**
 * Where the fields of frames stand in a run of bytes (RFC 6455 §5.2). Nothing is judged here, that is for the packages:
 * a frame that breaks a rule, or whose end is missing, has fields too.
 */
import { applyMask, isControl, Opcode } from '@rfc6455/frame';

/** One frame in a run of bytes. Positions count from the beginning of the run. */
export interface FrameLayout {
  readonly start: number;
  /** After the last byte of the frame that is there. */
  readonly end: number;
  /** Whether all of it is there. */
  readonly complete: boolean;
  readonly fin: boolean;
  /** RSV1, RSV2 and RSV3 as 4, 2 and 1. */
  readonly reservedBits: number;
  /** 0–15, defined or reserved. */
  readonly opcode: number;
  /** Undefined where the second byte is missing. */
  readonly masked: boolean | undefined;
  /** How many bytes follow the 7-bit length to hold it: 0, 2 or 8. */
  readonly lengthBytes: 0 | 2 | 8;
  /** As declared: up to 64 bits. Undefined where bytes of it are missing. */
  readonly payloadLength: bigint | undefined;
  /** Undefined where the frame is not masked, or bytes of the key are missing. */
  readonly maskingKey: number | undefined;
  /** Where the header ends, there or not. */
  readonly payloadStart: number;
  /** What is there of the payload, unmasked. */
  readonly payload: Uint8Array;
  /** The payload as text, in a frame of a text message. A character that is cut by a fragment is in the later one. */
  readonly text: string | undefined;
}

/** Lays out all the frames in a run of bytes: each begins where the one before it says that it ends. */
export function layoutFrames(bytes: Uint8Array): FrameLayout[] {
  const frames: FrameLayout[] = [];
  let decoder: TextDecoder | undefined;
  const textOf = (opcode: number, fin: boolean, payload: Uint8Array): string | undefined => {
    if (isControl(opcode)) return undefined;
    if (opcode !== Opcode.Continuation) decoder = opcode === Opcode.Text ? new TextDecoder() : undefined;
    return decoder?.decode(payload, { stream: !fin });
  };
  for (let at = 0; at < bytes.length; ) {
    const frame = layoutFrame(bytes, at);
    frames.push({ ...frame, text: textOf(frame.opcode, frame.fin, frame.payload) });
    at = frame.end;
  }
  return frames;
}

function layoutFrame(bytes: Uint8Array, start: number): Omit<FrameLayout, 'text'> {
  const first = bytes[start]!;
  const second = bytes[start + 1];
  const short = (second ?? 0) & 0x7f;
  const lengthBytes = short === 127 ? 8 : short === 126 ? 2 : 0;
  const masked = second === undefined ? undefined : second >= 0x80;
  const keyStart = start + 2 + lengthBytes;
  const payloadStart = keyStart + (masked ? 4 : 0);
  const payloadLength =
    second === undefined ? undefined : lengthBytes === 0 ? BigInt(short) : bigEndian(bytes, start + 2, lengthBytes);
  const maskingKey = masked ? bigEndian(bytes, keyStart, 4) : undefined;
  const declaredEnd = payloadLength === undefined ? Infinity : payloadStart + Number(payloadLength);
  const end = Math.min(bytes.length, declaredEnd);
  const payload = bytes.slice(Math.min(payloadStart, end), end);
  if (maskingKey !== undefined) applyMask(payload, Number(maskingKey));
  return {
    start,
    end,
    complete: end === declaredEnd,
    fin: first >= 0x80,
    reservedBits: (first >> 4) & 7,
    opcode: first & 0x0f,
    masked,
    lengthBytes,
    payloadLength,
    maskingKey: maskingKey === undefined ? undefined : Number(maskingKey),
    payloadStart,
    payload,
  };
}

function bigEndian(bytes: Uint8Array, start: number, count: number): bigint | undefined {
  if (start + count > bytes.length) return undefined;
  let value = 0n;
  for (const byte of bytes.subarray(start, start + count)) value = value * 256n + BigInt(byte);
  return value;
}
