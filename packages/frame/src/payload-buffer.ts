/**
 * Gathers a payload that arrives in pieces into one array, with memory in proportion to what has arrived.
 *
 * RFC 6455 §10.4: a length that a peer only declares must not cost memory.
 */

const EMPTY: Uint8Array = new Uint8Array(0);
const SMALLEST = 64;

/**
 * Bytes in order, in one array that grows. Nothing is kept per piece, so a million one-byte pieces cost no more than
 * one piece of a million bytes.
 */
export class PayloadBuffer {
  #bytes: Uint8Array = EMPTY;
  #length = 0;

  /** How many bytes have been gathered. */
  get length(): number {
    return this.#length;
  }

  /**
   * Adds `source[start, end)`.
   *
   * @param expected how many more bytes were declared to follow these: room is made for them at once, but never for
   * more than three times what has arrived
   */
  append(source: Uint8Array, start: number, end: number, expected: number): void {
    const length = this.#length + (end - start);
    if (length > this.#bytes.length) this.#grow(length, expected);
    // For a few bytes the loop is faster than making a view of them.
    if (end - start <= 32) {
      for (let i = start, at = this.#length; i < end; i++, at++) this.#bytes[at] = source[i]!;
    } else {
      this.#bytes.set(source.subarray(start, end), this.#length);
    }
    this.#length = length;
  }

  /** Hands out the bytes and forgets them. */
  take(): Uint8Array {
    const bytes = this.#bytes.length === this.#length ? this.#bytes : this.#bytes.subarray(0, this.#length);
    this.#bytes = EMPTY;
    this.#length = 0;
    return bytes;
  }

  #grow(length: number, expected: number): void {
    // At least doubled when it is not the first time: otherwise many small steps would copy everything each time.
    const capacity = Math.max(length + Math.min(expected, 3 * length), 2 * this.#bytes.length, SMALLEST);
    const bytes = new Uint8Array(expected === 0 && this.#length === 0 ? length : capacity);
    bytes.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = bytes;
  }
}
