/**
 * The bytes of a head as text and back, by Node's native functions.
 *
 * RFC 6455 §4.1 ("a valid HTTP request as specified by RFC 2616"). Chosen by the `#latin1` condition of package.json; the twin
 * for other platforms is `latin1.ts`.
 */
import { Buffer } from 'node:buffer';

// Node's typings leave them out; they work on any Uint8Array.
interface NativeLatin1 {
  latin1Slice(this: Uint8Array, start: number, end: number): string;
  latin1Write(this: Uint8Array, text: string): number;
}
const { latin1Slice, latin1Write } = Buffer.prototype as unknown as NativeLatin1;

/** The bytes as text: one character for each. */
export function decodeLatin1(bytes: Uint8Array): string {
  return latin1Slice.call(bytes, 0, bytes.length);
}

/** The text as bytes: one for each character, none of which may be above U+00FF. */
export function encodeLatin1(text: string): Uint8Array {
  // Not from Buffer's pool: whoever transfers the buffer of a head must not take other heads' memory with it.
  const bytes = new Uint8Array(text.length);
  latin1Write.call(bytes, text);
  return bytes;
}
