/**
 * The bytes that wait to be written. Small frames are put side by side, so that many of them leave in one write;
 * large payloads are referred to and not copied.
 */
import { allocate } from '@rfc6455/frame';

/** Where the small frames of all connections are laid down. Each region is written once and never used again. */
const SLAB_SIZE = 65_536;
const REGION_SIZE = 512;
let slab: Uint8Array = new Uint8Array(0);
let slabUsed = 0;

const NOTHING: readonly Uint8Array[] = /* @__PURE__ */ Object.freeze([]);
const NOWHERE: Uint8Array = new Uint8Array(0);

/** Bytes in the order in which they must be written. */
export class OutputQueue {
  #pieces: Uint8Array[] | undefined;
  #length = 0;
  // The region being filled: #block[#start, #end) is written, up to #limit is reserved.
  #block: Uint8Array = NOWHERE;
  #start = 0;
  #end = 0;
  #limit = 0;

  /** How many bytes wait. */
  get length(): number {
    return this.#length;
  }

  /** The array that the last {@link reserve} was made in. */
  get block(): Uint8Array {
    return this.#block;
  }

  /** Makes room for exactly `count` bytes, which the caller writes into {@link block} at the returned position. */
  reserve(count: number): number {
    if (count > this.#limit - this.#end) this.#makeRoom(count);
    const at = this.#end;
    this.#end += count;
    this.#length += count;
    return at;
  }

  /** Appends bytes without copying them. They must not change until they have been written. */
  append(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#closeRegion();
    this.#push(bytes);
    this.#length += bytes.length;
  }

  /** Hands out all that waits, in order. */
  take(): readonly Uint8Array[] {
    if (this.#length === 0) return NOTHING;
    this.#closeRegion();
    const pieces = this.#pieces!;
    this.#pieces = undefined;
    this.#length = 0;
    return pieces;
  }

  #push(bytes: Uint8Array): void {
    if (this.#pieces === undefined) this.#pieces = [bytes];
    else this.#pieces.push(bytes);
  }

  #makeRoom(count: number): void {
    const more = Math.max(count - (this.#limit - this.#end), REGION_SIZE);
    if (this.#block === slab && this.#limit === slabUsed && slabUsed + more <= slab.length) {
      this.#limit += more;
      slabUsed += more;
      return;
    }
    this.#closeRegion();
    if (count > SLAB_SIZE / 4) {
      this.#block = allocate(count);
      this.#limit = count;
    } else {
      const size = Math.max(count, REGION_SIZE);
      if (slabUsed + size > slab.length) {
        slab = allocate(SLAB_SIZE);
        slabUsed = 0;
      }
      this.#block = slab;
      this.#start = slabUsed;
      slabUsed += size;
      this.#limit = slabUsed;
    }
    this.#end = this.#start;
  }

  #closeRegion(): void {
    if (this.#end > this.#start) this.#push(this.#block.subarray(this.#start, this.#end));
    // What was reserved and not used goes back, if nobody has reserved after it.
    if (this.#block === slab && this.#limit === slabUsed) slabUsed = this.#end;
    // A connection that has nothing to send keeps no block alive.
    this.#block = NOWHERE;
    this.#start = 0;
    this.#end = 0;
    this.#limit = 0;
  }
}
