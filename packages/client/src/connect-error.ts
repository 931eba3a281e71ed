/** Why there was no whole response to an opening handshake. RFC 6455 §4.1, items 2 to 5. */
import type { WebSocketUri } from '@rfc6455/uri';

/**
 * What a {@link ConnectError} code stands for.
 *
 * @example
 * ```ts
 * import { CONNECT_ERRORS, type ConnectErrorEntry } from '@rfc6455/client';
 *
 * const entry: ConnectErrorEntry = CONNECT_ERRORS.TLS_FAILED;
 * entry.meaning; // => 'the TLS handshake failed'
 * ```
 */
export interface ConnectErrorEntry {
  /** The section of RFC 6455 that rules the case. */
  readonly section: string;
  /** What happened, in a few words. Every message begins with it. */
  readonly meaning: string;
}

/**
 * Every {@link ConnectError} code, with its section of RFC 6455 and its meaning.
 *
 * @example
 * ```ts
 * import { CONNECT_ERRORS } from '@rfc6455/client';
 *
 * CONNECT_ERRORS.TIMEOUT.section; // => '4.1'
 * ```
 */
export const CONNECT_ERRORS = {
  LOOKUP_FAILED: { section: '4.1', meaning: 'the host has no address' },
  TCP_FAILED: { section: '4.1', meaning: 'no TCP connection could be opened' },
  TLS_FAILED: { section: '4.1', meaning: 'the TLS handshake failed' },
  TIMEOUT: { section: '4.1', meaning: 'the handshake took longer than handshakeTimeout' },
  INCOMPLETE_RESPONSE: { section: '4.1', meaning: 'the connection ended before there was a whole response' },
  TOO_MANY_INTERIM_RESPONSES: { section: '10.4', meaning: 'too many 1xx responses came before the final one' },
} as const;

/**
 * The stable name of a {@link ConnectError}.
 *
 * @example
 * ```ts
 * import type { ConnectErrorCode } from '@rfc6455/client';
 *
 * const worthAnotherTry: ConnectErrorCode[] = ['LOOKUP_FAILED', 'TCP_FAILED', 'TIMEOUT', 'INCOMPLETE_RESPONSE'];
 * worthAnotherTry.length; // => 4
 * ```
 */
export type ConnectErrorCode = keyof typeof CONNECT_ERRORS;

/**
 * A connection that failed before there was a response: DNS, TCP, TLS, or the server left. What is wrong with a response
 * is a `HandshakeError` instead.
 *
 * The message names host and port only; `cause` is the error of the platform, and says more.
 *
 * @example
 * ```ts
 * import { connect, ConnectError } from '@rfc6455/client';
 *
 * try {
 *   await connect('ws://127.0.0.1:1/chat?token=secret');
 * } catch (error) {
 *   if (!(error instanceof ConnectError)) throw error;
 *   error.code; // => 'TCP_FAILED'
 *   error.port; // => 1
 *   error.message.includes('secret'); // => false
 * }
 * ```
 */
export class ConnectError extends Error {
  override readonly name = 'ConnectError';
  /** The stable name of the error: compare this, not the message and not the class. */
  readonly code: ConnectErrorCode;
  /** The section of RFC 6455 that rules it. */
  readonly section: string;
  /** The host of the URI. */
  readonly host: string;
  /** The port of the URI. */
  readonly port: number;

  /**
   * @param code the name of the error
   * @param uri where the connection was to lead
   * @param detail more than the code says; it is escaped, and cut after 200 characters
   * @param options `cause`: the error below this one
   */
  constructor(
    code: ConnectErrorCode,
    uri: Pick<WebSocketUri, 'host' | 'port'>,
    detail: string,
    { cause }: ErrorOptions = {},
  ) {
    const { section, meaning } = CONNECT_ERRORS[code];
    super(
      `${uri.host}:${uri.port}: ${meaning}: ${printable(detail)} (RFC 6455 section ${section})`,
      cause === undefined ? undefined : { cause },
    );
    this.code = code;
    this.section = section;
    this.host = uri.host;
    this.port = uri.port;
  }
}

/** A text of the platform may quote a certificate, which the peer has written. */
function printable(text: string): string {
  const cut = text.length > 200 ? `${text.slice(0, 200)}...` : text;
  return cut.replace(/[^ -~]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
