/**
 * A WebSocket connection on a duplex stream: TCP, TLS, an HTTP/2 stream, a pipe in memory.
 *
 * RFC 6455 §6 (sending and receiving), §7 (closing). The protocol itself is in `@rfc6455/connection`; here are
 * writes, back-pressure and timers.
 */
import type { Duplex } from 'node:stream';
import { CloseCode } from '@rfc6455/close-codes';
import {
  type BinaryData,
  type Close,
  type CloseReport,
  Connection,
  type ConnectionState,
  type MessageWriter,
  type PreparedMessage,
  type Role,
} from '@rfc6455/connection';
import { FairShare, MORE_MAY_FOLLOW } from './fair-share.ts';
import { HandlerGuard, warn } from './handler-guard.ts';
import { Heartbeat } from './heartbeat.ts';
import { MessageQueue } from './message-queue.ts';
import { SocketError, transportError } from './socket-error.ts';
import { SocketEvents, SocketEventsInPieces } from './socket-events.ts';
import { resolveOptions, type SocketHandler, type SocketOptions } from './socket-options.ts';
import type { SocketParts } from './socket-parts.ts';
import { StreamWriter } from './stream-writer.ts';

/** Where a stream keeps its socket. */
const SOCKET: unique symbol = Symbol('socket');
interface BoundStream extends Duplex {
  [SOCKET]?: Socket;
}

const NO_BYTES: Uint8Array = new Uint8Array(0);

/** A message that is being sent in fragments. */
export interface OutgoingMessage {
  /** Sends a fragment; settles as `send` does. */
  write(data: string | BinaryData): Promise<boolean>;
  /** Sends the last fragment, which may be empty; settles as `send` does. */
  end(data?: string | BinaryData): Promise<boolean>;
}

/**
 * A WebSocket connection on a stream, in either role.
 *
 * @example
 * ```ts
 * import { createServer, connect } from 'node:net';
 * import { Socket } from '@rfc6455/socket';
 *
 * // Two ends without an opening handshake, to show the socket alone.
 * const tcp = createServer((stream) => {
 *   new Socket(stream, { role: 'server', handler: { message: (socket, data) => socket.send(data) } }).start();
 * }).listen(0, '127.0.0.1', () => {
 *   const stream = connect((tcp.address() as { port: number }).port, '127.0.0.1', async () => {
 *     const random = () => crypto.getRandomValues(new Uint32Array(1))[0]!;
 *     const socket = new Socket(stream, { role: 'client', random });
 *     socket.start();
 *     socket.send('hello');
 *     for await (const message of socket) {
 *       console.log(message); // => hello
 *       socket.close(1000, 'done');
 *     }
 *     console.log((await socket.closed).wasClean); // => true
 *     tcp.close();
 *   });
 * });
 * ```
 */
export class Socket implements AsyncIterable<string | Uint8Array>, AsyncDisposable {
  /** Which end this is. */
  readonly role: Role;
  /** The subprotocol that was negotiated, or an empty string. */
  readonly subprotocol: string;
  readonly #stream: Duplex;
  readonly #connection: Connection;
  readonly #handler: SocketHandler;
  readonly #writer: StreamWriter;
  readonly #guard: HandlerGuard;
  readonly #maxBufferedAmount: number;
  readonly #closeTimeout: number;
  readonly #events: SocketEvents;
  /** Where messages wait for `for await`; there is none when a handler takes them. */
  readonly #queue: MessageQueue | undefined;
  #closeTimer: NodeJS.Timeout | undefined;
  #closed: Promise<CloseReport> | undefined;
  #resolveClosed: ((report: CloseReport) => void) | undefined;
  /** Whether the stream is gone, and everybody has been told. */
  #finished = false;
  /** Why this end gave up, or the stream's own error. */
  #cause: Error | undefined;
  /** What iteration over the messages throws, once the connection was lost. */
  #lost: SocketError | undefined;
  #pausedByUser = false;
  #pausedByQueue = false;
  /** Only where the peer has sent much at once. */
  #share: FairShare | undefined;

  /**
   * @param stream the transport, open; it belongs to the socket now
   * @param options see {@link SocketOptions}
   * @throws TypeError or RangeError for an option that is not what it must be
   */
  constructor(stream: Duplex, options: SocketOptions) {
    const { handler = {} } = options;
    const { highWaterMark, maxBufferedAmount, closeTimeout, idleTimeout, heartbeat } = resolveOptions(options);
    this.#stream = stream;
    this.#handler = handler;
    this.#guard = new HandlerGuard(this, Socket.#parts);
    this.#maxBufferedAmount = maxBufferedAmount;
    this.#closeTimeout = closeTimeout;
    this.#queue = handler.message || handler.messageStart ? undefined : this.#createQueue(highWaterMark);
    const Events = handler.messageStart ? SocketEventsInPieces : SocketEvents;
    this.#events = new Events(this, handler, this.#guard, this.#queue);
    this.#connection = new Connection({ ...options, handler: this.#events });
    this.#writer = new StreamWriter(stream, this.#connection, highWaterMark, this, Socket.#parts);
    this.role = options.role;
    this.subprotocol = options.subprotocol ?? '';
    if (heartbeat !== undefined) {
      this.#events.heartbeat = new Heartbeat(this, Socket.#parts, heartbeat.interval, heartbeat.timeout);
    }
    if (idleTimeout > 0) {
      this.#events.idleTimer = setTimeout(() => this.close(CloseCode.Timeout, 'idle'), idleTimeout);
    }
    (stream as BoundStream)[SOCKET] = this;
    stream.on('error', Socket.#listeners.error);
    stream.on('close', Socket.#listeners.close);
    if (stream.closed) setImmediate(() => this.#finish());
  }

  /**
   * Begins: calls `open`, then reads.
   *
   * @param head bytes that came behind the opening handshake, if any; they belong to the socket now
   */
  start(head?: Uint8Array): void {
    this.#writer.hold();
    this.#guard.tell(() => this.#handler.open?.(this));
    this.#receive(head ?? NO_BYTES);
    const stream = this.#stream;
    stream.on('data', Socket.#listeners.data);
    stream.on('end', Socket.#listeners.end);
    stream.on('drain', Socket.#listeners.drain);
    if (Socket.#parts.isPaused(this)) stream.pause();
  }

  /** `'open'`, `'closing'` or `'closed'` (RFC 6455 §7.1.3, §7.1.4). */
  get state(): ConnectionState {
    return this.#connection.state;
  }

  /** Settles with the close report when the socket is closed and its stream is gone. Never rejects. */
  get closed(): Promise<CloseReport> {
    this.#closed ??= new Promise((resolve) => {
      if (this.#finished) resolve(this.#events.report!);
      else this.#resolveClosed = resolve;
    });
    return this.#closed;
  }

  /** The Close frame that was sent, if one was. */
  get closeSent(): Close | undefined {
    return this.#connection.closeSent;
  }

  /** The Close frame that was received, if one was. */
  get closeReceived(): Close | undefined {
    return this.#connection.closeReceived;
  }

  /** How many bytes have been sent and not yet been given to the operating system. */
  get bufferedAmount(): number {
    return this.#writer.bufferedAmount;
  }

  /** The last round trip that the heartbeat measured, in milliseconds, once there was one. */
  get roundTripTime(): number | undefined {
    return this.#events.heartbeat?.roundTripTime;
  }

  /**
   * Sends a message. All that is sent in one turn of the event loop leaves in one write.
   *
   * @param data a string, binary data, or a prepared message
   * @returns settles with true when there is room for more: at once while little waits, else when the message has been
   * written. False: the socket is closing or closed, or broke before the message was written. Never rejects. Binary
   * data may be changed once it has settled.
   * @throws TypeError if `data` is none of these
   * @throws Error with name `InvalidStateError` while a fragmented message is being sent
   */
  send(data: string | BinaryData | PreparedMessage): Promise<boolean> {
    this.#checkBuffer();
    return this.#sent(this.#connection.send(data), data);
  }

  /**
   * Begins a message that is sent in fragments (RFC 6455 §5.4). Until it ends, `send` throws.
   *
   * @param type what the message is
   * @throws TypeError if `type` is neither
   * @throws Error with name `InvalidStateError` while another fragmented message is being sent
   */
  startMessage(type: 'text' | 'binary'): OutgoingMessage {
    const writer: MessageWriter = this.#connection.startMessage(type);
    return {
      write: (data) => {
        this.#checkBuffer();
        return this.#sent(writer.write(data), data);
      },
      end: (data) => {
        this.#checkBuffer();
        return this.#sent(writer.end(data), data ?? '');
      },
    };
  }

  /**
   * Sends a Ping frame (RFC 6455 §5.5.2). The answer comes to the `pong` handler.
   *
   * @param data up to 125 bytes
   * @returns false if the socket is closing or closed
   * @throws TypeError or RangeError if the data is not that
   */
  ping(data?: string | BinaryData): boolean {
    const sent = this.#connection.ping(data);
    this.#writer.flushLater();
    return sent;
  }

  /**
   * Sends a Pong frame (RFC 6455 §5.5.3).
   *
   * @param data up to 125 bytes
   * @returns false if the socket is closing or closed
   * @throws TypeError or RangeError if the data is not that
   */
  pong(data?: string | BinaryData): boolean {
    const sent = this.#connection.pong(data);
    this.#writer.flushLater();
    return sent;
  }

  /**
   * Starts the closing handshake (RFC 6455 §7.1.2), or does nothing if it has been started.
   *
   * @param code a close code that this end may send; left out, the Close frame has none
   * @param reason up to 123 bytes of UTF-8, only beside a code
   * @returns {@link closed}
   * @throws RangeError if the code may not be sent or the reason is too long
   * @throws TypeError if there is a reason without a code
   */
  close(code?: number, reason?: string): Promise<CloseReport> {
    if (this.#connection.close(code, reason)) {
      this.#queue?.dropWhenFull();
      this.#pausedByQueue = false;
      this.#read();
      this.#writer.flushLater();
      this.#startCloseTimer();
    }
    return this.closed;
  }

  /** Destroys the stream at once, without a closing handshake: the peer sees 1006. */
  terminate(): void {
    this.#giveUp(new SocketError('TERMINATED'));
  }

  /** Reads no more from the stream. Messages of the chunk that is being received still come. */
  pause(): void {
    this.#pausedByUser = true;
    this.#stream.pause();
  }

  /** Reads again. */
  resume(): void {
    this.#pausedByUser = false;
    this.#read();
  }

  /**
   * Iterates over the messages. The loop ends when the socket was closed cleanly, and throws a {@link SocketError} with
   * code `CONNECTION_LOST` when it was not. Leaving the loop leaves the socket open.
   *
   * @throws Error with name `InvalidStateError` if a handler takes the messages
   */
  [Symbol.asyncIterator](): AsyncIterator<string | Uint8Array, undefined> {
    const queue = this.#queue;
    if (queue === undefined) throw new DOMException('a handler takes the messages', 'InvalidStateError');
    return { next: () => queue.next() };
  }

  /** Closes with 1000 and waits until the socket is closed. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close(1000);
  }

  #createQueue(highWaterMark: number): MessageQueue {
    return new MessageQueue(
      highWaterMark,
      () => {
        this.#pausedByQueue = true;
        this.#stream.pause();
      },
      () => {
        this.#pausedByQueue = false;
        this.#read();
      },
    );
  }

  static readonly #parts: SocketParts = {
    handlerFailed: (socket, error) => socket.#handlerFailed(error),
    turnEnded: (socket) => socket.#endWhenDue(),
    sendPing: (socket, payload) => void socket.ping(payload),
    isPaused: (socket) => socket.#pausedByUser || socket.#pausedByQueue,
    heartbeatTimedOut: (socket) => socket.#giveUp(new SocketError('HEARTBEAT_TIMEOUT')),
  };

  // The same functions for all streams, which lead to their socket: closures of each socket's own would cost memory.
  static readonly #listeners = {
    data(this: BoundStream, chunk: Uint8Array): void {
      const socket = this[SOCKET]!;
      if (chunk.length < MORE_MAY_FOLLOW) return socket.#receive(chunk);
      const begin = performance.now();
      socket.#receive(chunk);
      socket.#share ??= new FairShare(this, () => {
        socket.#read();
        socket.#endWhenDue();
      });
      socket.#share.spend(performance.now() - begin);
    },
    end(this: BoundStream): void {
      this[SOCKET]!.#receiveEnd();
    },
    drain(this: BoundStream): void {
      this[SOCKET]!.#writer.flush();
    },
    error(this: BoundStream, error: Error): void {
      this[SOCKET]!.#cause ??= transportError('TRANSPORT_FAILED', error);
    },
    close(this: BoundStream): void {
      this[SOCKET]!.#finish();
    },
  };

  #receive(chunk: Uint8Array): void {
    this.#events.heartbeat?.heard();
    this.#writer.hold();
    this.#connection.receive(chunk);
    this.#writer.release();
    this.#endWhenDue();
  }

  #receiveEnd(): void {
    this.#writer.flush();
    this.#endConnection();
    this.#endWhenDue();
  }

  #endConnection(): void {
    if (this.#connection.state === 'closed') return;
    // [7.2.1-2] A transport that is lost fails the connection.
    this.#connection.receiveEnd(this.#cause ?? transportError('TRANSPORT_ENDED'));
  }

  #sent(sent: boolean, data: string | BinaryData | PreparedMessage): Promise<boolean> {
    if (sent) this.#events.idleTimer?.refresh();
    return this.#writer.afterSend(sent, data);
  }

  /** Ends the stream, or waits for its end, once the connection has no more use for it. */
  #endWhenDue(): void {
    const duty = this.#connection.transportDuty;
    // A turn may end after the stream is gone.
    if (duty === 'keep' || this.#finished) return;
    this.#startCloseTimer();
    if (duty === 'await-end') return;
    this.#writer.end();
    // [7.1.1-1] What the peer still sends is read and thrown away, so that its end of the stream is seen.
    if (!this.#stream.destroyed) this.#stream.resume();
  }

  #read(): void {
    const paused = this.#pausedByUser || this.#pausedByQueue || this.#share?.paused;
    if (!paused && !this.#stream.destroyed) this.#stream.resume();
  }

  #startCloseTimer(): void {
    this.#closeTimer ??= setTimeout(() => this.#giveUp(new SocketError('CLOSE_TIMEOUT')), this.#closeTimeout);
  }

  #checkBuffer(): void {
    if (this.#writer.load <= this.#maxBufferedAmount) return;
    this.#giveUp(new SocketError('SEND_BUFFER_FULL', `${this.bufferedAmount} bytes wait; await what send returns`));
  }

  #giveUp(cause: SocketError): void {
    if (this.#stream.destroyed) return;
    this.#cause = cause;
    this.#connection.receiveEnd(cause);
    this.#stream.destroy();
  }

  #finish(): void {
    this.#endConnection();
    const report = this.#events.report!;
    this.#finished = true;
    clearTimeout(this.#closeTimer);
    clearTimeout(this.#events.idleTimer);
    this.#events.heartbeat?.stop();
    this.#writer.abandon();
    this.#endQueue(report);
    this.#guard.tell(() => this.#handler.close?.(this, report));
    this.#resolveClosed?.(report);
  }

  #endQueue({ code, reason, wasClean, cause }: CloseReport): void {
    if (this.#queue === undefined) return;
    if (!wasClean) this.#lost = new SocketError('CONNECTION_LOST', `${code} ${reason}`.trim(), { cause });
    this.#queue.end(this.#lost);
  }

  #handlerFailed(error: SocketError): void {
    // An async handler that iterated over the messages: that the connection was lost is in the close report already.
    if (this.#lost !== undefined && error.cause === this.#lost) return;
    // §7.4.1: 1011 for an unexpected condition; the peer learns nothing of what went wrong inside.
    this.#connection.fail(CloseCode.InternalError, '', error);
    this.#writer.flushLater();
    if (this.#handler.error === undefined) return warn(error.cause);
    Promise.resolve(this.#handler.error(this, error)).catch(warn);
  }
}
