/**
 * Frames as bytes and bytes as frames, written a second time so that a fault of the packages does not hide itself.
 *
 * RFC 6455 §5.2.
 */
import type { Role } from '@rfc6455/connection';

/** The masking key of every frame that is sent to a server. */
export const MASKING_KEY: readonly number[] = [0x37, 0xfa, 0x21, 0x3d];

export const CONTINUATION = 0x0;
export const TEXT = 0x1;
export const BINARY = 0x2;
export const CLOSE = 0x8;
export const PING = 0x9;
export const PONG = 0xa;

/** A frame that was received. */
export interface Frame {
  readonly fin: boolean;
  readonly reservedBits: number;
  readonly opcode: number;
  readonly maskingKey: number | undefined;
  readonly payload: Buffer;
}

/** How a frame differs from a short, final, well-formed one. */
export interface FrameChanges {
  readonly fin?: boolean;
  readonly reservedBits?: number;
  /** Whether it is masked; by default as the role demands. */
  readonly masked?: boolean;
  /** How many bits the payload length takes; by default as few as possible. */
  readonly lengthBits?: 7 | 16 | 64;
  /** The payload length that it declares; by default that of the payload. */
  readonly declares?: number | bigint;
}

/** The bytes of a frame from a peer of an endpoint in that role. */
export function frame(
  to: Role,
  opcode: number,
  payload: string | Uint8Array = '',
  { fin = true, reservedBits = 0, masked = to === 'server', lengthBits, declares }: FrameChanges = {},
): Buffer {
  const bytes = Buffer.from(payload);
  const length = declares ?? bytes.length;
  const bits = lengthBits ?? (length < 126 ? 7 : length < 65_536 ? 16 : 64);
  const head = Buffer.alloc(2 + (bits === 7 ? 0 : bits / 8));
  head[0] = (fin ? 0x80 : 0) | (reservedBits << 4) | opcode;
  head[1] = (masked ? 0x80 : 0) | (bits === 7 ? Number(length) : bits === 16 ? 126 : 127);
  if (bits === 16) head.writeUInt16BE(Number(length), 2);
  if (bits === 64) head.writeBigUInt64BE(BigInt(length), 2);
  return masked
    ? Buffer.concat([head, Buffer.from(MASKING_KEY), bytes.map((byte, i) => byte ^ MASKING_KEY[i & 3]!)])
    : Buffer.concat([head, bytes]);
}

/** The payload of a Close frame. */
export function closePayload(code: number, reason: string | Uint8Array = ''): Buffer {
  return Buffer.concat([Buffer.of(code >> 8, code & 0xff), Buffer.from(reason)]);
}

/** Takes frames from a stream of bytes. */
export class FrameParser {
  #chunks: Buffer[] = [];
  #length = 0;
  /** How many bytes the next frame takes at least. */
  #needed = 2;

  /** The frames that these bytes complete. */
  receive(bytes: Buffer): Frame[] {
    this.#chunks.push(bytes);
    this.#length += bytes.length;
    const frames: Frame[] = [];
    if (this.#length < this.#needed) return frames;
    let rest = this.#chunks.length === 1 ? bytes : Buffer.concat(this.#chunks);
    for (let length = frameLength(rest); length <= rest.length; length = frameLength(rest)) {
      frames.push(parse(rest.subarray(0, length)));
      rest = rest.subarray(length);
    }
    this.#chunks = [rest];
    this.#length = rest.length;
    this.#needed = frameLength(rest);
    return frames;
  }
}

/** How many bytes the frame takes that begins here, as far as they tell. */
function frameLength(bytes: Buffer): number {
  if (bytes.length < 2) return 2;
  const head = headLength(bytes);
  return bytes.length < head ? head : head + payloadLength(bytes);
}

function headLength(bytes: Buffer): number {
  const short = bytes[1]! & 0x7f;
  return 2 + (short === 126 ? 2 : short === 127 ? 8 : 0) + (bytes[1]! >= 0x80 ? 4 : 0);
}

function payloadLength(bytes: Buffer): number {
  const short = bytes[1]! & 0x7f;
  return short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
}

function parse(bytes: Buffer): Frame {
  const payloadAt = headLength(bytes);
  const maskingKey = bytes[1]! >= 0x80 ? bytes.readUInt32BE(payloadAt - 4) : undefined;
  const payload = Buffer.from(bytes.subarray(payloadAt));
  if (maskingKey !== undefined) for (let i = 0; i < payload.length; i++) payload[i]! ^= bytes[payloadAt - 4 + (i & 3)]!;
  return {
    fin: bytes[0]! >= 0x80,
    reservedBits: (bytes[0]! >> 4) & 7,
    opcode: bytes[0]! & 0x0f,
    maskingKey,
    payload,
  };
}
