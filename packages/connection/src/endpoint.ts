/**
 * What one end of a connection does by itself: it hands out what comes, answers Pings and Close frames, and fails the
 * connection when it must.
 *
 * RFC 6455 §5.5 (control frames), §7.1 (closing and failing), §10.4 (limits).
 */
import { CloseCode } from '@rfc6455/close-codes';
import {
  type Close,
  decodeClosePayload,
  encodeClosePayload,
  FrameDecoder,
  Opcode,
  type ProtocolError,
  type Role,
} from '@rfc6455/frame';
import { checkLimit, excerpt } from './argument.ts';
import { AutomaticPong } from './automatic-pong.ts';
import { ClosingHandshake } from './closing-handshake.ts';
import {
  type ConnectionHandler,
  type ConnectionOptions,
  DEFAULT_MAX_FRAGMENTS,
  DEFAULT_MAX_MESSAGE_SIZE,
  DEFAULT_MAX_PENDING_PONG_BYTES,
} from './connection-options.ts';
import { claimedBits, NO_EXTENSIONS } from './extension.ts';
import { FIN, FrameWriter } from './frame-writer.ts';
import { MessageReceiver, type MessageSink } from './message-receiver.ts';

/** The receiving side of a connection, and how it ends. */
export class Endpoint implements MessageSink {
  readonly role: Role;
  readonly writer: FrameWriter;
  readonly closing: ClosingHandshake = new ClosingHandshake();
  readonly #handler: ConnectionHandler;
  readonly #decoder: FrameDecoder;
  readonly #autoPong: boolean;
  readonly #autoClose: boolean;
  readonly #maxPendingPongBytes: number;
  /** Most connections never see a Ping. */
  #automaticPong: AutomaticPong | undefined;
  #receiving = false;

  /** Throws a TypeError or RangeError for an option that is not what it must be. */
  constructor(options: ConnectionOptions) {
    const { role, handler, random, extensions = NO_EXTENSIONS } = options;
    if (typeof handler !== 'object' || handler === null) {
      throw new TypeError(`handler: expected an object, got ${excerpt(handler)}`);
    }
    const maxMessageSize = checkLimit('maxMessageSize', options.maxMessageSize, DEFAULT_MAX_MESSAGE_SIZE, 0);
    const receiver = new MessageReceiver(this, {
      maxMessageSize,
      maxFragments: checkLimit('maxFragments', options.maxFragments, DEFAULT_MAX_FRAGMENTS, 1),
      inChunks: handler.messageStart !== undefined,
      extensions,
    });
    this.#decoder = new FrameDecoder({
      role,
      handler: receiver,
      maxFrameSize: checkLimit('maxFrameSize', options.maxFrameSize, maxMessageSize, 0),
      reservedBits: claimedBits(extensions),
    });
    this.role = role;
    this.writer = new FrameWriter(role, random);
    this.#handler = handler;
    this.#autoPong = options.autoPong ?? true;
    this.#autoClose = options.autoClose ?? true;
    const maxPongBytes = options.maxPendingPongBytes;
    this.#maxPendingPongBytes = checkLimit('maxPendingPongBytes', maxPongBytes, DEFAULT_MAX_PENDING_PONG_BYTES, 0);
  }

  receive(bytes: Uint8Array): void {
    if (this.#receiving) throw new DOMException('receive was called from inside a handler', 'InvalidStateError');
    this.#receiving = true;
    try {
      // [6.2-1] What comes is parsed as frames.
      this.#decoder.receive(bytes);
    } catch (error) {
      this.failByFault(error);
      throw error;
    } finally {
      this.#receiving = false;
    }
  }

  receiveEnd(cause: Error | undefined): void {
    if (this.closing.state === 'closed') return;
    this.#stopReceiving();
    const report = this.closing.transportEnded(cause);
    this.#handler.closed?.(report);
  }

  get outputLength(): number {
    return this.writer.length + (this.#automaticPong?.lateLength ?? 0);
  }

  takeOutput(): readonly Uint8Array[] {
    this.#automaticPong?.flush();
    this.#automaticPong?.outputTaken();
    return this.writer.take();
  }

  /** Sends a Close frame. */
  sendClose(payload: Uint8Array, initiator: 'local' | 'remote'): void {
    this.#automaticPong?.flush();
    // [7.1.2-1] The closing handshake starts with a Close frame.
    this.writer.write(FIN, Opcode.Close, payload);
    this.closing.closeSent(decodeClosePayload(payload) as Close, initiator);
  }

  /** Fails the connection, with this payload in the Close frame if none was sent. */
  fail(payload: Uint8Array, cause: Error | undefined): void {
    if (this.closing.isOver) return;
    try {
      // [7.1.7-3] [10.7-3] A Close frame tells the peer why.
      if (this.closing.canSend) this.sendClose(payload, 'local');
    } finally {
      // [7.1.7-5] Nothing that still comes is processed.
      this.#stopReceiving();
      this.closing.fail(cause);
    }
  }

  /** Fails the connection because of an error at this end, about which the peer learns nothing. */
  failByFault(error: unknown): void {
    const cause = error instanceof Error ? error : new Error('what was thrown is not an Error', { cause: error });
    this.fail(encodeClosePayload(CloseCode.InternalError), cause);
  }

  message(data: string | Uint8Array): void {
    this.#handler.message?.(data);
  }

  messageStart(type: 'text' | 'binary'): void {
    this.#handler.messageStart?.(type);
  }

  messageChunk(bytes: Uint8Array): void {
    // The handler may have ended the connection in the call before; so below.
    if (!this.closing.isOver) this.#handler.messageChunk?.(bytes);
  }

  messageEnd(): void {
    if (!this.closing.isOver) this.#handler.messageEnd?.();
  }

  control(opcode: Opcode, payload: Uint8Array): void {
    if (opcode === Opcode.Ping) this.#receivePing(payload);
    else if (opcode === Opcode.Pong) this.#handler.pong?.(payload);
    else this.#receiveClose(payload);
  }

  violation(error: ProtocolError): void {
    // A handler may have ended the connection between the bytes and their check.
    if (this.closing.isOver) return;
    this.fail(encodeClosePayload(error.closeCode, error.code), error);
    this.#handler.violation?.(error);
  }

  #receivePing(payload: Uint8Array): void {
    // [5.5.2-2] [5.5.2-3] A Ping is answered with a Pong, as soon as is practical.
    if (this.#autoPong) {
      this.#automaticPong ??= new AutomaticPong(this.writer, this.#maxPendingPongBytes);
      this.#automaticPong.answer(payload);
    }
    this.#handler.ping?.(payload);
  }

  #receiveClose(payload: Uint8Array): void {
    const close = decodeClosePayload(payload);
    if (close instanceof Error) return this.violation(close);
    this.closing.closeReceived(close);
    // [5.5.1-6] [5.5.1-7] A Close frame is answered with one that has the same code.
    if (this.#autoClose && this.closing.canSend) this.sendClose(payload.slice(0, 2), 'remote');
    // §1.4: what follows a Close frame is discarded.
    this.#stopReceiving();
    this.#handler.closeReceived?.(close);
  }

  #stopReceiving(): void {
    this.#decoder.stop();
    this.#automaticPong?.drop();
  }
}
