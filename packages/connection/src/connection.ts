/**
 * One end of a WebSocket connection after the opening handshake: bytes in, bytes out, no I/O.
 *
 * RFC 6455 §5.5 (control frames), §6 (sending and receiving), §7 (closing), §9 (extensions), §10.4 (limits).
 */
import { maySendCloseCode } from '@rfc6455/close-codes';
import {
  type Close,
  decodeClosePayload,
  encodeClosePayload,
  FrameDecoder,
  Opcode,
  type ProtocolError,
  type Role,
} from '@rfc6455/frame';
import { type BinaryData, toBytes } from './binary-data.ts';
import {
  type ConnectionHandler,
  type ConnectionOptions,
  checkLimit,
  DEFAULT_MAX_FRAGMENTS,
  DEFAULT_MAX_MESSAGE_SIZE,
  DEFAULT_MAX_PENDING_PONG_BYTES,
} from './connection-options.ts';
import { claimedBits, type Extension } from './extension.ts';
import { FrameWriter } from './frame-writer.ts';
import { MessageReceiver } from './message-receiver.ts';
import { MessageWriter } from './message-writer.ts';
import { PreparedMessage } from './prepared-message.ts';
import { type ConnectionState, nextState } from './state.ts';

const FIN = 0x80;
const NO_DATA: Uint8Array = new Uint8Array(0);

/**
 * One end of a WebSocket connection.
 *
 * Give it what the transport delivers (`receive`, `receiveEnd`), write what it hands out (`takeOutput`), and look at
 * `transportDuty` to learn when the transport must be closed. Everything that happens comes out through the handler.
 *
 * @example
 * ```ts
 * import { Connection } from '@rfc6455/connection';
 *
 * const server = new Connection({
 *   role: 'server',
 *   handler: { message: (data) => server.send(`you said ${data}`) },
 * });
 * const client = new Connection({
 *   role: 'client',
 *   random: () => crypto.getRandomValues(new Uint32Array(1))[0]!,
 *   handler: { message: (data) => console.log(data) }, // => you said hello
 * });
 * client.send('hello');
 * for (const bytes of client.takeOutput()) server.receive(bytes);
 * for (const bytes of server.takeOutput()) client.receive(bytes);
 * ```
 */
export class Connection {
  /** Which end this is. */
  readonly role: Role;
  readonly #handler: ConnectionHandler;
  readonly #decoder: FrameDecoder;
  readonly #writer: FrameWriter;
  readonly #extensions: readonly Extension[];
  readonly #autoPong: boolean;
  readonly #autoClose: boolean;
  readonly #maxPendingPongBytes: number;
  #state: ConnectionState = 'open';
  #sent: Close | undefined;
  #received: Close | undefined;
  #initiator: 'local' | 'remote' | undefined;
  #failed = false;
  #cause: Error | undefined;
  #receiving = false;
  #openMessage: MessageWriter | undefined;
  #pendingPongBytes = 0;
  /** The payload of the last Ping that could not be answered at once. */
  #latePing: Uint8Array | undefined;

  /**
   * @param options see {@link ConnectionOptions}
   * @throws TypeError if the role, the handler, `random` or the extensions are not what they must be
   * @throws RangeError if a limit is out of its range
   */
  constructor(options: ConnectionOptions) {
    const { role, handler, extensions = [] } = options;
    if (typeof handler !== 'object' || handler === null) throw new TypeError('handler: expected an object');
    const maxMessageSize = checkLimit('maxMessageSize', options.maxMessageSize, DEFAULT_MAX_MESSAGE_SIZE, 0);
    const receiver = new MessageReceiver(
      {
        message: (data) => handler.message?.(data),
        messageStart: (type) => handler.messageStart?.(type),
        messageChunk: (bytes) => handler.messageChunk?.(bytes),
        messageEnd: () => handler.messageEnd?.(),
        control: (opcode, payload) => this.#receiveControl(opcode, payload),
        violation: (error) => this.#failByPeer(error),
      },
      {
        maxMessageSize,
        maxFragments: checkLimit('maxFragments', options.maxFragments, DEFAULT_MAX_FRAGMENTS, 1),
        inChunks: handler.messageStart !== undefined,
        extensions,
      },
    );
    this.#decoder = new FrameDecoder({
      role,
      handler: receiver,
      maxFrameSize: checkLimit('maxFrameSize', options.maxFrameSize, maxMessageSize, 0),
      reservedBits: claimedBits(extensions),
    });
    this.role = role;
    this.#handler = handler;
    this.#writer = new FrameWriter(role, options.random);
    this.#extensions = extensions;
    this.#autoPong = options.autoPong ?? true;
    this.#autoClose = options.autoClose ?? true;
    this.#maxPendingPongBytes = checkLimit(
      'maxPendingPongBytes',
      options.maxPendingPongBytes,
      DEFAULT_MAX_PENDING_PONG_BYTES,
      0,
    );
  }

  /** `'open'`, `'closing'` once a Close frame was sent or received or the connection failed, `'closed'` at the end. */
  get state(): ConnectionState {
    return this.#state;
  }

  /** The Close frame that was sent, if one was. */
  get closeSent(): Close | undefined {
    return this.#sent;
  }

  /** The Close frame that was received, if one was. */
  get closeReceived(): Close | undefined {
    return this.#received;
  }

  /** Whether a message can still be sent: no Close frame has been sent, and the transport is there. */
  get canSend(): boolean {
    // [6.1-3] [5.5.1-5] Data is sent in state open and never after a Close frame.
    return this.#sent === undefined && this.#state !== 'closed' && !this.#failed;
  }

  /** How many bytes wait to be taken by {@link takeOutput}. */
  get outputLength(): number {
    return this.#writer.length;
  }

  /**
   * What the transport needs, once the output has been written: `'keep'` it open; `'await-end'`: the peer should end
   * it, so wait, but not for ever; `'end'` it now.
   */
  get transportDuty(): 'keep' | 'await-end' | 'end' {
    // [7.1.7-1] [7.1.7-2] To fail a connection is to close it.
    if (this.#failed || this.#state === 'closed') return 'end';
    if (this.#sent === undefined || this.#received === undefined) return 'keep';
    // [5.5.1-9] [5.5.1-10] [7.1.1-5] After both Close frames the server ends TCP at once and the client waits for it.
    return this.role === 'server' ? 'end' : 'await-end';
  }

  /**
   * Takes bytes from the transport. Handlers are called before it returns.
   *
   * @param bytes any number of bytes; they belong to the connection now, and masked payloads are unmasked in place
   * @throws Error with name `InvalidStateError` when called from inside a handler
   * @throws whatever a handler throws; the connection has then been failed with 1011
   */
  receive(bytes: Uint8Array): void {
    if (this.#receiving) throw new DOMException('receive was called from inside a handler', 'InvalidStateError');
    this.#receiving = true;
    try {
      this.#decoder.receive(bytes);
    } catch (error) {
      this.fail(1011, '', error instanceof Error ? error : new Error('a handler threw', { cause: error }));
      throw error;
    } finally {
      this.#receiving = false;
    }
  }

  /**
   * Says that the transport has ended: no more bytes will come, and none can be sent. The connection is closed.
   *
   * @param cause why, if it is known
   */
  receiveEnd(cause?: Error): void {
    if (this.#state === 'closed') return;
    this.#decoder.stop();
    this.#state = nextState(this.#state, 'transportEnded');
    const wasClean = this.#sent !== undefined && this.#received !== undefined && !this.#failed;
    this.#handler.closed?.({
      code: this.#received?.code ?? 1006,
      reason: this.#received?.reason ?? '',
      wasClean,
      initiator: this.#initiator ?? 'transport',
      sent: this.#sent,
      received: this.#received,
      cause: this.#cause ?? (wasClean ? undefined : cause),
    });
  }

  /**
   * Hands out the bytes to write, in order.
   *
   * @returns arrays to write one after the other; empty if there is nothing. They are not changed afterwards.
   */
  takeOutput(): readonly Uint8Array[] {
    this.#pendingPongBytes = 0;
    this.#sendLatePong();
    const output = this.#writer.take();
    this.#pendingPongBytes = 0;
    return output;
  }

  /**
   * Sends a message.
   *
   * @param data a string, sent as text (a surrogate that stands alone becomes U+FFFD); binary data; or a
   * {@link PreparedMessage}. Binary data of 4096 bytes or more is not copied by a server: leave it unchanged until the
   * output has been written.
   * @returns false if the connection is closing or closed and nothing was sent
   * @throws TypeError if `data` is none of these
   * @throws Error with name `InvalidStateError` while a fragmented message is being sent
   */
  send(data: string | BinaryData | PreparedMessage): boolean {
    if (this.#openMessage !== undefined) {
      // [5.4-4] The fragments of one message are not interleaved with another.
      throw new DOMException('a fragmented message is being sent; end it first', 'InvalidStateError');
    }
    if (data instanceof PreparedMessage) return this.#sendPrepared(data);
    if (typeof data === 'string') {
      if (!this.canSend) return false;
      if (this.#extensions.length === 0) this.#writer.writeText(Opcode.Text, data);
      else this.#transformAndWrite(Opcode.Text, new TextEncoder().encode(data), true, true);
      return true;
    }
    const bytes = toBytes(data, 'data');
    if (!this.canSend) return false;
    this.#transformAndWrite(Opcode.Binary, bytes, true, true);
    return true;
  }

  /**
   * Begins a message that is sent in fragments (RFC 6455 §5.4).
   *
   * @param type what the message is
   * @throws TypeError if `type` is neither
   * @throws Error with name `InvalidStateError` while another fragmented message is being sent
   */
  startMessage(type: 'text' | 'binary'): MessageWriter {
    if (type !== 'text' && type !== 'binary')
      throw new TypeError(`type: expected 'text' or 'binary', got ${String(type)}`);
    if (this.#openMessage !== undefined) {
      throw new DOMException('a fragmented message is being sent; end it first', 'InvalidStateError');
    }
    const writer = new MessageWriter(type, (opcode, piece, last) => {
      if (last) this.#openMessage = undefined;
      if (!this.canSend) return false;
      this.#transformAndWrite(opcode, piece, opcode !== Opcode.Continuation, last);
      return true;
    });
    this.#openMessage = writer;
    return writer;
  }

  /**
   * Sends a Ping frame (RFC 6455 §5.5.2).
   *
   * @param data up to 125 bytes, text counted in UTF-8
   * @returns false if the connection is closing or closed and nothing was sent
   * @throws TypeError if `data` is not text or binary data
   * @throws RangeError if it is longer than 125 bytes
   */
  ping(data: string | BinaryData = NO_DATA): boolean {
    return this.#sendControl(Opcode.Ping, data);
  }

  /**
   * Sends a Pong frame that nobody asked for, or the answer to a Ping when `autoPong` is false (RFC 6455 §5.5.3).
   *
   * @param data up to 125 bytes, text counted in UTF-8
   * @returns false if the connection is closing or closed and nothing was sent
   * @throws TypeError if `data` is not text or binary data
   * @throws RangeError if it is longer than 125 bytes
   */
  pong(data: string | BinaryData = NO_DATA): boolean {
    return this.#sendControl(Opcode.Pong, data);
  }

  /**
   * Sends a Close frame: starts the closing handshake, or answers the peer's (RFC 6455 §7.1.2).
   *
   * @param code a close code that this end may send (RFC 6455 §7.4); left out, the frame has none
   * @param reason up to 123 bytes of UTF-8, only beside a code
   * @returns false if a Close frame has been sent before, or the connection is closed
   * @throws RangeError if the code may not be sent or the reason is too long
   * @throws TypeError if there is a reason without a code
   */
  close(code?: number, reason = ''): boolean {
    // §7.4.1: 1010 is sent by clients only.
    if (code !== undefined && !maySendCloseCode(code, this.role)) {
      throw new RangeError(
        `code: expected a close code that a ${this.role} may send, got ${String(code)} (RFC 6455 section 7.4)`,
      );
    }
    const payload = encodeClosePayload(code, reason);
    if (!this.canSend) return false;
    this.#sendClose(payload, { code: code ?? 1005, reason }, 'local');
    return true;
  }

  /**
   * Fails the connection (RFC 6455 §7.1.7): sends a Close frame if none was sent, ignores whatever still comes, and
   * wants the transport ended.
   *
   * @param code the close code
   * @param reason up to 123 bytes of UTF-8 that the peer will see
   * @param cause the error to report here; the peer does not see it
   * @throws RangeError if the code may not be sent or the reason is too long
   */
  fail(code: number, reason = '', cause?: Error): void {
    const payload = encodeClosePayload(code, reason);
    if (this.#failed || this.#state === 'closed') return;
    // [7.1.7-6] Nothing that still comes is processed.
    this.#decoder.stop();
    this.#cause = cause;
    // [7.1.7-4] [10.7-3] A Close frame tells the peer why.
    if (this.#sent === undefined) this.#sendClose(payload, { code, reason }, 'local');
    this.#failed = true;
    this.#state = nextState(this.#state, 'failed');
  }

  #failByPeer(error: ProtocolError): void {
    this.fail(error.closeCode, error.code, error);
    this.#handler.violation?.(error);
  }

  #receiveControl(opcode: Opcode, payload: Uint8Array): void {
    if (opcode === Opcode.Ping) this.#receivePing(payload);
    else if (opcode === Opcode.Pong) this.#handler.pong?.(payload);
    else this.#receiveClose(payload);
  }

  #receivePing(payload: Uint8Array): void {
    if (this.#autoPong && this.canSend) {
      // [5.5.2-2] A Ping is answered with a Pong, [5.5.3-1] only the latest one if the answers can't be written.
      if (this.#pendingPongBytes < this.#maxPendingPongBytes) {
        const before = this.#writer.length;
        this.#writer.write(FIN, Opcode.Pong, payload);
        this.#pendingPongBytes += this.#writer.length - before;
      } else {
        this.#latePing = payload.slice();
      }
    }
    this.#handler.ping?.(payload);
  }

  #receiveClose(payload: Uint8Array): void {
    const close = decodeClosePayload(payload);
    if (close instanceof Error) return this.#failByPeer(close);
    // §5.5.1: what follows a Close frame is not looked at.
    this.#decoder.stop();
    this.#received = close;
    this.#initiator ??= 'remote';
    this.#state = nextState(this.#state, 'closeReceived');
    // [5.5.1-6] [5.5.1-7] A Close frame is answered with one that has the same code.
    if (this.#autoClose && this.#sent === undefined) {
      this.#sendClose(payload.slice(0, 2), { code: close.code, reason: '' }, 'remote');
    }
    this.#handler.closeReceived?.(close);
  }

  #sendClose(payload: Uint8Array, close: Close, initiator: 'local' | 'remote'): void {
    this.#sendLatePong();
    this.#writer.write(FIN, Opcode.Close, payload);
    this.#sent = close;
    this.#initiator ??= initiator;
    this.#state = nextState(this.#state, 'closeSent');
  }

  #sendLatePong(): void {
    if (this.#latePing === undefined) return;
    if (this.canSend) this.#writer.write(FIN, Opcode.Pong, this.#latePing);
    this.#latePing = undefined;
  }

  #sendControl(opcode: Opcode, data: string | BinaryData): boolean {
    const payload = typeof data === 'string' ? new TextEncoder().encode(data) : toBytes(data, 'data');
    // [5.5-1] A control frame has 125 bytes of payload at most.
    if (payload.length > 125) throw new RangeError(`data: expected at most 125 bytes, got ${payload.length}`);
    if (!this.canSend) return false;
    this.#writer.write(FIN, opcode, payload);
    return true;
  }

  #sendPrepared(message: PreparedMessage): boolean {
    if (!this.canSend) return false;
    if (this.role === 'server') this.#writer.writeEncoded(message.frame);
    else this.#writer.write(FIN, message.opcode, message.payload);
    return true;
  }

  #transformAndWrite(opcode: Opcode, piece: Uint8Array, first: boolean, last: boolean): void {
    let bytes = piece;
    let reservedBits = 0;
    for (const extension of this.#extensions) {
      const transformed = extension.encode(bytes, first, last);
      if (transformed === undefined) continue;
      bytes = transformed;
      reservedBits |= extension.reservedBits;
    }
    this.#writer.write((last ? FIN : 0) | (first ? reservedBits << 4 : 0), opcode, bytes);
  }
}
