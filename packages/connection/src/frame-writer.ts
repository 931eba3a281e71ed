/**
 * Frames out: header, masking and payload, laid into an output queue.
 *
 * RFC 6455 §5.2 (layout), §5.3 (masking), §6.1 (sending).
 */
import {
  frameHeaderLength,
  maskInPlace,
  maskInto,
  type Opcode,
  type Role,
  utf8Length,
  writeFrameHeader,
  writeUtf8,
} from '@rfc6455/frame';
import { toKeep } from './binary-data.ts';
import { OutputQueue } from './output-queue.ts';

/** The FIN bit of a frame's first byte. */
export const FIN = 0x80;
/** From this many bytes on, a payload that needs no masking is referred to and not copied. */
const LARGE_PAYLOAD = 4096;

/** Encodes frames for one end of a connection. */
export class FrameWriter {
  readonly #random: (() => number) | undefined;
  readonly #queue = new OutputQueue();

  /**
   * @param role a client masks, a server does not
   * @param random unsigned 32-bit integers that nobody can predict; a client needs it
   */
  constructor(role: Role, random: (() => number) | undefined) {
    if (role === 'client' && typeof random !== 'function') {
      throw new TypeError('random: a client needs a source of unpredictable 32-bit integers (RFC 6455 section 5.3)');
    }
    // [5.1-4] A server does not mask.
    this.#random = role === 'client' ? random : undefined;
  }

  /** How many bytes a frame with that many bytes of payload takes. */
  frameLength(payloadLength: number): number {
    return frameHeaderLength(payloadLength, this.#random === undefined ? undefined : 0) + payloadLength;
  }

  /** How many bytes wait to be taken. */
  get length(): number {
    return this.#queue.length;
  }

  /** Hands out the bytes that wait. */
  take(): readonly Uint8Array[] {
    return this.#queue.take();
  }

  /** Encodes a final frame whose payload is text, straight into its place. */
  writeText(opcode: Opcode, text: string): void {
    const length = utf8Length(text);
    const key = this.#nextKey();
    const headerLength = frameHeaderLength(length, key);
    const at = this.#queue.reserve(headerLength + length);
    const { block } = this.#queue;
    const payloadAt = writeFrameHeader(block, at, FIN | opcode, length, key);
    if (length === text.length && length <= 32) writeAscii(text, block, payloadAt);
    else writeUtf8(text, block, payloadAt);
    if (key !== undefined) maskInPlace(block, payloadAt, payloadAt + length, key);
  }

  /**
   * Encodes a frame.
   *
   * @param flags 0x80 for FIN, 0x40, 0x20, 0x10 for the reserved bits
   */
  write(flags: number, opcode: Opcode, payload: Uint8Array): void {
    const { length } = payload;
    const key = this.#nextKey();
    const headerLength = frameHeaderLength(length, key);
    if (key === undefined && length >= LARGE_PAYLOAD) {
      const at = this.#queue.reserve(headerLength);
      writeFrameHeader(this.#queue.block, at, flags | opcode, length, key);
      this.#queue.append(toKeep(payload));
      return;
    }
    const at = this.#queue.reserve(headerLength + length);
    const { block } = this.#queue;
    const payloadAt = writeFrameHeader(block, at, flags | opcode, length, key);
    if (key === undefined) copyInto(block, payloadAt, payload);
    else maskInto(block, payloadAt, payload, key);
  }

  /** Appends a frame that is encoded already. */
  writeEncoded(frame: Uint8Array): void {
    this.#queue.append(frame);
  }

  // [5.1-1] [6.1-8] A client masks every frame, [5.3-2] [10.3-1] each with a fresh key.
  #nextKey(): number | undefined {
    return this.#random === undefined ? undefined : this.#random() >>> 0;
  }
}

/** For a few characters the loop is faster than a native call. */
function writeAscii(text: string, target: Uint8Array, at: number): void {
  for (let i = 0; i < text.length; i++) target[at + i] = text.charCodeAt(i);
}

/** For a few bytes the loop is faster than a native call; four a step, it is again a third faster. */
function copyInto(target: Uint8Array, at: number, source: Uint8Array): void {
  const { length } = source;
  if (length > 64) return target.set(source, at);
  let i = 0;
  for (const last = length - 3; i < last; i += 4) {
    target[at + i] = source[i]!;
    target[at + i + 1] = source[i + 1]!;
    target[at + i + 2] = source[i + 2]!;
    target[at + i + 3] = source[i + 3]!;
  }
  for (; i < length; i++) target[at + i] = source[i]!;
}
