/**
 * The key that a client sends and the value that proves that a server has read it.
 *
 * RFC 6455 §4.1 (items 7 and 4), §4.2.2 (item 5.4), §11.3.1, §11.3.3.
 */

import { sha1Base64 } from '#sha1';
import { encodeBase64 } from './base64.ts';
import { checkArgument } from './handshake-error.ts';
import { quote } from './quote.ts';

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

// The last character before the padding holds two bits of the nonce and four zero bits.
const KEY = /^[A-Za-z0-9+/]{21}[AQgw]==$/;

/**
 * Encodes the nonce of a client as the value of Sec-WebSocket-Key.
 *
 * RFC 6455 §4.1, item 7: 16 bytes, selected at random for each connection.
 *
 * @param nonce exactly 16 bytes
 * @throws RangeError for another number of bytes
 *
 * @example
 * ```ts
 * import { encodeKey } from '@rfc6455/handshake';
 *
 * encodeKey(new TextEncoder().encode('the sample nonce')); // => 'dGhlIHNhbXBsZSBub25jZQ=='
 * const key = encodeKey(crypto.getRandomValues(new Uint8Array(16)));
 * key.length; // => 24
 * ```
 */
export function encodeKey(nonce: Uint8Array): string {
  // [4.1-25] 16 bytes in base64
  if (nonce.length !== 16) throw new RangeError(`nonce: expected 16 bytes, got ${quote(nonce.length)}`);
  return encodeBase64(nonce);
}

/** Whether a value is the canonical base64 of 16 bytes. */
export function isKey(key: unknown): key is string {
  return typeof key === 'string' && KEY.test(key);
}

/**
 * Derives the value of Sec-WebSocket-Accept from a key.
 *
 * RFC 6455 §4.2.2, item 5.4: the SHA-1 of the key, as text, and a fixed GUID.
 *
 * @param key the value of Sec-WebSocket-Key: 24 characters, the base64 of 16 bytes
 * @throws TypeError for a key that is not that
 *
 * @example
 * ```ts
 * import { acceptKey } from '@rfc6455/handshake';
 *
 * acceptKey('dGhlIHNhbXBsZSBub25jZQ=='); // => 's3pPLMBiTxaQ9kYGzzhZRbK+xOo='
 * ```
 */
export function acceptKey(key: string): string {
  checkArgument(isKey(key), 'INVALID_KEY', key);
  return sha1Base64(key + GUID);
}
