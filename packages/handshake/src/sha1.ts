/**
 * SHA-1 in portable code, for browsers and every other runtime.
 *
 * RFC 6455 §4.2.2 and §10.8: the handshake does not depend on SHA-1 being collision-free.
 */

import { sha1 as portable } from '@noble/hashes/legacy.js';

/** The 20 bytes of the SHA-1 of `bytes`. */
export function sha1(bytes: Uint8Array): Uint8Array {
  return portable(bytes);
}
