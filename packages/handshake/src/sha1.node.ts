/**
 * SHA-1 by the platform, for runtimes that have `node:crypto`.
 *
 * RFC 6455 §4.2.2 and §10.8: the handshake does not depend on SHA-1 being collision-free.
 */

import { createHash } from 'node:crypto';

/** The 20 bytes of the SHA-1 of `bytes`. */
export function sha1(bytes: Uint8Array): Uint8Array {
  return createHash('sha1').update(bytes).digest();
}
