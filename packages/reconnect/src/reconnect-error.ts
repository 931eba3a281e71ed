/** What can go wrong on this side of a connection that is kept up (RFC 6455 §7.2.3, §4.1, §10.4). */

/**
 * Every {@link ReconnectError} code: the section of RFC 6455 that it belongs to, and what happened. Messages begin with it.
 *
 * @example
 * ```ts
 * import { RECONNECT_ERRORS } from '@rfc6455/reconnect';
 *
 * RECONNECT_ERRORS.QUEUE_FULL.section; // => '10.4'
 * ```
 */
export const RECONNECT_ERRORS = {
  CONNECTION_FAILED: { section: '7.1.7', meaning: 'the connection failed' },
  CONNECT_TIMEOUT: { section: '4.1', meaning: 'the connection was not open in time' },
  CLOSE_TIMEOUT: { section: '7.1.1', meaning: 'the connection was not closed in time' },
  PROVIDER_FAILED: { section: '7.2.3', meaning: 'the provider of the URL or the subprotocols failed' },
  NOT_CONSTRUCTED: { section: '4.1', meaning: 'the WebSocket constructor threw' },
  POLICY_FAILED: { section: '7.2.3', meaning: 'the policy threw' },
  QUEUE_FULL: { section: '10.4', meaning: 'the message does not fit the send queue' },
} as const;

/** The stable name of a {@link ReconnectError}. */
export type ReconnectErrorCode = keyof typeof RECONNECT_ERRORS;

/**
 * What went wrong on this side. `send` throws it with `'QUEUE_FULL'`; all others come in the `error` of an `error` event.
 *
 * @example
 * ```ts
 * import { ReconnectError } from '@rfc6455/reconnect';
 *
 * const error = new ReconnectError('CONNECT_TIMEOUT', 'waited 10000 ms');
 * error.section; // => '4.1'
 * error.message; // => 'the connection was not open in time: waited 10000 ms (RFC 6455 section 4.1)'
 * ```
 */
export class ReconnectError extends Error {
  override readonly name = 'ReconnectError';
  /** The stable name of the error: compare this, not the message and not the class. */
  readonly code: ReconnectErrorCode;
  /** The section of RFC 6455 that it belongs to. */
  readonly section: string;

  /**
   * @param code the name of the error
   * @param detail what was expected and what came
   * @param options `cause`: the error below this one
   */
  constructor(code: ReconnectErrorCode, detail: string, options?: ErrorOptions) {
    const { section, meaning } = RECONNECT_ERRORS[code];
    super(`${meaning}: ${detail} (RFC 6455 section ${section})`, options);
    this.code = code;
    this.section = section;
  }
}
