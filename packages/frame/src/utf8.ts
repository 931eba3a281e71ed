/**
 * Incremental UTF-8 validation that stops at the first byte that cannot be part of valid UTF-8.
 *
 * RFC 6455 §8.1 (fail the connection), §5.6 (a text frame may end inside a sequence); RFC 3629 §4 (the grammar).
 */
import { decodeUtf8, skipValidUtf8, utf8Length, writeUtf8 } from '#utf8';

export { decodeUtf8, utf8Length, writeUtf8 };

/**
 * Validates UTF-8 that arrives in pieces, cut anywhere.
 *
 * @example
 * ```ts
 * import { Utf8Validator } from '@rfc6455/frame';
 *
 * const validator = new Utf8Validator();
 * validator.write(Uint8Array.of(0x68, 0xc3)); // => -1: good so far
 * validator.complete; // => false: a sequence is open
 * validator.write(Uint8Array.of(0xa9)); // => -1
 * validator.complete; // => true
 * validator.write(Uint8Array.of(0x61, 0xff)); // => 1: the position of the bad byte
 * ```
 */
export class Utf8Validator {
  /** How many continuation bytes the open sequence still needs. */
  #missing = 0;
  // What the next continuation byte may be: narrower than 80–BF right after E0, ED, F0 and F4, which is what keeps
  // overlong forms, surrogates and code points above U+10FFFF out.
  #lowest = 0x80;
  #highest = 0xbf;

  /** Whether the text so far ends at the end of a sequence. A whole message must. */
  get complete(): boolean {
    return this.#missing === 0;
  }

  /** Starts over, for a new text. */
  reset(): void {
    this.#missing = 0;
    this.#lowest = 0x80;
    this.#highest = 0xbf;
  }

  /**
   * Validates one more piece.
   *
   * @param bytes where the piece stands
   * @param start its first byte, by default 0
   * @param end the byte after its last, by default `bytes.length`
   * @returns the position in `bytes` of the first byte that is not valid, or -1 if all are
   */
  write(bytes: Uint8Array, start = 0, end: number = bytes.length): number {
    let i = start;
    if (this.#missing === 0) i = skipValidUtf8(bytes, start, end);
    while (i < end) {
      const byte = bytes[i]!;
      if (this.#missing > 0) {
        if (byte < this.#lowest || byte > this.#highest) return i;
        this.#missing -= 1;
        this.#lowest = 0x80;
        this.#highest = 0xbf;
      } else if (byte >= 0x80 && !this.#startSequence(byte)) {
        return i;
      }
      i += 1;
    }
    return -1;
  }

  #startSequence(byte: number): boolean {
    if (byte < 0xc2 || byte > 0xf4) return false;
    if (byte < 0xe0) {
      this.#missing = 1;
    } else if (byte < 0xf0) {
      this.#missing = 2;
      if (byte === 0xe0) this.#lowest = 0xa0;
      else if (byte === 0xed) this.#highest = 0x9f;
    } else {
      this.#missing = 3;
      if (byte === 0xf0) this.#lowest = 0x90;
      else if (byte === 0xf4) this.#highest = 0x8f;
    }
    return true;
  }
}
