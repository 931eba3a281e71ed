/**
 * What can be wrong with an opening handshake, and the HTTP status with which a server answers it.
 *
 * RFC 6455 §4.1 (what fails a client), §4.2.1 and §4.2.2 (what a server refuses, and how), §10.7.
 */

import type { HeaderList } from './headers.ts';
import { refusalHeaders } from './refusal.ts';
import type { ResponseHead } from './response-reader.ts';

/** One row of the table of handshake errors. */
export interface HandshakeErrorEntry {
  /** Where RFC 6455 states the rule. */
  readonly section: string;
  /** The HTTP status that a server answers with. Absent where only a client can meet the error. */
  readonly status?: number;
  /** What is wrong, in a few words. Every message begins with it. */
  readonly meaning: string;
}

/** Every handshake error, with the section of RFC 6455 that it breaks and the HTTP status that answers it. */
export const HANDSHAKE_ERRORS = {
  MALFORMED_START_LINE: { section: '10.7', status: 400, meaning: 'malformed start line' },
  INVALID_LINE_END: { section: '10.7', status: 400, meaning: 'CR or LF that is not a CRLF' },
  FOLDED_HEADER: { section: '10.7', status: 400, meaning: 'folded header line' },
  INVALID_HEADER_NAME: { section: '10.7', status: 400, meaning: 'invalid header name' },
  INVALID_HEADER_VALUE: { section: '10.7', status: 400, meaning: 'control character in a header value' },
  REQUEST_LINE_TOO_LONG: { section: '10.4', status: 414, meaning: 'request line too long' },
  HEAD_TOO_LARGE: { section: '10.4', status: 431, meaning: 'head too large' },
  TOO_MANY_HEADERS: { section: '10.4', status: 431, meaning: 'too many headers' },

  UNSUPPORTED_HTTP_VERSION: { section: '4.1', status: 505, meaning: 'HTTP version that cannot upgrade' },
  DUPLICATE_HEADER: { section: '11.3', status: 400, meaning: 'header more than once' },
  INVALID_SUBPROTOCOLS: { section: '4.3', status: 400, meaning: 'invalid Sec-WebSocket-Protocol' },
  INVALID_EXTENSIONS: { section: '9.1', status: 400, meaning: 'invalid Sec-WebSocket-Extensions' },

  METHOD_NOT_GET: { section: '4.2.1', status: 405, meaning: 'method is not GET' },
  INVALID_TARGET: { section: '4.2.1', status: 400, meaning: 'invalid request target' },
  INVALID_HOST: { section: '4.2.1', status: 400, meaning: 'missing or invalid Host' },
  REQUEST_WITH_BODY: { section: '4.2.1', status: 400, meaning: 'handshake request with a body' },
  NOT_AN_UPGRADE: { section: '4.2.1', status: 426, meaning: 'not a WebSocket handshake' },
  UNSUPPORTED_VERSION: { section: '4.4', status: 426, meaning: 'unsupported Sec-WebSocket-Version' },
  INVALID_KEY: { section: '4.2.1', status: 400, meaning: 'missing or invalid Sec-WebSocket-Key' },
  INVALID_ORIGIN: { section: '4.2.1', status: 400, meaning: 'invalid Origin' },

  UNEXPECTED_STATUS: { section: '4.1', meaning: 'server did not switch protocols' },
  INVALID_UPGRADE: { section: '4.1', meaning: 'missing or invalid Upgrade' },
  INVALID_CONNECTION: { section: '4.1', meaning: 'missing or invalid Connection' },
  INVALID_ACCEPT: { section: '4.1', meaning: 'missing or wrong Sec-WebSocket-Accept' },
  UNOFFERED_SUBPROTOCOL: { section: '4.1', meaning: 'subprotocol that was not offered' },
  UNOFFERED_EXTENSION: { section: '4.1', meaning: 'extension that was not offered' },
  DUPLICATE_EXTENSION: { section: '9.1', meaning: 'extension accepted more than once' },
} as const;

/** The stable name of a handshake error. */
export type HandshakeErrorCode = keyof typeof HANDSHAKE_ERRORS;

/** What a {@link HandshakeError} carries beside its code. */
export interface HandshakeErrorOptions {
  /** The HTTP status to refuse with (server), or the one received (client). */
  readonly status?: number;
  /** The response head that was received (client). */
  readonly response?: ResponseHead;
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
 * const error = new HandshakeError('METHOD_NOT_GET', 'expected GET, got "POST"', { status: 405 });
 * error.code; // => 'METHOD_NOT_GET'
 * error.headers; // => [['Allow', 'GET']]
 * error.message; // => 'method is not GET: expected GET, got "POST" (RFC 6455 section 4.2.1)'
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
   * @param detail what was expected and what came
   * @param options the HTTP status, the response head, the cause
   */
  constructor(code: HandshakeErrorCode, detail: string, options: HandshakeErrorOptions = {}) {
    const { section, meaning } = HANDSHAKE_ERRORS[code];
    super(`${meaning}: ${detail} (RFC 6455 section ${section})`, options);
    this.code = code;
    this.section = section;
    this.response = options.response;
    this.status = options.status ?? options.response?.status;
    this.headers = options.response || !this.status ? [] : refusalHeaders(this.status);
  }
}

/** Makes the error for a violation: a server and a client attach different things to it. */
export type Fault = (code: HandshakeErrorCode, detail: string) => HandshakeError;

/** The error of a server, with the HTTP status that answers it. */
export const requestFault: Fault = (code, detail) => {
  const { status }: HandshakeErrorEntry = HANDSHAKE_ERRORS[code];
  return new HandshakeError(code, detail, status ? { status } : {});
};

/** The error of a client that has read a response head. */
export function responseFault(response: ResponseHead): Fault {
  return (code, detail) => new HandshakeError(code, detail, { response });
}
