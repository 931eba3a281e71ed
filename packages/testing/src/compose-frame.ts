/**
 * Frames as bytes, good ones and bad ones: nothing is checked, so that a test can send what no endpoint may.
 *
 * RFC 6455 §5.2. `encodeFrame` of `@rfc6455/frame` makes good ones only.
 */
import { maskInto } from '@rfc6455/frame';

/** A frame as it is going to be sent: an opcode, and whatever differs from an empty, final, well-formed frame. */
export interface FrameDraft {
  /** 0–15, defined or reserved. */
  readonly opcode: number;
  /** FIN: whether this is the last fragment of its message; by default true. */
  readonly fin?: boolean | undefined;
  /** RSV1, RSV2 and RSV3, as 4, 2 and 1; by default 0. */
  readonly reservedBits?: number | undefined;
  /** The payload before masking; a string is encoded in UTF-8. By default empty. */
  readonly payload?: string | Uint8Array | undefined;
  /** Whether it is masked; by default as the role of the sender demands. */
  readonly masked?: boolean | undefined;
  /** The masking key, 0–0xffffffff; by default one that the sender chooses. */
  readonly maskingKey?: number | undefined;
  /** How many bits the payload length takes; by default as few as possible. */
  readonly lengthBits?: 7 | 16 | 64 | undefined;
  /** The payload length that the header states, 0–2^64 - 1; by default that of the payload. */
  readonly payloadLength?: number | bigint | undefined;
}

/**
 * Encodes a frame as it is asked for, whether RFC 6455 §5.2 allows it or not. Numbers that are too large for their field
 * lose their upper bits.
 *
 * @param draft the frame; it is masked if `masked` says so, or if it has a masking key and `masked` says nothing
 * @returns header and payload
 * @example
 * ```ts
 * import { composeFrame } from '@rfc6455/testing';
 *
 * composeFrame({ opcode: 0x3, reservedBits: 4 }); // => c3 00
 * composeFrame({ opcode: 0x1, payload: 'Hello', lengthBits: 16 }); // => 81 7e 00 05 48 65 6c 6c 6f
 * composeFrame({ opcode: 0x1, payload: 'Hello', maskingKey: 0x37fa213d }); // => 81 85 37 fa 21 3d 7f 9f 4d 51 58
 * composeFrame({ opcode: 0x9, fin: false, payloadLength: 2 }); // => 09 02
 * ```
 */
export function composeFrame(draft: FrameDraft): Uint8Array {
  const { opcode, fin = true, reservedBits = 0, maskingKey, masked = maskingKey !== undefined } = draft;
  const payload = Buffer.from(draft.payload ?? '');
  const payloadLength = BigInt(draft.payloadLength ?? payload.length);
  const bits = draft.lengthBits ?? (payloadLength < 126n ? 7 : payloadLength < 65_536n ? 16 : 64);
  const key = maskingKey ?? 0;
  const keyAt = 2 + (bits === 7 ? 0 : bits / 8);
  const payloadAt = keyAt + (masked ? 4 : 0);
  const bytes = Buffer.alloc(payloadAt + payload.length);
  bytes[0] = (fin ? 0x80 : 0) | ((reservedBits & 7) << 4) | (opcode & 0x0f);
  bytes[1] = (masked ? 0x80 : 0) | (bits === 7 ? Number(payloadLength & 0x7fn) : bits === 16 ? 126 : 127);
  if (bits === 16) bytes.writeUInt16BE(Number(payloadLength & 0xffffn), 2);
  if (bits === 64) bytes.writeBigUInt64BE(BigInt.asUintN(64, payloadLength), 2);
  if (!masked) {
    bytes.set(payload, payloadAt);
  } else {
    bytes.writeUInt32BE(key >>> 0, keyAt);
    maskInto(bytes, payloadAt, payload, key >>> 0);
  }
  return bytes;
}
