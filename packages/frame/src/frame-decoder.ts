/**
 * A streaming decoder: bytes in, cut anywhere; frame headers and unmasked payload out. Every rule that a header can
 * break is checked on the very byte that breaks it.
 *
 * RFC 6455 §5.1 (masking by role), §5.2 (layout), §5.3 (unmasking), §5.4 (order of fragments), §5.5 (control frames).
 */
import type { Role } from '@rfc6455/close-codes';
import { checkBytes, checkInteger, excerpt } from './argument.ts';
import type { FrameHandler } from './frame-handler.ts';
import type { FrameHeader, ReservedBits } from './frame-header.ts';
import { isAsciiResult, maskInPlace, rotateKey, viewWords } from './masking.ts';
import { isControl, isOpcode, Opcode } from './opcode.ts';
import { type ProtocolErrorCode, violation } from './protocol-error.ts';

/** Options of a {@link FrameDecoder}. */
export interface FrameDecoderOptions {
  /** The role of the endpoint that receives: a server takes only masked frames, a client only frames that are not. */
  readonly role: Role;
  /** Who is told. */
  readonly handler: FrameHandler;
  /** The longest payload of one data frame in bytes, 0–9007199254740991; by default 16 MiB. */
  readonly maxFrameSize?: number | undefined;
  /** The reserved bits that negotiated extensions use on the first frame of a message; by default none. */
  readonly reservedBits?: ReservedBits | undefined;
}

/**
 * The default of `maxFrameSize`: 16 MiB.
 *
 * @example
 * ```ts
 * import { DEFAULT_MAX_FRAME_SIZE } from '@rfc6455/frame';
 *
 * DEFAULT_MAX_FRAME_SIZE; // => 16_777_216
 * ```
 */
export const DEFAULT_MAX_FRAME_SIZE = 16_777_216;

/** The FIN bit of the first byte, and the MASK bit of the second. */
const FIN = 0x80;
const MASK = 0x80;

/** A chunk of this many bytes may hold many short messages. */
const MANY_MESSAGES = 1024;

const FIRST_BYTE = 0;
const SECOND_BYTE = 1;
const EXTENDED_LENGTH = 2;
const MASKING_KEY = 3;
const PAYLOAD = 4;
const STOPPED = 5;

type MutableHeader = { -readonly [Field in keyof FrameHeader]: FrameHeader[Field] };

/** Stands for the header of a decoder that has read none. Nothing is written into it. */
const NO_HEADER: MutableHeader = {
  fin: true,
  reservedBits: 0,
  opcode: Opcode.Continuation,
  masked: false,
  maskingKey: 0,
  payloadLength: 0,
};

/**
 * Decodes a stream of frames.
 *
 * @example
 * ```ts
 * import { FrameDecoder } from '@rfc6455/frame';
 *
 * const decoder = new FrameDecoder({
 *   role: 'client',
 *   handler: {
 *     frameStart: (header) => console.log(header.opcode, header.payloadLength), // => 1 5
 *     framePayload: (bytes, start, end) => console.log(new TextDecoder().decode(bytes.subarray(start, end))), // => Hello
 *     frameEnd: () => {},
 *     frameError: (error) => console.log(error.code),
 *   },
 * });
 * decoder.receive(Uint8Array.of(0x81, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f));
 * ```
 */
export class FrameDecoder {
  readonly #handler: FrameHandler;
  readonly #masked: boolean;
  readonly #maxFrameSize: number;
  readonly #reservedBits: ReservedBits;
  /** Made when a frame is read byte by byte, which many connections never see. */
  #header: MutableHeader = NO_HEADER;
  #stage: number = FIRST_BYTE;
  /** Bytes that are still to come of the field being read: of the length, the masking key, or the payload. */
  #missing = 0;
  /** How many bytes the extended length has: 2 or 8. */
  #lengthBytes = 2;
  /** The masking key, turned so that its first byte masks the next byte of the payload. */
  #key = 0;
  /** Whether a message has begun and its last fragment has not come. */
  #insideMessage = false;
  /** Bytes received before the current chunk. */
  #position = 0;

  /**
   * @param options see {@link FrameDecoderOptions}
   * @throws TypeError if the role is not 'client' or 'server', or the handler is missing
   * @throws RangeError if `maxFrameSize` or `reservedBits` is out of its range
   */
  constructor(options: FrameDecoderOptions) {
    const { role, handler, maxFrameSize = DEFAULT_MAX_FRAME_SIZE, reservedBits = 0 } = options;
    if (role !== 'client' && role !== 'server') {
      throw new TypeError(`role: expected 'client' or 'server', got ${excerpt(role)}`);
    }
    if (typeof handler !== 'object' || handler === null) {
      throw new TypeError(`handler: expected an object, got ${excerpt(handler)}`);
    }
    checkInteger('maxFrameSize', maxFrameSize, Number.MAX_SAFE_INTEGER);
    checkInteger('reservedBits', reservedBits, 7);
    this.#handler = handler;
    this.#masked = role === 'server';
    this.#maxFrameSize = maxFrameSize;
    this.#reservedBits = reservedBits;
  }

  /** Ignores everything from here on; called by a handler, also the rest of the chunk that is being received. */
  stop(): void {
    this.#stage = STOPPED;
  }

  /** Whether the bytes so far end at the end of a frame; false after {@link stop} and after a violation. */
  get betweenFrames(): boolean {
    return this.#stage === FIRST_BYTE;
  }

  /**
   * Takes the next bytes of the stream. Masked payloads are unmasked in place: the bytes belong to the decoder now.
   *
   * Not to be called by the handler. What the handler throws comes out of here, and the rest of the chunk is lost: use
   * the decoder no more then.
   *
   * @param bytes any number of bytes, cut anywhere
   * @throws TypeError if it is not a `Uint8Array`
   */
  receive(bytes: Uint8Array): void {
    checkBytes('bytes', bytes);
    // [10.7-1] Every byte of a header is checked as it comes.
    const end = bytes.length;
    let at = 0;
    while (at < end) {
      if (this.#stage === PAYLOAD) {
        at = this.#readPayload(bytes, at, end);
      } else if (this.#stage === FIRST_BYTE) {
        const next = this.#readWholeMessages(bytes, at, end);
        if (next > at) {
          at = next;
          continue;
        }
        this.#readFirstByte(bytes[at]!, at);
        at += 1;
      } else if (this.#stage === SECOND_BYTE) {
        this.#readSecondByte(bytes[at]!, at);
        at += 1;
      } else if (this.#stage === MASKING_KEY) {
        this.#readKeyByte(bytes[at]!);
        at += 1;
      } else if (this.#stage === EXTENDED_LENGTH) {
        this.#readLengthByte(bytes[at]!, at);
        at += 1;
      } else {
        return;
      }
    }
    this.#position += end;
  }

  /**
   * Reads messages that are one frame, all of it here, and break no rule, and returns the position after them. Whatever
   * else comes stays for the walk byte by byte, which finds what is wrong with it.
   */
  #readWholeMessages(bytes: Uint8Array, start: number, end: number): number {
    const handler = this.#handler;
    if (handler.wholeMessage === undefined || this.#insideMessage) return start;
    const mask = this.#masked ? MASK : 0;
    if (this.#masked && end - start >= MANY_MESSAGES) viewWords(bytes);
    let at = start;
    while (end - at >= 2) {
      const opcode = bytes[at]! ^ FIN;
      if (opcode !== Opcode.Text && opcode !== Opcode.Binary) break;
      let payloadAt = at + 2;
      // Greater than 127 if the mask bit is not what it must be.
      let length = bytes[at + 1]! ^ mask;
      if (length > 125) {
        if (length !== 126 || end - at < 4) break;
        length = (bytes[at + 2]! << 8) | bytes[at + 3]!;
        if (length < 126) break;
        payloadAt = at + 4;
      }
      if (this.#masked) payloadAt += 4;
      const next = payloadAt + length;
      if (next > end || length > this.#maxFrameSize) break;
      // [6.2-7] A server removes the masking.
      const ascii = this.#masked && isAsciiResult(maskInPlace(bytes, payloadAt, next, keyAt(bytes, payloadAt - 4)));
      at = next;
      handler.wholeMessage(opcode, bytes, payloadAt, next, ascii);
      // The handler may have stopped the decoder.
      if (this.#stage !== FIRST_BYTE) break;
    }
    return at;
  }

  #readFirstByte(byte: number, at: number): void {
    if (this.#header === NO_HEADER) this.#header = { ...NO_HEADER, masked: this.#masked };
    const header = this.#header;
    const opcode = byte & 0x0f;
    const fin = byte >= 0x80;
    const reservedBits = ((byte >> 4) & 7) as ReservedBits;
    // [5.2-4] An unknown opcode fails the connection.
    if (!isOpcode(opcode)) return this.#fail('RESERVED_OPCODE', `0x${opcode.toString(16)}`, at);
    if (isControl(opcode)) {
      // [5.4-2] [5.5-1] A control frame is not fragmented.
      if (!fin) return this.#fail('FRAGMENTED_CONTROL_FRAME', 'one without FIN', at);
    } else if (opcode === Opcode.Continuation) {
      // [5.4-12] All fragments have the type that the first one names: a continuation without it has none.
      if (!this.#insideMessage) return this.#fail('CONTINUATION_WITHOUT_START', 'a continuation', at);
    } else if (this.#insideMessage) {
      // [5.4-4] The fragments of one message are not interleaved with another.
      return this.#fail('MESSAGE_INSIDE_MESSAGE', 'the first frame of another', at);
    }
    // [5.2-2] [5.2-3] [5.2-8] [5.2-9] [5.2-10] A reserved bit is 0 unless a negotiated extension gives it a meaning. The
    // one that exists (permessage-deflate) does so on the first frame of a message only.
    const allowed = opcode === Opcode.Text || opcode === Opcode.Binary ? this.#reservedBits : 0;
    if ((reservedBits & ~allowed) !== 0) {
      return this.#fail('RESERVED_BITS_SET', `${bits(reservedBits)} where ${bits(allowed)} is allowed`, at);
    }
    header.fin = fin;
    header.reservedBits = reservedBits;
    header.opcode = opcode;
    // [5.4-1] [5.4-5] A control frame may come between fragments and does not end their message.
    if (opcode < Opcode.Close) this.#insideMessage = !fin;
    this.#stage = SECOND_BYTE;
  }

  #readSecondByte(byte: number, at: number): void {
    const header = this.#header;
    const masked = byte >= 0x80;
    const length = byte & 0x7f;
    if (masked !== this.#masked) {
      // [5.1-2] A server closes when a frame is not masked; [5.1-5] a client, when one is.
      if (masked) return this.#fail('MASKED_FRAME_FROM_SERVER', 'a masked one', at);
      return this.#fail('UNMASKED_FRAME_FROM_CLIENT', 'one that is not', at);
    }
    // [5.5-1] A control frame has 125 bytes of payload at most.
    if (length > 125 && isControl(header.opcode)) return this.#fail('CONTROL_FRAME_TOO_LONG', 'more', at);
    if (length < 126) {
      header.payloadLength = length;
      this.#lengthDone(at);
    } else {
      header.payloadLength = 0;
      this.#lengthBytes = length === 126 ? 2 : 8;
      this.#missing = this.#lengthBytes;
      this.#stage = EXTENDED_LENGTH;
    }
  }

  #readLengthByte(byte: number, at: number): void {
    const header = this.#header;
    // [5.2-5] The most significant bit of the 64-bit length is 0.
    if (this.#missing === 8 && byte >= 0x80) return this.#fail('LENGTH_MOST_SIGNIFICANT_BIT', '64', at);
    header.payloadLength = header.payloadLength * 256 + byte;
    this.#missing -= 1;
    // [5.2-6] The minimal number of bytes encodes the length. 64 bits whose first 48 are 0 would have fitted in 16.
    const tooShort =
      this.#lengthBytes === 8
        ? this.#missing === 2 && header.payloadLength === 0
        : this.#missing === 0 && header.payloadLength < 126;
    if (tooShort) return this.#fail('LENGTH_NOT_MINIMAL', `${this.#lengthBytes} bytes for what needs fewer`, at);
    if (this.#missing === 0) this.#lengthDone(at);
  }

  #lengthDone(at: number): void {
    const { opcode, payloadLength } = this.#header;
    // [10.4-1] A limit on the size of a frame is enforced on the declared length, before anything is kept. Control frames
    // have their own: a small limit for data must not keep a Close frame out.
    if (payloadLength > this.#maxFrameSize && !isControl(opcode)) {
      return this.#fail('FRAME_TOO_LARGE', `${payloadLength} where ${this.#maxFrameSize} is allowed`, at);
    }
    if (this.#masked) {
      this.#missing = 4;
      this.#stage = MASKING_KEY;
    } else {
      this.#startPayload();
    }
  }

  #readKeyByte(byte: number): void {
    this.#key = (this.#key << 8) | byte;
    this.#missing -= 1;
    if (this.#missing > 0) return;
    this.#header.maskingKey = this.#key >>> 0;
    this.#startPayload();
  }

  #startPayload(): void {
    this.#missing = this.#header.payloadLength;
    this.#stage = PAYLOAD;
    this.#handler.frameStart(this.#header);
    if (this.#missing === 0) this.#endFrame();
  }

  #readPayload(bytes: Uint8Array, at: number, end: number): number {
    const until = end - at < this.#missing ? end : at + this.#missing;
    let ascii = false;
    // [6.2-7] A server removes the masking.
    if (this.#masked) {
      ascii = isAsciiResult(maskInPlace(bytes, at, until, this.#key));
      this.#key = rotateKey(this.#key, until - at);
    }
    this.#missing -= until - at;
    this.#handler.framePayload(bytes, at, until, ascii);
    if (this.#missing === 0) this.#endFrame();
    return until;
  }

  #endFrame(): void {
    // The handler may have stopped the decoder in any of its calls.
    if (this.#stage !== PAYLOAD) return;
    this.#stage = FIRST_BYTE;
    this.#handler.frameEnd();
  }

  #fail(code: ProtocolErrorCode, got: string, at: number): void {
    // [7.1.7-5] Nothing is processed after a violation.
    this.stop();
    this.#handler.frameError(violation(code, `${got}, at byte ${this.#position + at} of the stream`));
  }
}

function keyAt(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
}

function bits(value: number): string {
  return value.toString(2).padStart(3, '0');
}
