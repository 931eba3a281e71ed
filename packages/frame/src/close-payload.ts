/**
 * The payload of a Close frame: nothing, or a two-byte close code and a reason in UTF-8.
 *
 * RFC 6455 §5.5.1, §7.1.5 and §7.1.6 (code and reason), §7.4 (which codes may be on the wire).
 */
import { mayReceiveCloseCode } from '@rfc6455/close-codes';
import { ProtocolError } from './protocol-error.ts';
import { decodeUtf8, Utf8Validator, utf8Length, writeUtf8 } from './utf8.ts';

/** The longest reason, in bytes of UTF-8: a control frame holds 125 bytes, two of which are the close code. */
export const MAX_REASON_BYTES = 123;

/** What a Close frame says. */
export interface Close {
  /** The close code; 1005 stands for a Close frame without one (RFC 6455 §7.1.5). */
  readonly code: number;
  /** The reason, empty when there is none. */
  readonly reason: string;
}

/**
 * Encodes the payload of a Close frame.
 *
 * @param code 1000–4999, a code that may be on the wire (RFC 6455 §7.4); left out, the payload is empty
 * @param reason text of at most 123 bytes in UTF-8
 * @returns 0 or 2–125 bytes
 * @throws RangeError if the code may not be on the wire or the reason is too long
 * @throws TypeError if there is a reason without a code, or the reason is not a string
 * @example
 * ```ts
 * import { encodeClosePayload } from '@rfc6455/frame';
 *
 * encodeClosePayload(1000, 'bye'); // => Uint8Array [0x03, 0xe8, 0x62, 0x79, 0x65]
 * encodeClosePayload(); // => Uint8Array []
 * ```
 */
export function encodeClosePayload(code?: number, reason = ''): Uint8Array {
  if (typeof reason !== 'string') throw new TypeError(`reason: expected a string, got ${typeof reason}`);
  if (code === undefined) {
    if (reason !== '') throw new TypeError('reason: a Close frame has a reason only beside a close code');
    return new Uint8Array(0);
  }
  // [7.4.1-3] [7.4.1-4] [7.4.1-6] 1005, 1006 and 1015 are never set in a Close frame.
  if (!mayReceiveCloseCode(code)) {
    throw new RangeError(`code: expected a close code that may be sent, got ${String(code)} (RFC 6455 section 7.4)`);
  }
  const length = utf8Length(reason);
  if (length > MAX_REASON_BYTES) {
    throw new RangeError(`reason: expected at most ${MAX_REASON_BYTES} bytes of UTF-8, got ${length}`);
  }
  const payload = new Uint8Array(2 + length);
  payload[0] = code >>> 8;
  payload[1] = code & 0xff;
  if (length > 0) writeUtf8(reason, payload, 2);
  return payload;
}

/**
 * Decodes the payload of a Close frame that was received.
 *
 * @param payload 0–125 bytes
 * @returns the close, or the violation: it is returned, not thrown, because the peer is at fault
 * @example
 * ```ts
 * import { decodeClosePayload } from '@rfc6455/frame';
 *
 * decodeClosePayload(Uint8Array.of(0x03, 0xe8)); // => { code: 1000, reason: '' }
 * decodeClosePayload(new Uint8Array(0)); // => { code: 1005, reason: '' }
 * decodeClosePayload(Uint8Array.of(0x03)); // => ProtocolError CLOSE_PAYLOAD_TOO_SHORT
 * ```
 */
export function decodeClosePayload(payload: Uint8Array): Close | ProtocolError {
  if (payload.length === 0) return { code: 1005, reason: '' };
  // [5.5.1-3] If there is a body, its first two bytes are the close code.
  if (payload.length === 1) {
    return new ProtocolError('CLOSE_PAYLOAD_TOO_SHORT', 'expected 0 bytes or at least 2 in a Close frame, got 1');
  }
  const code = payload[0]! * 256 + payload[1]!;
  if (!mayReceiveCloseCode(code)) {
    return new ProtocolError('CLOSE_CODE_NOT_ALLOWED', `expected a close code that may be sent, got ${code}`);
  }
  const validator = new Utf8Validator();
  const bad = validator.write(payload, 2);
  // [8.1-1] The reason is UTF-8.
  if (bad !== -1 || !validator.complete) {
    const where = bad === -1 ? 'it ends inside a sequence' : `byte ${bad - 2} is 0x${payload[bad]!.toString(16)}`;
    return new ProtocolError('INVALID_UTF8', `expected a close reason in UTF-8, but ${where}`);
  }
  return { code, reason: decodeUtf8(payload, 2, payload.length) };
}
