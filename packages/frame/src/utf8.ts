/**
 * UTF-8: incremental validation that stops at the first byte that cannot be part of valid UTF-8, and the platform's
 * fastest way to take text apart and put it together.
 *
 * RFC 6455 §8.1 (fail the connection), §5.6 (a text frame may end inside a sequence); RFC 3629 §4 (the grammar).
 */
import * as platform from '#utf8';

/**
 * Decodes `bytes[start, end)`. A byte order mark is kept: it is content (RFC 6455 §5.6).
 *
 * @param bytes valid UTF-8; what is not comes out as U+FFFD
 * @param start the position of the first byte
 * @param end the position after the last
 * @example
 * ```ts
 * import { decodeUtf8 } from '@rfc6455/frame';
 *
 * decodeUtf8(Uint8Array.of(0x68, 0xc3, 0xa9), 0, 3); // => 'hé'
 * ```
 */
export const decodeUtf8: (bytes: Uint8Array, start: number, end: number) => string = platform.decodeUtf8;

/**
 * Counts the bytes that a text takes in UTF-8.
 *
 * @param text a surrogate that stands alone counts 3: it is sent as U+FFFD
 * @example
 * ```ts
 * import { utf8Length } from '@rfc6455/frame';
 *
 * utf8Length('hé'); // => 3
 * ```
 */
export const utf8Length: (text: string) => number = platform.utf8Length;

/**
 * Writes a text in UTF-8 into bytes that are there already.
 *
 * @param text a surrogate that stands alone is written as U+FFFD
 * @param target where to write; from `at`, it has room for {@link utf8Length} bytes
 * @param at the position of the first byte
 * @returns how many bytes were written
 * @example
 * ```ts
 * import { writeUtf8 } from '@rfc6455/frame';
 *
 * const bytes = new Uint8Array(4);
 * writeUtf8('hé', bytes, 1); // => 3
 * bytes; // => Uint8Array.of(0x00, 0x68, 0xc3, 0xa9)
 * ```
 */
export const writeUtf8: (text: string, target: Uint8Array, at: number) => number = platform.writeUtf8;

/**
 * Validates UTF-8 that arrives in pieces, cut anywhere.
 *
 * @example
 * ```ts
 * import { Utf8Validator } from '@rfc6455/frame';
 *
 * const validator = new Utf8Validator();
 * validator.write(Uint8Array.of(0x68, 0xc3)); // => -1
 * validator.complete; // => false
 * validator.write(Uint8Array.of(0xa9)); // => -1
 * validator.complete; // => true
 * validator.write(Uint8Array.of(0x61, 0xff)); // => 1
 * ```
 */
export class Utf8Validator {
  /** How many continuation bytes the open sequence still needs. */
  #missing = 0;
  // What the next continuation byte may be: narrower than 80–BF right after E0, ED, F0 and F4, which is what keeps
  // overlong forms, surrogates and code points above U+10FFFF out.
  #lowest = 0x80;
  #highest = 0xbf;

  /** Whether the text so far ends at the end of a sequence. A whole message must (RFC 6455 §5.6). */
  get complete(): boolean {
    return this.#missing === 0;
  }

  /**
   * Validates one more piece. After a byte that is not valid there is nothing more to validate.
   *
   * @param bytes where the piece stands
   * @param start its first byte, by default 0
   * @param end the byte after its last, by default `bytes.length`
   * @returns the position in `bytes` of the first byte that is not valid, or -1 if all are
   */
  write(bytes: Uint8Array, start = 0, end: number = bytes.length): number {
    let i = start;
    // A piece that begins inside a sequence: only its first few bytes need a walk.
    while (this.#missing > 0 && i < end) {
      if (!this.#accept(bytes[i]!)) return i;
      i += 1;
    }
    for (i = platform.skipValidUtf8(bytes, i, end); i < end; i++) {
      const byte = bytes[i]!;
      if ((byte >= 0x80 || this.#missing > 0) && !this.#accept(byte)) return i;
    }
    return -1;
  }

  /** Takes one byte that is not ASCII, or is but inside a sequence; false if it does not fit. */
  #accept(byte: number): boolean {
    if (this.#missing > 0) {
      if (byte < this.#lowest || byte > this.#highest) return false;
      this.#missing -= 1;
      this.#lowest = 0x80;
      this.#highest = 0xbf;
      return true;
    }
    if (byte < 0xc2 || byte > 0xf4) return false;
    this.#missing = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
    if (byte === 0xe0) this.#lowest = 0xa0;
    else if (byte === 0xed) this.#highest = 0x9f;
    else if (byte === 0xf0) this.#lowest = 0x90;
    else if (byte === 0xf4) this.#highest = 0x8f;
    return true;
  }
}
