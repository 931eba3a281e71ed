/** Why a socket ended other than by the closing handshake. RFC 6455 §7.1.1, §7.1.7, §7.2. */

/** What a {@link SocketError} code stands for. */
export interface SocketErrorKind {
  /** The section of RFC 6455 that rules the case. */
  readonly section: string;
  /** What happened, in a few words. */
  readonly meaning: string;
}

/** The stable name of what ended a socket. */
export type SocketErrorCode =
  | 'TRANSPORT_ENDED'
  | 'TRANSPORT_FAILED'
  | 'TERMINATED'
  | 'CLOSE_TIMEOUT'
  | 'HEARTBEAT_TIMEOUT'
  | 'SEND_BUFFER_FULL'
  | 'HANDLER_FAILED'
  | 'CONNECTION_LOST';

/**
 * Every code, with what it means.
 *
 * @example
 * ```ts
 * import { SOCKET_ERRORS } from '@rfc6455/socket';
 *
 * SOCKET_ERRORS.CLOSE_TIMEOUT.section; // => '7.1.1'
 * ```
 */
export const SOCKET_ERRORS: Readonly<Record<SocketErrorCode, SocketErrorKind>> = {
  TRANSPORT_ENDED: { section: '7.2.1', meaning: 'the peer ended the transport without a Close frame' },
  TRANSPORT_FAILED: { section: '7.2.1', meaning: 'the transport broke' },
  TERMINATED: { section: '7.1.1', meaning: 'terminate() was called' },
  CLOSE_TIMEOUT: { section: '7.1.1', meaning: 'the peer did not finish the closing handshake in time' },
  HEARTBEAT_TIMEOUT: { section: '5.5.2', meaning: 'the peer did not answer a Ping in time' },
  SEND_BUFFER_FULL: { section: '10.4', meaning: 'the peer does not read what is sent to it' },
  HANDLER_FAILED: { section: '7.4.1', meaning: 'a handler threw or rejected' },
  CONNECTION_LOST: { section: '7.1.4', meaning: 'the connection was not closed cleanly' },
};

/**
 * Why a socket ended: the `cause` of a close report, and what iteration over messages throws.
 *
 * @example
 * ```ts
 * import { SocketError } from '@rfc6455/socket';
 *
 * const error = new SocketError('CLOSE_TIMEOUT');
 * error.message; // => 'the peer did not finish the closing handshake in time (RFC 6455 section 7.1.1)'
 * ```
 */
export class SocketError extends Error {
  override readonly name = 'SocketError';
  /** The stable name of the case: compare this. */
  readonly code: SocketErrorCode;
  /** The section of RFC 6455 that rules it. */
  readonly section: string;

  /**
   * @param code which case
   * @param detail more than the code says
   * @param options `cause`: the error below this one
   */
  constructor(code: SocketErrorCode, detail?: string, options?: ErrorOptions) {
    const { section, meaning } = SOCKET_ERRORS[code];
    super(`${meaning}${detail === undefined ? '' : `: ${detail}`} (RFC 6455 section ${section})`, options);
    this.code = code;
    this.section = section;
  }
}

/**
 * The error for a transport that ended or broke. It has no stack: only Node's own functions could stand there, and to collect
 * them would take longer than all the rest of a socket's end.
 */
export function transportError(code: 'TRANSPORT_ENDED' | 'TRANSPORT_FAILED', cause?: Error): SocketError {
  const { stackTraceLimit } = Error;
  // Where the intrinsics are frozen it stays as it is.
  Reflect.set(Error, 'stackTraceLimit', 0);
  try {
    return cause === undefined ? new SocketError(code) : new SocketError(code, cause.message, { cause });
  } finally {
    Reflect.set(Error, 'stackTraceLimit', stackTraceLimit);
  }
}
