/**
 * UTF-8 on Node, whose native functions take text apart and put it together several times faster than the web's.
 *
 * Chosen by the `#utf8` condition of package.json; the twin for other platforms is `utf8-platform.ts`.
 */
import { Buffer, isUtf8 } from 'node:buffer';

// Node's typings leave out the native functions that take a range; they work on any Uint8Array.
interface NativeUtf8 {
  utf8Slice(this: Uint8Array, start: number, end: number): string;
  utf8Write(this: Uint8Array, text: string, at: number): number;
}
const { utf8Slice, utf8Write } = Buffer.prototype as unknown as NativeUtf8;

/** Below this many bytes a loop is faster than the view and the call (measured on Node 20, x86-64). */
const WORTH_A_CALL = 48;

/**
 * Skips what the platform can validate quickly: everything in `bytes[start, result)` is complete, valid UTF-8.
 * `start` means that nothing was skipped.
 */
export function skipValidUtf8(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < WORTH_A_CALL) return start;
  // The last sequence may continue in the next piece: step back to before its first byte, at most three bytes away.
  let whole = end;
  for (let back = 1; back <= 3; back++) {
    const byte = bytes[end - back]!;
    if (byte < 0x80) break;
    if (byte >= 0xc0) {
      whole = end - back;
      break;
    }
  }
  const all = start === 0 && whole === bytes.length;
  return isUtf8(all ? bytes : new Uint8Array(bytes.buffer, bytes.byteOffset + start, whole - start)) ? whole : start;
}

/** Decodes valid UTF-8. */
export function decodeUtf8(bytes: Uint8Array, start: number, end: number): string {
  return utf8Slice.call(bytes, start, end);
}

/** Counts the bytes that a text takes in UTF-8, 3 for a surrogate that stands alone. */
export function utf8Length(text: string): number {
  return Buffer.byteLength(text);
}

/** Writes a text at `target[at]` and returns how many bytes it took. The room must be there. */
export function writeUtf8(text: string, target: Uint8Array, at: number): number {
  return utf8Write.call(target, text, at);
}
