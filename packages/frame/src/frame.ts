/**
 * A whole frame in memory, and its encoding in one call.
 *
 * RFC 6455 §5.2. For a stream of frames, see `frame-decoder.ts`.
 */
import { checkBytes, checkInteger, excerpt } from './argument.ts';
import { frameHeaderLength, type ReservedBits, writeFrameHeader } from './frame-header.ts';
import { MAX_MASKING_KEY, maskInto } from './masking.ts';
import { isControl, isOpcode, type Opcode } from './opcode.ts';

/** A frame with its whole payload. */
export interface Frame {
  /** FIN: whether this is the last fragment of its message. */
  readonly fin: boolean;
  /** RSV1, RSV2 and RSV3, as 4, 2 and 1. */
  readonly reservedBits: ReservedBits;
  /** What the frame carries. */
  readonly opcode: Opcode;
  /** The masking key that the frame was sent with, or undefined if it was not masked. */
  readonly maskingKey: number | undefined;
  /** The payload, unmasked. */
  readonly payload: Uint8Array;
}

/** What {@link encodeFrame} needs: an opcode, and whatever differs from an empty, final, unmasked frame. */
export type FrameInit = Pick<Frame, 'opcode'> & Partial<Frame>;

/**
 * Encodes one frame (RFC 6455 §5.2).
 *
 * @param frame `opcode`; `fin` (true unless given); `reservedBits` 0–7; `payload`, which is copied and not changed;
 * `maskingKey` 0–0xffffffff, given by a client and by nobody else (RFC 6455 §5.1), fresh and unpredictable for each
 * frame (RFC 6455 §5.3)
 * @returns header and payload as one array
 * @throws RangeError if the opcode, the reserved bits or the key is out of its range, or a control frame is fragmented
 * or longer than 125 bytes (RFC 6455 §5.5)
 * @throws TypeError if the payload is not a `Uint8Array`
 * @example
 * ```ts
 * import { encodeFrame, Opcode } from '@rfc6455/frame';
 *
 * const payload = new TextEncoder().encode('Hello');
 * encodeFrame({ opcode: Opcode.Text, payload }); // => Uint8Array.of(0x81, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f)
 *
 * const masked = encodeFrame({ opcode: Opcode.Text, payload, maskingKey: 0x37fa213d });
 * masked; // => Uint8Array.of(0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58)
 * ```
 */
export function encodeFrame(frame: FrameInit): Uint8Array {
  const { opcode, fin = true, reservedBits = 0, maskingKey, payload = new Uint8Array(0) } = frame;
  if (!isOpcode(opcode)) throw new RangeError(`opcode: expected one that is defined, got ${excerpt(opcode)}`);
  checkInteger('reservedBits', reservedBits, 7);
  if (maskingKey !== undefined) checkInteger('maskingKey', maskingKey, MAX_MASKING_KEY);
  checkBytes('payload', payload);
  if (isControl(opcode)) {
    // [5.4-2] [5.5-1] A control frame is whole, and its payload is 125 bytes at most.
    if (!fin) throw new RangeError('fin: expected true for a control frame, which is never fragmented');
    if (payload.length > 125) {
      throw new RangeError(`payload: expected at most 125 bytes in a control frame, got ${payload.length}`);
    }
  }
  const headerLength = frameHeaderLength(payload.length, maskingKey);
  const bytes = new Uint8Array(headerLength + payload.length);
  writeFrameHeader(bytes, 0, (fin ? 0x80 : 0) | (reservedBits << 4) | opcode, payload.length, maskingKey);
  if (maskingKey === undefined) bytes.set(payload, headerLength);
  else maskInto(bytes, headerLength, payload, maskingKey);
  return bytes;
}
