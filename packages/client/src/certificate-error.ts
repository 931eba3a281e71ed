/** What a failure of TLS means: which of its errors are about the certificate, and what is wrong with it. RFC 6455 §4.1. */
import type { Attempt } from './attempt.ts';
import type { ConnectError, ConnectErrorCode } from './connect-error.ts';

/** The codes of OpenSSL and Node.js for what is wrong with a certificate. */
const CODES: Readonly<Record<string, ConnectErrorCode>> = {
  CERT_HAS_EXPIRED: 'CERTIFICATE_EXPIRED',
  CERT_NOT_YET_VALID: 'CERTIFICATE_NOT_YET_VALID',
  ERR_TLS_CERT_ALTNAME_INVALID: 'CERTIFICATE_WRONG_HOST',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'CERTIFICATE_SELF_SIGNED',
  // A chain up to a root that signs itself, as all roots do, and that is not among those that are trusted.
  SELF_SIGNED_CERT_IN_CHAIN: 'CERTIFICATE_UNKNOWN_ISSUER',
  UNABLE_TO_GET_ISSUER_CERT: 'CERTIFICATE_UNKNOWN_ISSUER',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'CERTIFICATE_UNKNOWN_ISSUER',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'CERTIFICATE_UNKNOWN_ISSUER',
  // What came is no record of TLS: text, as a rule the answer of an HTTP server.
  ERR_SSL_WRONG_VERSION_NUMBER: 'PLAIN_TEXT_SERVER',
  ERR_SSL_HTTP_REQUEST: 'PLAIN_TEXT_SERVER',
};

/** The error of an attempt for an error of `node:tls`. */
export function tlsError(cause: Error & { readonly code?: string }, attempt: Attempt): ConnectError {
  const code = CODES[cause.code ?? ''] ?? 'TLS_FAILED';
  return attempt.error(code, code === 'PLAIN_TEXT_SERVER' ? 'try ws: instead of wss:' : cause.message, cause);
}

/** Whether an error of a stream comes from TLS: the peer may object after its side of the TLS handshake is done. */
export function isTlsError({ code }: Error & { readonly code?: string }): boolean {
  return code?.startsWith('ERR_SSL_') ?? false;
}
