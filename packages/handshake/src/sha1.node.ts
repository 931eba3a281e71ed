/**
 * SHA-1 by the platform, for runtimes that have `node:crypto`.
 *
 * RFC 6455 §4.2.2 and §10.8: the handshake does not depend on SHA-1 being collision-free.
 */

import { hash } from 'node:crypto';

/** The base64 of the SHA-1 of an ASCII text. */
export function sha1Base64(text: string): string {
  return hash('sha1', text, 'base64');
}
