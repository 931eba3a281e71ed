/** Base64 in portable code (RFC 4648 §4). */
import { decodeLatin1 } from './latin1.ts';

/** The base64 of some bytes, with padding. */
export function encodeBase64(bytes: Uint8Array): string {
  return btoa(decodeLatin1(bytes));
}
