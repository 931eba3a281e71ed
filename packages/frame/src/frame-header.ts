/**
 * The header of a frame: 2 to 14 bytes before the payload.
 *
 * RFC 6455 §5.2 (layout and lengths), §5.3 (masking key).
 */
import type { Opcode } from './opcode.ts';

/** The three reserved bits as one number: RSV1 is 4, RSV2 is 2, RSV3 is 1 (RFC 6455 §5.2). */
export type ReservedBits = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** The fields of a frame header, by RFC 6455 §5.2. */
export interface FrameHeader {
  /** FIN: whether this is the last fragment of its message. */
  readonly fin: boolean;
  /** RSV1, RSV2 and RSV3, as 4, 2 and 1. */
  readonly reservedBits: ReservedBits;
  /** What the frame carries. */
  readonly opcode: Opcode;
  /** MASK: whether the payload is masked. */
  readonly masked: boolean;
  /** The masking key as an unsigned 32-bit number, its first byte the most significant; 0 when nothing is masked. */
  readonly maskingKey: number;
  /** The length of the payload in bytes, 0–9007199254740991. */
  readonly payloadLength: number;
}

/**
 * The longest header: 2 bytes, 8 of extended payload length, 4 of masking key (RFC 6455 §5.2).
 *
 * @example
 * ```ts
 * import { MAX_HEADER_BYTES } from '@rfc6455/frame';
 *
 * MAX_HEADER_BYTES; // => 14
 * ```
 */
export const MAX_HEADER_BYTES = 14;

/**
 * Tells how many bytes the header of a frame has (RFC 6455 §5.2). Nothing is checked.
 *
 * @param payloadLength bytes of payload, 0–9007199254740991
 * @param maskingKey the masking key, or undefined for a frame that is not masked
 * @returns 2, 4, 6, 8, 10 or 14
 * @example
 * ```ts
 * import { frameHeaderLength } from '@rfc6455/frame';
 *
 * frameHeaderLength(125, undefined); // => 2
 * frameHeaderLength(126, 0x37fa213d); // => 8
 * ```
 */
export function frameHeaderLength(payloadLength: number, maskingKey: number | undefined): number {
  const lengthField = payloadLength < 126 ? 2 : payloadLength < 65536 ? 4 : 10;
  return maskingKey === undefined ? lengthField : lengthField + 4;
}

/**
 * Writes a frame header into bytes that are there already (RFC 6455 §5.2). For senders that put many frames into one
 * buffer: nothing is checked, see `encodeFrame` for a call that checks.
 *
 * @param target where to write; from `at`, it has room for {@link frameHeaderLength} bytes
 * @param at the position of the first byte
 * @param firstByte FIN (0x80), the reserved bits (0x40, 0x20, 0x10) and the opcode, ORed
 * @param payloadLength bytes of payload, 0–9007199254740991
 * @param maskingKey the 32-bit masking key, 0–0xffffffff, or undefined for a frame that is not masked
 * @returns the position after the header
 * @example
 * ```ts
 * import { Opcode, writeFrameHeader } from '@rfc6455/frame';
 *
 * const bytes = new Uint8Array(4);
 * writeFrameHeader(bytes, 0, 0x80 | Opcode.Binary, 256, undefined); // => 4
 * bytes; // => Uint8Array.of(0x82, 0x7e, 0x01, 0x00)
 * ```
 */
export function writeFrameHeader(
  target: Uint8Array,
  at: number,
  firstByte: number,
  payloadLength: number,
  maskingKey: number | undefined,
): number {
  // [5.3-1] A masked frame has the MASK bit set.
  const maskBit = maskingKey === undefined ? 0 : 0x80;
  let next = at + 2;
  target[at] = firstByte;
  // [5.2-6] The minimal number of bytes encodes the length.
  if (payloadLength < 126) {
    target[at + 1] = maskBit | payloadLength;
  } else if (payloadLength < 65536) {
    target[at + 1] = maskBit | 126;
    target[at + 2] = payloadLength >>> 8;
    target[at + 3] = payloadLength & 0xff;
    next = at + 4;
  } else {
    target[at + 1] = maskBit | 127;
    writeUint32(target, at + 2, Math.floor(payloadLength / 0x1_0000_0000));
    writeUint32(target, at + 6, payloadLength >>> 0);
    next = at + 10;
  }
  if (maskingKey === undefined) return next;
  writeUint32(target, next, maskingKey);
  return next + 4;
}

function writeUint32(target: Uint8Array, at: number, value: number): void {
  target[at] = value >>> 24;
  target[at + 1] = (value >>> 16) & 0xff;
  target[at + 2] = (value >>> 8) & 0xff;
  target[at + 3] = value & 0xff;
}
