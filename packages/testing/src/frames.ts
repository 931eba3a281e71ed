/** The frames of a script, one function for each opcode. RFC 6455 §5.5, §5.6. Nothing is checked. */
import { Opcode } from '@rfc6455/frame';
import type { FrameDraft } from './compose-frame.ts';

/** What of a frame differs from a final, well-formed one. */
export type FrameChanges = Omit<FrameDraft, 'opcode' | 'payload'>;

/**
 * A Text frame (RFC 6455 §5.6).
 *
 * @param payload the text, or bytes that are none
 * @param changes what differs from a final frame
 * @example
 * ```ts
 * import { composeFrame, textFrame } from '@rfc6455/testing';
 *
 * composeFrame(textFrame('Hel', { fin: false })); // => 01 03 48 65 6c
 * ```
 */
export function textFrame(payload: string | Uint8Array = '', changes: FrameChanges = {}): FrameDraft {
  return { opcode: Opcode.Text, payload, ...changes };
}

/**
 * A Binary frame (RFC 6455 §5.6).
 *
 * @param payload the bytes
 * @param changes what differs from a final frame
 * @example
 * ```ts
 * import { binaryFrame, composeFrame } from '@rfc6455/testing';
 *
 * composeFrame(binaryFrame(Uint8Array.of(1, 2))); // => 82 02 01 02
 * ```
 */
export function binaryFrame(payload: Uint8Array = new Uint8Array(0), changes: FrameChanges = {}): FrameDraft {
  return { opcode: Opcode.Binary, payload, ...changes };
}

/**
 * A Continuation frame (RFC 6455 §5.4).
 *
 * @param payload the fragment
 * @param changes what differs from a final frame
 * @example
 * ```ts
 * import { composeFrame, continuationFrame } from '@rfc6455/testing';
 *
 * composeFrame(continuationFrame('lo')); // => 80 02 6c 6f
 * ```
 */
export function continuationFrame(payload: string | Uint8Array = '', changes: FrameChanges = {}): FrameDraft {
  return { opcode: Opcode.Continuation, payload, ...changes };
}

/**
 * A Ping frame (RFC 6455 §5.5.2).
 *
 * @param payload up to 125 bytes; more is a violation
 * @param changes what differs from a final frame
 * @example
 * ```ts
 * import { composeFrame, pingFrame } from '@rfc6455/testing';
 *
 * composeFrame(pingFrame('Hello')); // => 89 05 48 65 6c 6c 6f
 * ```
 */
export function pingFrame(payload: string | Uint8Array = '', changes: FrameChanges = {}): FrameDraft {
  return { opcode: Opcode.Ping, payload, ...changes };
}

/**
 * A Pong frame (RFC 6455 §5.5.3).
 *
 * @param payload up to 125 bytes; more is a violation
 * @param changes what differs from a final frame
 * @example
 * ```ts
 * import { composeFrame, pongFrame } from '@rfc6455/testing';
 *
 * composeFrame(pongFrame()); // => 8a 00
 * ```
 */
export function pongFrame(payload: string | Uint8Array = '', changes: FrameChanges = {}): FrameDraft {
  return { opcode: Opcode.Pong, payload, ...changes };
}

/**
 * A Close frame (RFC 6455 §5.5.1).
 *
 * @param code 0–65535, whether it may be sent or not; left out, the frame has no payload
 * @param reason text, or bytes that are none
 * @param changes what differs from a final frame
 * @example
 * ```ts
 * import { closeFrame, composeFrame } from '@rfc6455/testing';
 *
 * composeFrame(closeFrame(1000, 'bye')); // => 88 05 03 e8 62 79 65
 * composeFrame(closeFrame(1005)); // => 88 02 03 ed
 * composeFrame(closeFrame()); // => 88 00
 * ```
 */
export function closeFrame(code?: number, reason: string | Uint8Array = '', changes: FrameChanges = {}): FrameDraft {
  const payload =
    code === undefined ? new Uint8Array(0) : Buffer.concat([Buffer.of(code >>> 8, code), Buffer.from(reason)]);
  return { opcode: Opcode.Close, payload, ...changes };
}
