/**
 * SHA-1 in portable code, for browsers and every other runtime.
 *
 * RFC 6455 §4.2.2 and §10.8: the handshake does not depend on SHA-1 being collision-free.
 */

import { sha1 } from '@noble/hashes/legacy.js';
import { encodeBase64 } from './base64.ts';
import { encodeLatin1 } from './latin1.ts';

/** The base64 of the SHA-1 of an ASCII text. */
export function sha1Base64(text: string): string {
  return encodeBase64(sha1(encodeLatin1(text)));
}
