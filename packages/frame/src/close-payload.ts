/**
 * The payload of a Close frame: nothing, or a two-byte close code and a reason in UTF-8.
 *
 * RFC 6455 §5.5.1, §7.1.5 and §7.1.6 (code and reason), §7.4 (which codes may be on the wire).
 */
import { mayReceiveCloseCode } from '@rfc6455/close-codes';
import { excerpt } from './argument.ts';
import { type ProtocolError, violation } from './protocol-error.ts';
import { decodeUtf8, Utf8Validator, utf8Length, writeUtf8 } from './utf8.ts';

/**
 * The longest reason, in bytes of UTF-8: a control frame holds 125 bytes, two of which are the close code.
 *
 * @example
 * ```ts
 * import { MAX_REASON_BYTES, utf8Length } from '@rfc6455/frame';
 *
 * utf8Length('gone to lunch') <= MAX_REASON_BYTES; // => true
 * ```
 */
export const MAX_REASON_BYTES = 123;

/** What a Close frame says. */
export interface Close {
  /** The close code; 1005 stands for a Close frame without one (RFC 6455 §7.1.5). */
  readonly code: number;
  /** The reason, empty when there is none. */
  readonly reason: string;
}

/**
 * Encodes the payload of a Close frame (RFC 6455 §5.5.1).
 *
 * @param code 1000–4999, a code that may be on the wire (RFC 6455 §7.4); left out, the payload is empty. Who may start
 * with 1010 is not checked: a reply repeats what came. See `maySendCloseCode` of `@rfc6455/close-codes`
 * @param reason text of at most 123 bytes in UTF-8; a surrogate that stands alone is sent as U+FFFD
 * @returns 0 or 2–125 bytes
 * @throws RangeError if the code may not be on the wire or the reason is too long
 * @throws TypeError if there is a reason without a code, or the reason is not a string
 * @example
 * ```ts
 * import { encodeClosePayload } from '@rfc6455/frame';
 *
 * encodeClosePayload(1000, 'bye'); // => Uint8Array.of(0x03, 0xe8, 0x62, 0x79, 0x65)
 * encodeClosePayload(); // => new Uint8Array(0)
 * ```
 */
export function encodeClosePayload(code?: number, reason = ''): Uint8Array {
  if (typeof reason !== 'string') throw new TypeError(`reason: expected a string, got ${excerpt(reason)}`);
  if (code === undefined) {
    if (reason !== '') throw new TypeError('reason: a Close frame has a reason only beside a close code');
    return new Uint8Array(0);
  }
  // [7.4.1-3] [7.4.1-4] [7.4.1-6] 1005, 1006 and 1015 are never set in a Close frame.
  if (!mayReceiveCloseCode(code)) {
    throw new RangeError(`code: expected a close code that may be sent, got ${excerpt(code)} (RFC 6455 section 7.4)`);
  }
  const length = utf8Length(reason);
  // [5.5-1] A control frame has 125 bytes of payload at most.
  if (length > MAX_REASON_BYTES) {
    throw new RangeError(`reason: expected at most ${MAX_REASON_BYTES} bytes of UTF-8, got ${length}`);
  }
  const payload = new Uint8Array(2 + length);
  // [5.5.1-2] The first two bytes are the close code, in network byte order.
  payload[0] = code >>> 8;
  payload[1] = code & 0xff;
  writeUtf8(reason, payload, 2);
  return payload;
}

/**
 * Decodes the payload of a Close frame that was received (RFC 6455 §5.5.1).
 *
 * @param payload 0–125 bytes
 * @returns the close, or the violation: it is returned, not thrown, because the peer is at fault
 * @example
 * ```ts
 * import { decodeClosePayload } from '@rfc6455/frame';
 *
 * decodeClosePayload(Uint8Array.of(0x03, 0xe8)); // => { code: 1000, reason: '' }
 * decodeClosePayload(new Uint8Array(0)); // => { code: 1005, reason: '' }
 * decodeClosePayload(Uint8Array.of(0x03)).code; // => 'CLOSE_PAYLOAD_TOO_SHORT'
 * ```
 */
export function decodeClosePayload(payload: Uint8Array): Close | ProtocolError {
  if (payload.length === 0) return { code: 1005, reason: '' };
  // [5.5.1-2] If there is a body, its first two bytes are the close code.
  if (payload.length === 1) return violation('CLOSE_PAYLOAD_TOO_SHORT', '1');
  const code = payload[0]! * 256 + payload[1]!;
  // [7.4.1-3] [7.4.1-4] [7.4.1-6] 1005, 1006 and 1015 are never set in a Close frame.
  if (!mayReceiveCloseCode(code)) return violation('CLOSE_CODE_NOT_ALLOWED', `${code}`);
  const validator = new Utf8Validator();
  const bad = validator.write(payload, 2);
  // [5.5.1-3] [8.1-1] The reason is UTF-8.
  if (bad !== -1) return violation('INVALID_UTF8', `0x${payload[bad]!.toString(16)} at byte ${bad - 2} of the reason`);
  if (!validator.complete) return violation('INVALID_UTF8', 'a reason that ends inside a sequence');
  return { code, reason: decodeUtf8(payload, 2, payload.length) };
}
