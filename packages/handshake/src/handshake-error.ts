/**
 * What can be wrong with an opening handshake, and the HTTP status with which a server answers it.
 *
 * RFC 6455 §4.1 (what fails a client), §4.2.1 and §4.2.2 (what a server refuses, and how), §10.7.
 */

import type { HeaderList } from './headers.ts';
import { quote } from './quote.ts';
import { refusalHeaders } from './refusal-headers.ts';
import type { ResponseHead } from './response-reader.ts';

/** One row of the table of handshake errors. */
export interface HandshakeErrorEntry {
  /** Where RFC 6455 states the rule. */
  readonly section: string;
  /** The HTTP status that a server answers with. Absent where only a client can meet the error. */
  readonly status?: number;
  /** What there should have been. */
  readonly expected: string;
}

/**
 * Every handshake error, with the section of RFC 6455 that it breaks and the HTTP status that answers it.
 *
 * @example
 * ```ts
 * import { HANDSHAKE_ERRORS } from '@rfc6455/handshake';
 *
 * HANDSHAKE_ERRORS.UNSUPPORTED_VERSION.status; // => 426
 * ```
 */
export const HANDSHAKE_ERRORS = {
  // The bytes of a head.
  MALFORMED_START_LINE: { section: '10.7', status: 400, expected: 'a request line or a status line of HTTP' },
  INVALID_LINE_END: { section: '10.7', status: 400, expected: 'CR and LF side by side' },
  FOLDED_HEADER: { section: '10.7', status: 400, expected: 'each header on one line' },
  INVALID_HEADER_NAME: { section: '10.7', status: 400, expected: 'a token and a colon right after it' },
  CONTROL_CHARACTER: { section: '10.7', status: 400, expected: 'a head without control characters' },
  REQUEST_LINE_TOO_LONG: { section: '10.4', status: 414, expected: 'a request line within maxHeaderBytes' },
  HEAD_TOO_LARGE: { section: '10.4', status: 431, expected: 'a head within maxHeaderBytes' },
  TOO_MANY_HEADERS: { section: '10.4', status: 431, expected: 'headers within maxHeaders' },

  // Either role.
  UNSUPPORTED_HTTP_VERSION: { section: '4.1', status: 505, expected: 'HTTP/1.1' },
  DUPLICATE_HEADER: { section: '11.3', status: 400, expected: 'this header once' },
  INVALID_SUBPROTOCOLS: { section: '4.3', status: 400, expected: 'subprotocols that are tokens and all differ' },
  INVALID_EXTENSIONS: { section: '9.1', status: 400, expected: 'extensions such as name; param=value' },

  // A server that reads a request.
  METHOD_NOT_GET: { section: '4.2.1', status: 405, expected: 'the method GET' },
  INVALID_HOST: { section: '4.2.1', status: 400, expected: 'a Host such as example.com or [::1]:8080' },
  INVALID_TARGET: { section: '4.2.1', status: 400, expected: 'a path, or an http URI of the same host' },
  REQUEST_WITH_BODY: { section: '4.2.1', status: 400, expected: 'a request without a body' },
  NOT_AN_UPGRADE: { section: '4.2.1', status: 426, expected: 'Upgrade: websocket and Connection: Upgrade' },
  UNSUPPORTED_VERSION: { section: '4.4', status: 426, expected: 'Sec-WebSocket-Version: 13' },
  INVALID_KEY: { section: '4.2.1', status: 400, expected: 'a Sec-WebSocket-Key of 16 bytes in base64' },
  INVALID_ORIGIN: { section: '4.2.1', status: 400, expected: 'an Origin such as https://example.com' },

  // A client that reads a response.
  UNEXPECTED_STATUS: { section: '4.1', expected: 'status 101' },
  INVALID_UPGRADE: { section: '4.1', expected: 'Upgrade: websocket' },
  INVALID_CONNECTION: { section: '4.1', expected: 'Connection: Upgrade' },
  INVALID_ACCEPT: { section: '4.1', expected: 'the Sec-WebSocket-Accept for the key' },
  UNOFFERED_SUBPROTOCOL: { section: '4.1', expected: 'a subprotocol that was offered' },
  UNOFFERED_EXTENSION: { section: '4.1', expected: 'an extension that was offered' },
  DUPLICATE_EXTENSION: { section: '9.1', expected: 'each extension once' },
} as const;

/** The stable name of a handshake error. */
export type HandshakeErrorCode = keyof typeof HANDSHAKE_ERRORS;

/** What a {@link HandshakeError} carries beside its code. */
export interface HandshakeErrorOptions {
  /** The HTTP status to refuse with (server), or the one received (client). */
  readonly status?: number | undefined;
  /** The response head that was received (client). */
  readonly response?: ResponseHead | undefined;
  /** The error below this one. */
  readonly cause?: unknown;
}

/**
 * An opening handshake that breaks RFC 6455, or that the server did not accept.
 *
 * @example
 * ```ts
 * import { HandshakeError } from '@rfc6455/handshake';
 *
 * const error = new HandshakeError('METHOD_NOT_GET', 'POST', { status: 405 });
 * error.code; // => 'METHOD_NOT_GET'
 * error.headers; // => [['Allow', 'GET']]
 * error.message; // => 'expected the method GET, got "POST" (RFC 6455 section 4.2.1)'
 * ```
 */
export class HandshakeError extends Error {
  override readonly name = 'HandshakeError';
  /** The stable name of the error: compare this, not the message and not the class. */
  readonly code: HandshakeErrorCode;
  /** The section of RFC 6455 that was broken. */
  readonly section: string;
  /** On a server the HTTP status of the refusal; on a client the status received, if a head was received. */
  readonly status: number | undefined;
  /** On a client the head of the response, if one was received. */
  readonly response: ResponseHead | undefined;
  /** On a server the headers that a refusal with this status must have. Empty on a client. */
  readonly headers: HeaderList;

  /**
   * @param code the name of the error
   * @param came what came, for the message: it is escaped, and cut after 100 characters
   * @param options the HTTP status, the response head, the cause
   */
  constructor(code: HandshakeErrorCode, came: unknown, options: HandshakeErrorOptions = {}) {
    const { section, expected } = HANDSHAKE_ERRORS[code];
    super(`expected ${expected}, got ${quote(came)} (RFC 6455 section ${section})`, options);
    this.code = code;
    this.section = section;
    this.response = options.response;
    this.status = options.status ?? options.response?.status;
    this.headers = options.response || !this.status ? [] : refusalHeaders(this.status);
  }
}

/** Makes the error for a violation: a server and a client attach different things to it. */
export type Fault = (code: HandshakeErrorCode, came: unknown) => HandshakeError;

/** The error of a server, with the HTTP status that answers it. */
export const requestFault: Fault = (code, came) => {
  const { status = 400 }: HandshakeErrorEntry = HANDSHAKE_ERRORS[code];
  return new HandshakeError(code, came, { status });
};

/** Throws a TypeError for an argument that the other side would refuse with this error. */
export function checkArgument(valid: boolean, code: HandshakeErrorCode, came: unknown): void {
  if (!valid) throw new TypeError(`expected ${HANDSHAKE_ERRORS[code].expected}, got ${quote(came)}`);
}
