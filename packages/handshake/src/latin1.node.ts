/**
 * The bytes of a head as text by Node's native function. Text as bytes is faster only where the
 * bytes stand in memory that other heads have too.
 *
 * RFC 6455 §4.1 ("a valid HTTP request as specified by RFC 2616"). Chosen by the `#latin1` condition of package.json; the twin
 * for other platforms is `latin1.ts`.
 */
import { Buffer } from 'node:buffer';

export { encodeLatin1 } from './latin1.ts';

// Node's typings leave it out; it works on any Uint8Array.
interface NativeLatin1 {
  latin1Slice(this: Uint8Array, start: number, end: number): string;
}
const { latin1Slice } = Buffer.prototype as unknown as NativeLatin1;

/** The bytes as text: one character for each. */
export function decodeLatin1(bytes: Uint8Array): string {
  return latin1Slice.call(bytes, 0, bytes.length);
}
