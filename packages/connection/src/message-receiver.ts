/**
 * Messages from frames: fragments are put together, text is validated while it arrives, limits are kept.
 *
 * RFC 6455 §5.4 (fragmentation), §5.6 (text and binary), §6.2 (receiving), §8.1 (UTF-8), §10.4 (limits).
 */
import {
  decodeUtf8,
  type FrameHandler,
  type FrameHeader,
  frameHeaderLength,
  isControl,
  Opcode,
  PayloadBuffer,
  ProtocolError,
  Utf8Validator,
  VIOLATIONS,
} from '@rfc6455/frame';
import { view } from './chunk-view.ts';
import type { Extension } from './extension.ts';

/** What a {@link MessageReceiver} tells. */
export interface MessageSink {
  message(data: string | Uint8Array): void;
  messageStart(type: 'text' | 'binary'): void;
  messageChunk(bytes: Uint8Array): void;
  messageEnd(): void;
  control(opcode: Opcode, payload: Uint8Array): void;
  violation(error: ProtocolError): void;
}

/** Limits and mode of a {@link MessageReceiver}. */
export interface MessageReceiverOptions {
  readonly maxMessageSize: number;
  readonly maxFragments: number;
  /** Whether messages are handed out in pieces. */
  readonly inChunks: boolean;
  /** In the order of the handshake. */
  readonly extensions: readonly Extension[];
}

const EMPTY: Uint8Array = /* @__PURE__ */ new Uint8Array(0);

/** Turns the calls of a frame decoder into whole messages and whole control frames. */
export class MessageReceiver implements FrameHandler {
  readonly #sink: MessageSink;
  readonly #maxMessageSize: number;
  readonly #maxFragments: number;
  readonly #inChunks: boolean;
  /** In the order of decoding: what was applied last comes off first. */
  readonly #extensions: readonly Extension[];
  /** Complete between messages: one that ends inside a sequence fails the connection. ASCII needs none. */
  #validator: Utf8Validator | undefined;
  // Most messages and control frames come in one piece, which is not gathered.
  #gathered: PayloadBuffer | undefined;
  #control: PayloadBuffer | undefined;
  /** The decoder's own object. */
  #header!: FrameHeader;
  /** The part of the current frame's payload that is still to come. */
  #remaining = 0;
  #text = false;
  #fragments = 0;
  /** The length of the message: as declared by its frames, or as decoded so far where an extension transforms it. */
  #size = 0;
  /** The reserved bits of the message's first frame: the extensions that transformed it. */
  #marked = 0;
  // A payload that came in one piece is not gathered: it is #whole[#start, #end).
  #whole: Uint8Array = EMPTY;
  #start = 0;
  #end = 0;

  constructor(sink: MessageSink, options: MessageReceiverOptions) {
    this.#sink = sink;
    this.#maxMessageSize = options.maxMessageSize;
    this.#maxFragments = options.maxFragments;
    this.#inChunks = options.inChunks;
    this.#extensions = options.extensions.length === 0 ? options.extensions : options.extensions.toReversed();
  }

  wholeMessage(opcode: Opcode, bytes: Uint8Array, start: number, end: number, ascii: boolean): void {
    const text = opcode === Opcode.Text;
    this.#size = 0;
    if (!this.#grow(end - start)) return;
    if (text && !ascii && !(this.#isUtf8(bytes, start, end) && this.#isWhole())) return;
    if (!this.#inChunks) return this.#sink.message(text ? decodeUtf8(bytes, start, end) : view(bytes, start, end));
    this.#sink.messageStart(text ? 'text' : 'binary');
    if (end > start) this.#sink.messageChunk(view(bytes, start, end));
    this.#sink.messageEnd();
  }

  frameStart(header: FrameHeader): void {
    this.#header = header;
    this.#remaining = header.payloadLength;
    // [5.4-1] [5.4-5] A control frame may come between the fragments of a message: it leaves the message alone.
    if (isControl(header.opcode)) return;
    const first = header.opcode !== Opcode.Continuation;
    if (first) this.#startMessage(header);
    this.#fragments += 1;
    // [10.4-1] [10.4-2] Limits on what is put together from many frames.
    if (this.#fragments > this.#maxFragments) {
      const detail = `expected at most ${this.#maxFragments} fragments in a message`;
      return this.#sink.violation(new ProtocolError('TOO_MANY_FRAGMENTS', detail));
    }
    if (this.#marked === 0 && !this.#grow(header.payloadLength)) return;
    if (first && this.#inChunks) this.#sink.messageStart(this.#text ? 'text' : 'binary');
  }

  framePayload(bytes: Uint8Array, start: number, end: number, ascii: boolean): void {
    this.#remaining -= end - start;
    if (isControl(this.#header.opcode)) {
      this.#control = this.#keep(this.#control, bytes, start, end, this.#remaining);
    } else if (this.#marked !== 0) {
      this.#decode(view(bytes, start, end));
    } else if (this.#validate(bytes, start, end, ascii)) {
      if (this.#inChunks) this.#sink.messageChunk(view(bytes, start, end));
      else this.#gathered = this.#keep(this.#gathered, bytes, start, end, this.#remaining);
    }
  }

  frameEnd(): void {
    const { fin, opcode, payloadLength } = this.#header;
    // [6.2-2] What a control frame means is not the business of messages.
    if (isControl(opcode)) {
      this.#control = this.#settle(this.#control);
      return this.#sink.control(opcode, this.#takePayload());
    }
    if (!fin) return;
    // An extension is told of the end of the message with its last bytes; an empty last frame brings none.
    if (this.#marked !== 0 && payloadLength === 0 && !this.#decode(EMPTY)) return;
    if (this.#text && !this.#isWhole()) return;
    if (this.#inChunks) return this.#sink.messageEnd();
    this.#gathered = this.#settle(this.#gathered);
    this.#sink.message(this.#text ? this.#takeText() : this.#takePayload());
  }

  frameError(error: ProtocolError): void {
    this.#sink.violation(error);
  }

  #startMessage(header: FrameHeader): void {
    // [6.2-3] The first frame's opcode is the type of the message. [6.2-4] It begins a new one: the last has ended.
    this.#text = header.opcode === Opcode.Text;
    this.#fragments = 0;
    this.#size = 0;
    this.#marked = header.reservedBits;
  }

  /** Counts bytes of the message; false if they are too many, and the connection has been failed. */
  #grow(count: number): boolean {
    this.#size += count;
    if (this.#size <= this.#maxMessageSize) return true;
    const detail = `expected a message of at most ${this.#maxMessageSize} bytes, got ${this.#size} or more`;
    this.#sink.violation(new ProtocolError('MESSAGE_TOO_LARGE', detail));
    return false;
  }

  /** Whether the text so far ends at the end of a sequence. */
  get #textIsComplete(): boolean {
    return this.#validator === undefined || this.#validator.complete;
  }

  /** Validates a piece of a text; false if it is not UTF-8, and the connection has been failed. */
  #validate(bytes: Uint8Array, start: number, end: number, ascii: boolean): boolean {
    return !this.#text || (ascii && this.#textIsComplete) || this.#isUtf8(bytes, start, end);
  }

  /** Validates the next bytes of a text; false if they are not UTF-8, and the connection has been failed. */
  #isUtf8(bytes: Uint8Array, start: number, end: number): boolean {
    this.#validator ??= new Utf8Validator();
    const bad = this.#validator.write(bytes, start, end);
    if (bad === -1) return true;
    const detail = `expected valid UTF-8 in a text message, got 0x${bytes[bad]!.toString(16)} out of place`;
    this.#sink.violation(new ProtocolError('INVALID_UTF8', detail));
    return false;
  }

  /** Validates the end of a text; false if it is inside a sequence, and the connection has been failed. */
  #isWhole(): boolean {
    // [5.6-1] [8.1-1] A text is valid UTF-8 as a whole.
    if (this.#textIsComplete) return true;
    const detail = 'expected valid UTF-8 in a text message, but it ends inside a sequence';
    this.#sink.violation(new ProtocolError('INVALID_UTF8', detail));
    return false;
  }

  /** Has the extensions transform a piece back; false if that failed the connection. */
  #decode(piece: Uint8Array): boolean {
    const last = this.#header.fin && this.#remaining === 0;
    let bytes = piece;
    try {
      for (const extension of this.#extensions) {
        if ((this.#marked & extension.reservedBits) === 0) continue;
        bytes = extension.decode(bytes, last, this.#maxMessageSize - this.#size);
      }
    } catch (error) {
      this.#sink.violation(asProtocolError(error));
      return false;
    }
    if (!this.#grow(bytes.length) || !this.#validate(bytes, 0, bytes.length, false)) return false;
    if (bytes.length === 0) return true;
    if (this.#inChunks) this.#sink.messageChunk(bytes);
    else this.#gathered = this.#keep(this.#gathered, bytes, 0, bytes.length, 0);
    return true;
  }

  // [5.4-3] [5.4-7] What comes in fragments is put together in the order in which it comes.
  /** Keeps a piece: by reference if it is all there will be, else copied to its place in the buffer that is returned. */
  #keep(
    buffer: PayloadBuffer | undefined,
    bytes: Uint8Array,
    start: number,
    end: number,
    expected: number,
  ): PayloadBuffer | undefined {
    if (buffer === undefined && this.#header.fin && this.#remaining === 0) {
      this.#refer(bytes, start, end);
      return undefined;
    }
    const kept = buffer ?? new PayloadBuffer(this.#maxMessageSize);
    // The header in front of the payload has been read. A payload of 64 KiB comes with its header in two chunks, of which
    // the second holds no more than the header's length.
    const room = Math.min(start, frameHeaderLength(this.#header.payloadLength, this.#header.masked ? 0 : undefined));
    kept.append(bytes, start, end, expected, room);
    return kept;
  }

  /** Makes a payload that was gathered the whole one. */
  #settle(buffer: PayloadBuffer | undefined): undefined {
    if (buffer === undefined) return;
    const bytes = buffer.take();
    this.#refer(bytes, 0, bytes.length);
  }

  #refer(bytes: Uint8Array, start: number, end: number): void {
    this.#whole = bytes;
    this.#start = start;
    this.#end = end;
  }

  #takePayload(): Uint8Array {
    const payload = view(this.#whole, this.#start, this.#end);
    this.#refer(EMPTY, 0, 0);
    return payload;
  }

  #takeText(): string {
    const text = decodeUtf8(this.#whole, this.#start, this.#end);
    this.#refer(EMPTY, 0, 0);
    return text;
  }
}

function asProtocolError(error: unknown): ProtocolError {
  if (
    error instanceof Error &&
    error.name === 'ProtocolError' &&
    Object.hasOwn(VIOLATIONS, Reflect.get(error, 'code'))
  ) {
    return error as ProtocolError;
  }
  return new ProtocolError('EXTENSION_DATA_INVALID', 'an extension could not decode a message', { cause: error });
}
