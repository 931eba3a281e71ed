/**
 * What a peer can do wrong once the connection is open, and the close code that answers it.
 *
 * RFC 6455 §7.1.7 (Fail the WebSocket Connection), §7.4.1 (1002, 1007, 1008, 1009), §10.4 and §10.7.
 */

/** One row of the table of violations. */
export interface Violation {
  /** The close code that the connection is failed with. */
  readonly closeCode: 1002 | 1007 | 1008 | 1009;
  /** Where RFC 6455 states the rule. */
  readonly section: string;
  /** What was expected in its place. */
  readonly expected: string;
}

/** The stable name of a violation. */
export type ProtocolErrorCode =
  | 'RESERVED_BITS_SET'
  | 'RESERVED_OPCODE'
  | 'FRAGMENTED_CONTROL_FRAME'
  | 'CONTROL_FRAME_TOO_LONG'
  | 'CONTINUATION_WITHOUT_START'
  | 'MESSAGE_INSIDE_MESSAGE'
  | 'UNMASKED_FRAME_FROM_CLIENT'
  | 'MASKED_FRAME_FROM_SERVER'
  | 'LENGTH_NOT_MINIMAL'
  | 'LENGTH_MOST_SIGNIFICANT_BIT'
  | 'CLOSE_PAYLOAD_TOO_SHORT'
  | 'CLOSE_CODE_NOT_ALLOWED'
  | 'INVALID_UTF8'
  | 'FRAME_TOO_LARGE'
  | 'MESSAGE_TOO_LARGE'
  | 'TOO_MANY_FRAGMENTS'
  | 'EXTENSION_DATA_INVALID';

/**
 * Every violation: its close code, the section of RFC 6455 that it breaks, and what was expected in its place.
 *
 * @example
 * ```ts
 * import { VIOLATIONS } from '@rfc6455/frame';
 *
 * VIOLATIONS.INVALID_UTF8; // => { closeCode: 1007, section: '8.1', expected: 'valid UTF-8' }
 * ```
 */
export const VIOLATIONS: Readonly<Record<ProtocolErrorCode, Violation>> = {
  RESERVED_BITS_SET: {
    closeCode: 1002,
    section: '5.2',
    expected: 'no reserved bits except those of an extension on the first frame of a message',
  },
  RESERVED_OPCODE: { closeCode: 1002, section: '5.2', expected: 'a defined opcode' },
  FRAGMENTED_CONTROL_FRAME: { closeCode: 1002, section: '5.5', expected: 'a whole control frame' },
  CONTROL_FRAME_TOO_LONG: { closeCode: 1002, section: '5.5', expected: 'at most 125 bytes in a control frame' },
  CONTINUATION_WITHOUT_START: { closeCode: 1002, section: '5.4', expected: 'the first frame of a message' },
  MESSAGE_INSIDE_MESSAGE: { closeCode: 1002, section: '5.4', expected: 'a continuation of the message' },
  UNMASKED_FRAME_FROM_CLIENT: { closeCode: 1002, section: '5.1', expected: 'a masked frame' },
  MASKED_FRAME_FROM_SERVER: { closeCode: 1002, section: '5.1', expected: 'a frame that is not masked' },
  LENGTH_NOT_MINIMAL: { closeCode: 1002, section: '5.2', expected: 'the shortest form of the payload length' },
  LENGTH_MOST_SIGNIFICANT_BIT: { closeCode: 1002, section: '5.2', expected: 'a payload length of 63 bits' },
  CLOSE_PAYLOAD_TOO_SHORT: { closeCode: 1002, section: '5.5.1', expected: 'no bytes or at least 2 in a Close frame' },
  CLOSE_CODE_NOT_ALLOWED: { closeCode: 1002, section: '7.4', expected: 'a close code that may be sent' },
  INVALID_UTF8: { closeCode: 1007, section: '8.1', expected: 'valid UTF-8' },
  FRAME_TOO_LARGE: { closeCode: 1009, section: '10.4', expected: 'a payload length within the limit' },
  MESSAGE_TOO_LARGE: { closeCode: 1009, section: '10.4', expected: 'a message length within the limit' },
  TOO_MANY_FRAGMENTS: { closeCode: 1008, section: '10.4', expected: 'a message within the limit of fragments' },
  EXTENSION_DATA_INVALID: { closeCode: 1007, section: '9', expected: 'data that the extension can decode' },
};

/**
 * A violation of RFC 6455 by the peer. It is handed to a handler, never thrown out of a `receive`.
 *
 * @example
 * ```ts
 * import { ProtocolError } from '@rfc6455/frame';
 *
 * const error = new ProtocolError('RESERVED_OPCODE', 'expected a defined opcode, got 0x3');
 * error.closeCode; // => 1002
 * error.section; // => '5.2'
 * error.message; // => 'expected a defined opcode, got 0x3 (RFC 6455 section 5.2)'
 * ```
 */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
  /** The stable name of the violation: compare this, not the message and not the class. */
  readonly code: ProtocolErrorCode;
  /** The close code that the connection is failed with (RFC 6455 §7.4.1). */
  readonly closeCode: number;
  /** The section of RFC 6455 that was broken. */
  readonly section: string;

  /**
   * @param code the name of the violation
   * @param detail what was expected and what came
   * @param options `cause`: the error below this one
   */
  constructor(code: ProtocolErrorCode, detail: string, options?: ErrorOptions) {
    const { closeCode, section } = VIOLATIONS[code];
    super(`${detail} (RFC 6455 section ${section})`, options);
    this.code = code;
    this.closeCode = closeCode;
    this.section = section;
  }
}

/** The violation with the table's words for what was expected. */
export function violation(code: ProtocolErrorCode, got: string): ProtocolError {
  return new ProtocolError(code, `expected ${VIOLATIONS[code].expected}, got ${got}`);
}
