/**
 * Gathers a payload that arrives in pieces into one array, with memory in proportion to what has arrived.
 *
 * RFC 6455 §10.4: a length that a peer only declares must not cost memory.
 */

import { allocate } from '#allocate';

const EMPTY: Uint8Array = /* @__PURE__ */ new Uint8Array(0);
const SMALLEST = 64;

/**
 * Bytes in order, in one array that grows. Nothing is kept per piece, so a million one-byte pieces cost no more than
 * one piece of a million bytes. At most four times what has arrived is reserved, and never less than 64 bytes for what
 * is not whole at once.
 *
 * @example
 * ```ts
 * import { PayloadBuffer } from '@rfc6455/frame';
 *
 * const payload = new PayloadBuffer();
 * payload.append(Uint8Array.of(0x48, 0x65, 0x6c), 0, 3, 2);
 * payload.append(Uint8Array.of(0x6c, 0x6f), 0, 2, 0);
 * payload.length; // => 5
 * payload.take(); // => Uint8Array.of(0x48, 0x65, 0x6c, 0x6c, 0x6f)
 * payload.length; // => 0
 * ```
 */
export class PayloadBuffer {
  readonly #limit: number;
  #bytes: Uint8Array = EMPTY;
  #length = 0;

  /** @param limit how many bytes may come, ≥ 0, by default any number: there is never room for more */
  constructor(limit: number = Number.POSITIVE_INFINITY) {
    this.#limit = limit;
  }

  /** How many bytes have been gathered. */
  get length(): number {
    return this.#length;
  }

  /**
   * Adds a copy of `source[start, end)`.
   *
   * @param source where the bytes stand
   * @param start the position of the first
   * @param end the position after the last
   * @param expected how many more bytes were declared to follow these, ≥ 0: room is made for them at once, but never
   * for more than three times what has arrived
   * @param room how many bytes before `start` may be overwritten, 0–`start`, by default 0. If what is expected is no more
   * than that, the source's own memory may be kept: the bytes are moved back, and the rest fits behind them. The source
   * must belong to this buffer then
   */
  append(source: Uint8Array, start: number, end: number, expected: number, room = 0): void {
    // Only if the piece is most of the source: a few bytes must not keep a great many.
    const mayKeep = expected > 0 && expected <= room && end === source.length && 2 * (end - start) >= end;
    if (mayKeep && this.#length === 0) return this.#keepSource(source, start, expected);
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

  /**
   * Hands out the bytes and starts over.
   *
   * @returns bytes that nobody else uses; their `buffer` may be longer than they are, and may be a source's
   */
  take(): Uint8Array {
    // A new array each time: a taker who transfers its buffer must not detach the one that all others begin with.
    if (this.#length === 0) return new Uint8Array(0);
    const bytes = this.#bytes.subarray(0, this.#length);
    // The room that is left may hold what was in that memory before.
    this.#bytes.fill(0, this.#length);
    this.#bytes = EMPTY;
    this.#length = 0;
    return bytes;
  }

  #keepSource(source: Uint8Array, start: number, expected: number): void {
    source.copyWithin(start - expected, start);
    this.#length = source.length - start;
    this.#bytes = new Uint8Array(source.buffer, source.byteOffset + start - expected, this.#length + expected);
  }

  #grow(length: number, expected: number): void {
    const whole = this.#length === 0 && expected === 0;
    // Doubling keeps many small pieces linear: with less, each would copy all the others.
    const wanted = whole ? length : Math.max(length + Math.min(expected, 3 * length), 2 * this.#bytes.length, SMALLEST);
    const capacity = Math.max(length, Math.min(wanted, this.#limit));
    const bytes = allocate(capacity);
    bytes.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = bytes;
  }
}
