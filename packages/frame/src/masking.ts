/**
 * Masking: every byte from a client is XORed with a byte of a 32-bit key that is new for each frame.
 *
 * RFC 6455 §5.3, and §10.3 for the attack on proxies that it prevents.
 *
 * A masking key is a number here, its most significant byte first: 0x37fa213d masks the first byte with 0x37.
 */
import { checkBytes, checkInteger } from './argument.ts';

/** The greatest masking key: 32 bits. */
export const MAX_MASKING_KEY = 0xffff_ffff;

/** From this many bytes on it pays to make a 32-bit view, and from this many to use the one that is there (Node 20, x86-64). */
const WORTH_A_VIEW = 128;
const WORTH_THE_VIEW = 24;

const NO_BYTES: Uint8Array = /* @__PURE__ */ new Uint8Array(0);
const NO_WORDS: Int32Array = /* @__PURE__ */ new Int32Array(0);

// The array that was masked last, and its words: a chunk holds many frames, and so does a block of output.
let viewed: Uint8Array = NO_BYTES;
let words: Int32Array = NO_WORDS;
/** Where the first word begins in the array. Loads of 32 bits must be aligned. */
let firstWord = 0;

/** A longer array is not remembered: it would be kept alive until the next one comes. */
const LONGEST_REMEMBERED = 131_072;

/** Makes the 32-bit view of an array unless it is there, for many short pieces that are going to be masked. */
export function viewWords(bytes: Uint8Array): void {
  if (bytes === viewed) return;
  const { byteOffset, length } = bytes;
  firstWord = -byteOffset & 3;
  words = length < 8 ? NO_WORDS : new Int32Array(bytes.buffer, byteOffset + firstWord, (length - firstWord) >>> 2);
  viewed = bytes;
}

const loadedKey: Int32Array = /* @__PURE__ */ new Int32Array(1);
const loadedKeyBytes: DataView = /* @__PURE__ */ new DataView(loadedKey.buffer);

/** The key as one 32-bit load of its four bytes gives it on this machine, whatever its byte order. */
function keyAsLoaded(key: number): number {
  loadedKeyBytes.setInt32(0, key);
  return loadedKey[0]!;
}

/** The key for what follows after `count` bytes have been masked. */
export function rotateKey(key: number, count: number): number {
  const bits = (count & 3) << 3;
  return bits === 0 ? key : (key << bits) | (key >>> (32 - bits));
}

/**
 * Masks or unmasks `bytes[start, end)` in place, and tells on the way whether the result is ASCII (RFC 6455 §5.3).
 * Nothing is checked: see {@link applyMask} for a call that checks.
 *
 * @param bytes where the payload stands
 * @param start the position of its first byte, which is masked with the first byte of the key
 * @param end the position after its last byte
 * @param key the 32-bit key as a signed or unsigned integer, its first byte the most significant
 * @returns all bytes of the result ORed, some of them shifted by 8, 16 or 24: `(result & 0x80808080) === 0` exactly when
 * all are ASCII
 * @example
 * ```ts
 * import { maskInPlace } from '@rfc6455/frame';
 *
 * const bytes = Uint8Array.of(0x81, 0x81, 0x37, 0xfa, 0x21, 0x3d, 0x7f);
 * const seen = maskInPlace(bytes, 6, 7, 0x37fa213d);
 * bytes[6]; // => 0x48
 * (seen & 0x80808080) === 0; // => true
 * ```
 */
export function maskInPlace(bytes: Uint8Array, start: number, end: number, key: number): number {
  if (end - start >= (bytes === viewed ? WORTH_THE_VIEW : WORTH_A_VIEW)) return maskWords(bytes, start, end, key);
  return maskBytes(bytes, start, end, key, bytes, 0);
}

/** Masks `source[start, end)` into `target`, `shift` bytes further on; they may be the same array. */
function maskBytes(
  source: Uint8Array,
  start: number,
  end: number,
  key: number,
  target: Uint8Array,
  shift: number,
): number {
  const k0 = key >>> 24;
  const k1 = (key >>> 16) & 0xff;
  const k2 = (key >>> 8) & 0xff;
  const k3 = key & 0xff;
  let seen = 0;
  let i = start;
  for (const last = end - 3; i < last; i += 4) {
    const at = i + shift;
    seen |= target[at] = source[i]! ^ k0;
    seen |= target[at + 1] = source[i + 1]! ^ k1;
    seen |= target[at + 2] = source[i + 2]! ^ k2;
    seen |= target[at + 3] = source[i + 3]! ^ k3;
  }
  if (i < end) seen |= target[i + shift] = source[i]! ^ k0;
  if (i + 1 < end) seen |= target[i + shift + 1] = source[i + 1]! ^ k1;
  if (i + 2 < end) seen |= target[i + shift + 2] = source[i + 2]! ^ k2;
  return seen;
}

function maskWords(bytes: Uint8Array, start: number, end: number, key: number): number {
  viewWords(bytes);
  // The bytes before the first whole word, and those after the last, go singly.
  const first = (start - firstWord + 3) >>> 2;
  const last = (end - firstWord) >>> 2;
  const beforeWords = firstWord + first * 4;
  const afterWords = firstWord + last * 4;
  const w = words;
  const k = keyAsLoaded(rotateKey(key, beforeWords - start));
  let seen = maskBytes(bytes, start, beforeWords, key, bytes, 0);
  let i = first;
  for (const end16 = last - 15; i < end16; i += 16) {
    seen |= w[i]! ^= k;
    seen |= w[i + 1]! ^= k;
    seen |= w[i + 2]! ^= k;
    seen |= w[i + 3]! ^= k;
    seen |= w[i + 4]! ^= k;
    seen |= w[i + 5]! ^= k;
    seen |= w[i + 6]! ^= k;
    seen |= w[i + 7]! ^= k;
    seen |= w[i + 8]! ^= k;
    seen |= w[i + 9]! ^= k;
    seen |= w[i + 10]! ^= k;
    seen |= w[i + 11]! ^= k;
    seen |= w[i + 12]! ^= k;
    seen |= w[i + 13]! ^= k;
    seen |= w[i + 14]! ^= k;
    seen |= w[i + 15]! ^= k;
  }
  for (; i < last; i++) seen |= w[i]! ^= k;
  if (bytes.length > LONGEST_REMEMBERED) viewWords(NO_BYTES);
  return seen | maskBytes(bytes, afterWords, end, rotateKey(key, afterWords - start), bytes, 0);
}

/** Whether a result of {@link maskInPlace} says that every byte was ASCII. */
export function isAsciiResult(seen: number): boolean {
  return (seen & 0x80808080) === 0;
}

/**
 * Copies bytes and masks the copy: what is sent is masked without touching the sender's bytes (RFC 6455 §5.3). Nothing
 * is checked.
 *
 * @param target where to write; from `at`, it has room for `source`, which it does not overlap
 * @param at the position of the first byte
 * @param source the whole payload of a frame: its first byte is masked with the first byte of the key
 * @param maskingKey the 32-bit key, 0–0xffffffff, its most significant byte first
 * @example
 * ```ts
 * import { maskInto } from '@rfc6455/frame';
 *
 * const target = new Uint8Array(7);
 * maskInto(target, 2, new TextEncoder().encode('Hello'), 0x37fa213d);
 * target; // => Uint8Array.of(0x00, 0x00, 0x7f, 0x9f, 0x4d, 0x51, 0x58)
 * ```
 */
export function maskInto(target: Uint8Array, at: number, source: Uint8Array, maskingKey: number): void {
  if (source.length < WORTH_A_VIEW) {
    maskBytes(source, 0, source.length, maskingKey, target, at);
    return;
  }
  target.set(source, at);
  maskWords(target, at, at + source.length, maskingKey);
}

/**
 * Masks or unmasks a payload in place: the two are the same operation (RFC 6455 §5.3).
 *
 * @param payload the bytes, changed in place
 * @param maskingKey the 32-bit key, 0–0xffffffff, its most significant byte first
 * @param offset how many bytes of the payload came before these, 0–9007199254740991, by default 0: a payload can be
 * masked piece by piece
 * @returns `payload`
 * @throws TypeError if `payload` is not a `Uint8Array`
 * @throws RangeError if `maskingKey` or `offset` is out of its range
 * @example
 * ```ts
 * import { applyMask } from '@rfc6455/frame';
 *
 * const payload = new TextEncoder().encode('Hello');
 * applyMask(payload, 0x37fa213d); // => Uint8Array.of(0x7f, 0x9f, 0x4d, 0x51, 0x58)
 * new TextDecoder().decode(applyMask(payload, 0x37fa213d)); // => 'Hello'
 * ```
 */
export function applyMask(payload: Uint8Array, maskingKey: number, offset = 0): Uint8Array {
  checkBytes('payload', payload);
  checkInteger('maskingKey', maskingKey, MAX_MASKING_KEY);
  checkInteger('offset', offset, Number.MAX_SAFE_INTEGER);
  maskInPlace(payload, 0, payload.length, rotateKey(maskingKey, offset));
  return payload;
}
