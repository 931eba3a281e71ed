/**
 * The bytes of a head as text and back, by the platform, for runtimes that have `Buffer`. It takes a short text from memory
 * that is there already.
 *
 * RFC 6455 §4.1 ("a valid HTTP request as specified by RFC 2616").
 */

/** The bytes as text: one character for each. */
export function decodeLatin1({ buffer, byteOffset, length }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, length).toString('latin1');
}

/** The text as bytes: one for each character, none of which may be above U+00FF. */
export function encodeLatin1(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}
