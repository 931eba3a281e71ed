/**
 * Gathers a payload that arrives in pieces into one array, with memory in proportion to what has arrived.
 *
 * RFC 6455 §10.4: a length that a peer only declares must not cost memory.
 */

import { allocate } from '#allocate';

const EMPTY: Uint8Array = /* @__PURE__ */ new Uint8Array(0);
const SMALLEST = 64;

/** A piece from this size on may wait in the memory in which it came. */
const WORTH_HOLDING = 4096;

/**
 * Bytes in order, in one array that grows. Of a million one-byte pieces nothing is kept per piece: they cost no more than
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
  /** How many bytes are in #bytes. */
  #filled = 0;
  /** What came after them and has not been copied, until a quarter of what was declared is here. */
  #held: Uint8Array[] | undefined;
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
   * Adds `source[start, end)`.
   *
   * @param source where the bytes stand
   * @param start the position of the first
   * @param end the position after the last
   * @param expected how many more bytes were declared to follow these, ≥ 0: room is made for them at once, but never
   * for more than three times what has arrived
   * @param room how many bytes before `start` may be overwritten, 0–`start`. If it is given, the source belongs to this
   * buffer, which may keep its memory; left out, the bytes are copied
   */
  append(source: Uint8Array, start: number, end: number, expected: number, room?: number): void {
    const before = this.#length;
    this.#length += end - start;
    if (this.#length > this.#bytes.length) {
      const mine = room !== undefined && expected > 0 && isMostOfItsMemory(source, start, end);
      // The rest fits behind the bytes when they are moved back.
      if (mine && before === 0 && expected <= room && end === source.length) {
        return this.#keepSource(source, start, expected);
      }
      if (mine && expected > 3 * this.#length && end - start >= WORTH_HOLDING) {
        this.#held ??= [];
        this.#held.push(source.subarray(start, end));
        return;
      }
      this.#grow(expected);
    }
    // For a few bytes the loop is faster than making a view of them.
    if (end - start <= 32) {
      for (let i = start, at = before; i < end; i++, at++) this.#bytes[at] = source[i]!;
    } else {
      this.#bytes.set(source.subarray(start, end), before);
    }
    this.#filled = this.#length;
  }

  /**
   * Hands out the bytes and starts over.
   *
   * @returns bytes that nobody else uses; their `buffer` may be longer than they are, and may be a source's
   */
  take(): Uint8Array {
    // A new array each time: a taker who transfers its buffer must not detach the one that all others begin with.
    if (this.#length === 0) return new Uint8Array(0);
    if (this.#held !== undefined) this.#grow(0);
    const bytes = this.#bytes;
    const length = this.#length;
    this.#bytes = EMPTY;
    this.#filled = 0;
    this.#length = 0;
    if (length === bytes.length) return bytes;
    // The room that is left may hold what was in that memory before.
    bytes.fill(0, length);
    return bytes.subarray(0, length);
  }

  #keepSource(source: Uint8Array, start: number, expected: number): void {
    source.copyWithin(start - expected, start);
    this.#bytes = new Uint8Array(source.buffer, source.byteOffset + start - expected, this.#length + expected);
    this.#filled = this.#length;
  }

  /** Makes one array for all that has come and for what is expected, and copies what is here into it. */
  #grow(expected: number): void {
    const length = this.#length;
    const old = this.#bytes;
    let capacity = length + Math.min(expected, 3 * length);
    // Many small pieces must not each copy all the others.
    if (capacity < 1.5 * old.length) capacity = 2 * old.length;
    if (this.#filled > 0 || expected > 0) capacity = Math.max(capacity, SMALLEST);
    const bytes = allocate(Math.max(length, Math.min(capacity, this.#limit)));
    if (this.#filled > 0) bytes.set(old.subarray(0, this.#filled));
    this.#bytes = bytes;
    for (const piece of this.#held ?? []) {
      bytes.set(piece, this.#filled);
      this.#filled += piece.length;
    }
    this.#held = undefined;
  }
}

/** Whether little else is kept alive with a piece. */
function isMostOfItsMemory(source: Uint8Array, start: number, end: number): boolean {
  return 2 * (end - start) >= source.buffer.byteLength;
}
