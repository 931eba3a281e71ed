/** What may be said about TLS. RFC 6455 §4.1, item 5, and §10.6. */
import type { X509Certificate } from 'node:crypto';
import tls from 'node:tls';
import { checkPins } from './pins.ts';

/**
 * A session of TLS that can be resumed, and the certificate that the server had when it was begun.
 *
 * @example
 * ```ts
 * import type { TlsOptions, TlsSession } from '@rfc6455/client';
 *
 * const sessions = new Map<string, TlsSession>();
 * const tls: TlsOptions = { sessions };
 * tls.sessions === sessions; // => true
 * ```
 */
export interface TlsSession {
  readonly ticket: Buffer;
  readonly certificate: X509Certificate;
}

/**
 * What may be said about TLS: `ca`, `cert`, `key`, `servername`, `rejectUnauthorized` and the like of `node:tls`, and
 * two things more.
 *
 * @example
 * ```ts
 * import { rootCertificates } from 'node:tls';
 * import type { TlsOptions } from '@rfc6455/client';
 *
 * const options: TlsOptions = {
 *   ca: [...rootCertificates],
 *   minVersion: 'TLSv1.3',
 *   pins: ['sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='],
 *   sessions: new Map(),
 * };
 * options.minVersion; // => 'TLSv1.3'
 * ```
 */
export interface TlsOptions
  extends Omit<
    tls.ConnectionOptions,
    'ALPNProtocols' | 'host' | 'lookup' | 'path' | 'port' | 'session' | 'socket' | 'timeout'
  > {
  /**
   * The certificates or public keys that the server may have, on top of what is verified otherwise; by default any. Each
   * is the SHA-256 of a certificate, 64 hexadecimal digits with or without colons, or of a public key (its
   * SubjectPublicKeyInfo), `sha256/` and base64. With `rejectUnauthorized: false` they are all that is verified, as
   * befits a certificate that signs itself.
   */
  readonly pins?: readonly string[] | undefined;
  /**
   * Where sessions are kept, so that the next connection to the same server resumes one instead of a whole TLS handshake.
   * By default none are. Only those of servers that were verified go in, at most 100. A resumed session is as trusted as
   * the first one was: share a map only between calls that trust the same issuers.
   */
  readonly sessions?: Map<string, TlsSession> | undefined;
}

/** Throws a TypeError for what can be no options, apart from those of `node:tls`. */
export function checkTls(name: string, options: TlsOptions): void {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`${name}: expected an object, got ${options === null ? 'null' : typeof options}`);
  }
  const { pins, sessions } = options;
  if (pins !== undefined) checkPins(`${name}.pins`, pins);
  if (sessions !== undefined && !(sessions instanceof Map)) {
    throw new TypeError(`${name}.sessions: expected a Map, got ${typeof sessions}`);
  }
}

/** Reads certificates and keys, so that one that cannot be read is found before anything is sent. */
export function prepareTls(options: TlsOptions): TlsOptions {
  return { ...options, secureContext: options.secureContext ?? tls.createSecureContext(options) };
}

/** The options for another server than the one that they were meant for: without what identifies us, or the other. */
export function withoutIdentity(options: TlsOptions): TlsOptions {
  const { pskCallback: _, ...rest } = options;
  const identity = { cert: undefined, key: undefined, pfx: undefined, passphrase: undefined };
  return { ...rest, ...identity, secureContext: undefined, servername: undefined };
}
