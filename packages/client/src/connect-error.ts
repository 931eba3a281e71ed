/** Why no connection was opened, other than by what a response says. RFC 6455 §4.1, items 2 to 5. */
import { RefusalError } from './refusal-error.ts';

/**
 * How far an attempt has come: it looks up the host, waits in the queue, connects (TCP), asks a proxy, secures the
 * connection (TLS), performs the opening handshake, follows a redirect. Everything up to the proxy's consent is `proxy`.
 *
 * @example
 * ```ts
 * import type { ConnectPhase } from '@rfc6455/client';
 *
 * const beforeTheServer: ConnectPhase[] = ['lookup', 'queue', 'connect', 'proxy'];
 * beforeTheServer.length; // => 4
 * ```
 */
export type ConnectPhase = 'lookup' | 'queue' | 'connect' | 'proxy' | 'tls' | 'handshake' | 'redirect';

/**
 * Where a connection leads: what errors name.
 *
 * @example
 * ```ts
 * import { ConnectError, type Place } from '@rfc6455/client';
 *
 * const place: Place = { host: 'example.com', port: 443 };
 * new ConnectError('TIMEOUT', place, 'no response within 5 ms', { phase: 'handshake' }).phase; // => 'handshake'
 * ```
 */
export interface Place {
  /** A name, an address, or the path of a Unix socket. */
  readonly host: string;
  /** 1 to 65535; 0 for a Unix socket. */
  readonly port: number;
}

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
  /** In which phase it happens; undefined when that can be any. */
  readonly phase?: ConnectPhase;
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
  LOOKUP_FAILED: { section: '4.1', phase: 'lookup', meaning: 'the host has no address' },
  TOO_MANY_WAITING: { section: '4.1', phase: 'queue', meaning: 'too many attempts wait for their turn already' },
  TCP_FAILED: { section: '4.1', phase: 'connect', meaning: 'no TCP connection could be opened' },
  PROXY_FAILED: { section: '4.1', phase: 'proxy', meaning: 'the proxy cannot be used' },
  PROXY_REFUSED: { section: '4.1', phase: 'proxy', meaning: 'the proxy refuses the connection' },
  TLS_FAILED: { section: '4.1', phase: 'tls', meaning: 'the TLS handshake failed' },
  PLAIN_TEXT_SERVER: { section: '4.1', phase: 'tls', meaning: 'the server does not speak TLS at this port' },
  CERTIFICATE_EXPIRED: { section: '4.1', phase: 'tls', meaning: 'the certificate has expired' },
  CERTIFICATE_NOT_YET_VALID: { section: '4.1', phase: 'tls', meaning: 'the certificate is not valid yet' },
  CERTIFICATE_WRONG_HOST: { section: '4.1', phase: 'tls', meaning: 'the certificate is for another host' },
  CERTIFICATE_SELF_SIGNED: { section: '4.1', phase: 'tls', meaning: 'the certificate is self-signed' },
  CERTIFICATE_UNKNOWN_ISSUER: { section: '4.1', phase: 'tls', meaning: 'the issuer of the certificate is not trusted' },
  CERTIFICATE_NOT_PINNED: { section: '4.1', phase: 'tls', meaning: 'the certificate is none of those that are pinned' },
  TLS_SERVER: { section: '4.1', phase: 'handshake', meaning: 'the server speaks TLS at this port' },
  TIMEOUT: { section: '4.1', meaning: 'the handshake took longer than handshakeTimeout' },
  INCOMPLETE_RESPONSE: {
    section: '4.1',
    phase: 'handshake',
    meaning: 'the connection ended before there was a whole response',
  },
  TOO_MANY_INTERIM_RESPONSES: {
    section: '10.4',
    phase: 'handshake',
    meaning: 'too many 1xx responses came before the final one',
  },
  REDIRECT_INVALID: { section: '4.1', phase: 'redirect', meaning: 'the redirect leads nowhere' },
  REDIRECT_INSECURE: { section: '4.1', phase: 'redirect', meaning: 'the redirect leads from wss to ws' },
  TOO_MANY_REDIRECTS: { section: '4.1', phase: 'redirect', meaning: 'there were more redirects than maxRedirects' },
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

/** More about a {@link ConnectError}. */
export interface ConnectErrorOptions extends ErrorOptions {
  /** How far the attempt had come, for the codes that do not say so themselves. */
  readonly phase?: ConnectPhase | undefined;
}

/**
 * A connection that failed other than by what the server has answered: DNS, TCP, a proxy, TLS, the clock, a redirect,
 * or the server left. What is wrong with a response is a `HandshakeError` instead.
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
 *   error.phase; // => 'connect'
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
  /** How far the attempt had come. */
  readonly phase: ConnectPhase;
  /** The host of the URI, or of the proxy; for a Unix socket its path. */
  readonly host: string;
  /** The port there; 0 for a Unix socket. */
  readonly port: number;
  /** The answer behind it, of a proxy that refuses or of a server that redirects: status, headers, and body. */
  readonly refusal: RefusalError | undefined;

  /**
   * @param code the name of the error
   * @param place where the connection was to lead
   * @param detail more than the code says; it is escaped, and cut after 200 characters
   * @param options `cause`: the error below this one; `phase`: for the code TIMEOUT
   */
  constructor(code: ConnectErrorCode, place: Place, detail: string, { cause, phase }: ConnectErrorOptions = {}) {
    const entry: ConnectErrorEntry = CONNECT_ERRORS[code];
    super(
      `${formatPlace(place)}: ${entry.meaning}: ${printable(detail)} (RFC 6455 section ${entry.section})`,
      cause === undefined ? undefined : { cause },
    );
    this.code = code;
    this.section = entry.section;
    this.phase = entry.phase ?? phase ?? 'handshake';
    this.host = place.host;
    this.port = place.port;
    this.refusal = cause instanceof RefusalError ? cause : undefined;
  }
}

/** A place as errors and lanes name it. */
export function formatPlace({ host, port }: Place): string {
  return port === 0 ? printable(host) : `${host}:${port}`;
}

/** A text of the platform may quote a certificate, which the peer has written. */
export function printable(text: string): string {
  const cut = text.length > 200 ? `${text.slice(0, 200)}...` : text;
  return cut.replace(/[^ -~]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
