/**
 * Masking: every byte from a client is XORed with a byte of a 32-bit key that is new for each frame.
 *
 * RFC 6455 §5.3, and §10.3 for the attack on proxies that it prevents.
 *
 * A masking key is a number here, its most significant byte first: 0x37fa213d masks the first byte with 0x37.
 */

/** Below this many bytes the plain loop is faster than making a 32-bit view (measured on Node 20, x86-64). */
const WORD_LOOP_FROM = 96;

const LITTLE_ENDIAN: boolean = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** The key as one 32-bit load of its four bytes gives it on this machine. */
function keyAsLoaded(key: number): number {
  if (!LITTLE_ENDIAN) return key;
  return (key >>> 24) | ((key >>> 8) & 0xff00) | ((key << 8) & 0xff0000) | (key << 24);
}

/** The key for what follows after `count` bytes have been masked. */
export function rotateKey(key: number, count: number): number {
  const bits = (count & 3) << 3;
  return bits === 0 ? key : (key << bits) | (key >>> (32 - bits));
}

/**
 * Masks `bytes[start, end)` in place, and ORs all the results together: the return value has bit 7 set in one of its
 * four bytes when a byte of the result is not ASCII, so text need not be walked again to learn that.
 */
export function maskInPlace(bytes: Uint8Array, start: number, end: number, key: number): number {
  if (end - start >= WORD_LOOP_FROM) return maskWords(bytes, start, end, key);
  const k0 = key >>> 24;
  const k1 = (key >>> 16) & 0xff;
  const k2 = (key >>> 8) & 0xff;
  const k3 = key & 0xff;
  let seen = 0;
  let i = start;
  for (const last = end - 3; i < last; i += 4) {
    const b0 = bytes[i]! ^ k0;
    const b1 = bytes[i + 1]! ^ k1;
    const b2 = bytes[i + 2]! ^ k2;
    const b3 = bytes[i + 3]! ^ k3;
    bytes[i] = b0;
    bytes[i + 1] = b1;
    bytes[i + 2] = b2;
    bytes[i + 3] = b3;
    seen |= b0 | b1 | b2 | b3;
  }
  if (i < end) seen |= bytes[i]! ^= k0;
  if (i + 1 < end) seen |= bytes[i + 1]! ^= k1;
  if (i + 2 < end) seen |= bytes[i + 2]! ^= k2;
  return seen;
}

function maskWords(bytes: Uint8Array, start: number, end: number, key: number): number {
  // Loads of 32 bits must be aligned: the bytes before the first multiple of four, and those after the last, go singly.
  const aligned = start + ((4 - ((bytes.byteOffset + start) & 3)) & 3);
  const count = (end - aligned) >>> 2;
  const afterWords = aligned + (count << 2);
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + aligned, count);
  const k = keyAsLoaded(rotateKey(key, aligned - start));
  let seen = maskInPlace(bytes, start, aligned, key);
  let i = 0;
  for (const last = count - 7; i < last; i += 8) {
    const w0 = words[i]! ^ k;
    const w1 = words[i + 1]! ^ k;
    const w2 = words[i + 2]! ^ k;
    const w3 = words[i + 3]! ^ k;
    const w4 = words[i + 4]! ^ k;
    const w5 = words[i + 5]! ^ k;
    const w6 = words[i + 6]! ^ k;
    const w7 = words[i + 7]! ^ k;
    words[i] = w0;
    words[i + 1] = w1;
    words[i + 2] = w2;
    words[i + 3] = w3;
    words[i + 4] = w4;
    words[i + 5] = w5;
    words[i + 6] = w6;
    words[i + 7] = w7;
    seen |= w0 | w1 | w2 | w3 | w4 | w5 | w6 | w7;
  }
  for (; i < count; i++) seen |= words[i]! ^= k;
  return seen | maskInPlace(bytes, afterWords, end, rotateKey(key, afterWords - start));
}

/** Whether a result of {@link maskInPlace} says that every byte was ASCII. */
export function isAsciiResult(seen: number): boolean {
  return (seen & 0x80808080) === 0;
}

/**
 * Copies `source` into `target` at `at`, masked: what is sent is masked without touching the sender's bytes.
 */
export function maskInto(target: Uint8Array, at: number, source: Uint8Array, key: number): void {
  if (source.length >= WORD_LOOP_FROM) {
    target.set(source, at);
    maskWords(target, at, at + source.length, key);
    return;
  }
  const k0 = key >>> 24;
  const k1 = (key >>> 16) & 0xff;
  const k2 = (key >>> 8) & 0xff;
  const k3 = key & 0xff;
  const length = source.length;
  let i = 0;
  for (const last = length - 3; i < last; i += 4) {
    target[at + i] = source[i]! ^ k0;
    target[at + i + 1] = source[i + 1]! ^ k1;
    target[at + i + 2] = source[i + 2]! ^ k2;
    target[at + i + 3] = source[i + 3]! ^ k3;
  }
  if (i < length) target[at + i] = source[i]! ^ k0;
  if (i + 1 < length) target[at + i + 1] = source[i + 1]! ^ k1;
  if (i + 2 < length) target[at + i + 2] = source[i + 2]! ^ k2;
}

/**
 * Masks or unmasks a payload in place: the two are the same operation (RFC 6455 §5.3).
 *
 * @param payload the bytes, changed in place
 * @param maskingKey the 32-bit key, 0–0xffffffff, its most significant byte first
 * @param offset how many bytes of the payload came before these, ≥ 0: a payload can be masked piece by piece
 * @returns `payload`
 * @throws TypeError if `payload` is not a `Uint8Array`
 * @throws RangeError if `maskingKey` or `offset` is out of its range
 * @example
 * ```ts
 * import { applyMask } from '@rfc6455/frame';
 *
 * const payload = new TextEncoder().encode('Hello');
 * applyMask(payload, 0x37fa213d); // => Uint8Array [0x7f, 0x9f, 0x4d, 0x51, 0x58]
 * applyMask(payload, 0x37fa213d); // => 'Hello' again
 * ```
 */
export function applyMask(payload: Uint8Array, maskingKey: number, offset = 0): Uint8Array {
  if (!(payload instanceof Uint8Array)) throw new TypeError(`payload: expected a Uint8Array, got ${typeof payload}`);
  checkMaskingKey(maskingKey);
  if (!Number.isSafeInteger(offset) || offset < 0) {
    throw new RangeError(`offset: expected an integer of at least 0, got ${offset}`);
  }
  maskInPlace(payload, 0, payload.length, rotateKey(maskingKey, offset & 3));
  return payload;
}

/** Throws a RangeError unless the key is an unsigned 32-bit integer. */
export function checkMaskingKey(maskingKey: number): void {
  if (maskingKey !== maskingKey >>> 0) {
    throw new RangeError(`maskingKey: expected an integer from 0 to 0xffffffff, got ${String(maskingKey)}`);
  }
}
