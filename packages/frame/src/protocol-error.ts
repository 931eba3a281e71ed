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

/** Every violation, with its close code and the section of RFC 6455 that it breaks. */
export const VIOLATIONS: Readonly<Record<ProtocolErrorCode, Violation>> = {
  RESERVED_BITS_SET: { closeCode: 1002, section: '5.2' },
  RESERVED_OPCODE: { closeCode: 1002, section: '5.2' },
  FRAGMENTED_CONTROL_FRAME: { closeCode: 1002, section: '5.5' },
  CONTROL_FRAME_TOO_LONG: { closeCode: 1002, section: '5.5' },
  CONTINUATION_WITHOUT_START: { closeCode: 1002, section: '5.4' },
  MESSAGE_INSIDE_MESSAGE: { closeCode: 1002, section: '5.4' },
  UNMASKED_FRAME_FROM_CLIENT: { closeCode: 1002, section: '5.1' },
  MASKED_FRAME_FROM_SERVER: { closeCode: 1002, section: '5.1' },
  LENGTH_NOT_MINIMAL: { closeCode: 1002, section: '5.2' },
  LENGTH_MOST_SIGNIFICANT_BIT: { closeCode: 1002, section: '5.2' },
  CLOSE_PAYLOAD_TOO_SHORT: { closeCode: 1002, section: '5.5.1' },
  CLOSE_CODE_NOT_ALLOWED: { closeCode: 1002, section: '7.4' },
  INVALID_UTF8: { closeCode: 1007, section: '8.1' },
  FRAME_TOO_LARGE: { closeCode: 1009, section: '10.4' },
  MESSAGE_TOO_LARGE: { closeCode: 1009, section: '10.4' },
  TOO_MANY_FRAGMENTS: { closeCode: 1008, section: '10.4' },
  EXTENSION_DATA_INVALID: { closeCode: 1007, section: '9' },
};

/**
 * A violation of RFC 6455 by the peer. It is handed to a handler, never thrown out of a `receive`.
 *
 * @example
 * ```ts
 * import { ProtocolError } from '@rfc6455/frame';
 *
 * const error = new ProtocolError('RESERVED_OPCODE', 'expected an opcode that is defined, got 0x3');
 * error.closeCode; // => 1002
 * error.section; // => '5.2'
 * error.message; // => 'expected an opcode that is defined, got 0x3 (RFC 6455 section 5.2)'
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
