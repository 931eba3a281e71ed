/**
 * The HTTP version of a head, and whether it can carry an opening handshake.
 *
 * RFC 6455 §4.1 ("the HTTP version MUST be at least 1.1") and §4.2.1.
 */

/** The digits of `HTTP/1.1`, or undefined for anything else. */
export function parseHttpVersion(text: string | undefined): string | undefined {
  return text?.match(/^HTTP\/(\d\.\d)$/)?.[1];
}

/** Whether this is HTTP/1.1, or an HTTP/1.x above it. */
export function canUpgrade(httpVersion: string): boolean {
  return httpVersion.startsWith('1.') && httpVersion !== '1.0';
}
