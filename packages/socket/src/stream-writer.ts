/**
 * From a connection's output to a stream: one write a turn of the event loop, back-pressure, and a promise for whoever
 * wants to know when what it sent has been written.
 */
import type { Duplex } from 'node:stream';
import { type BinaryData, type Connection, PreparedMessage } from '@rfc6455/connection';
import { atEndOfTurn, type TurnTask } from './end-of-turn.ts';
import type { Socket } from './socket.ts';
import type { SocketParts } from './socket-parts.ts';

/** Payloads from this size on may be referred to, not copied, until they have been written. */
const MAY_BE_REFERRED_TO = 4096;

/**
 * What a message that waits may cost beside its bytes, in bytes: a function that waits for it, in whoever sent it. A peer
 * that does not read could otherwise have a great many of these, by messages of no bytes.
 */
const WAITING_MESSAGE = 1024;

const SENT: Promise<boolean> = Promise.resolve(true);
const NOT_SENT: Promise<boolean> = Promise.resolve(false);

/** Writes the output of one connection to its stream. */
export class StreamWriter implements TurnTask {
  readonly #stream: Duplex;
  readonly #connection: Connection;
  readonly #highWaterMark: number;
  readonly #socket: Socket;
  readonly #parts: SocketParts;
  /** Whether a flush will come by itself: after the chunk that is being received, or at the end of this turn. */
  #flushComes = false;
  /** What waits until it has been written, while it is still in the connection. */
  #waiting: WaitingMessages | undefined;
  /** How many messages wait, in the connection or in the stream. */
  #waitingCount = 0;
  /** How many bytes the stream held when it was last asked. It is asked again only while there are some. */
  #inStream = 0;

  /**
   * @param highWaterMark how many bytes may wait before whoever sends is told to wait
   * @param parts told at the end of each turn in which something was sent, when it has been written
   */
  constructor(stream: Duplex, connection: Connection, highWaterMark: number, socket: Socket, parts: SocketParts) {
    this.#stream = stream;
    this.#connection = connection;
    this.#highWaterMark = highWaterMark;
    this.#socket = socket;
    this.#parts = parts;
  }

  /** How many bytes have been sent and not yet been given to the operating system. */
  get bufferedAmount(): number {
    if (this.#inStream > 0) this.#inStream = this.#stream.writableLength;
    return this.#connection.outputLength + this.#inStream;
  }

  /** {@link bufferedAmount}, and what the messages that wait may cost beside their bytes. */
  get load(): number {
    return this.bufferedAmount + this.#waitingCount * WAITING_MESSAGE;
  }

  /** Says that a chunk is being received: what is sent meanwhile waits for {@link release}. */
  hold(): void {
    this.#flushComes = true;
  }

  /** Says that it has been received, and writes. */
  release(): void {
    this.#flushComes = false;
    this.flush();
  }

  /** Writes at the end of this turn, unless that is going to happen already. */
  flushLater(): void {
    if (this.#flushComes) return;
    this.#flushComes = true;
    atEndOfTurn(this);
  }

  endTurn(): void {
    this.release();
    this.#parts.turnEnded(this.#socket);
  }

  /** Writes what waits, as far as the stream takes it. What it cannot take stays in the connection, where pongs are kept few. */
  flush(): void {
    if (this.#connection.outputLength > 0 && !this.#stream.writableNeedDrain) this.#write();
  }

  /** Writes all that waits, and ends the stream. */
  end(): void {
    if (this.#connection.outputLength > 0) this.#write();
    if (!this.#stream.writableEnded) this.#stream.end();
  }

  /** What to return to whoever sent `data`. */
  afterSend(sent: boolean, data: string | BinaryData | PreparedMessage): Promise<boolean> {
    if (!sent) return NOT_SENT;
    this.flushLater();
    if (this.bufferedAmount <= this.#highWaterMark && !mayBeReferredTo(data)) return SENT;
    this.#waiting ??= new WaitingMessages();
    this.#waiting.count += 1;
    this.#waitingCount += 1;
    return this.#waiting.written;
  }

  /** Tells those who still wait that it was in vain. */
  abandon(): void {
    if (this.#waiting !== undefined) this.#settle(this.#waiting, false);
    this.#waiting = undefined;
  }

  #write(): void {
    const stream = this.#stream;
    if (stream.writableEnded || stream.destroyed) return this.#drop();
    // [6.1-9] What was framed goes over the network connection.
    const pieces = this.#connection.takeOutput();
    const last = pieces.length - 1;
    if (last > 0) stream.cork();
    for (let i = 0; i < last; i++) stream.write(pieces[i]);
    stream.write(pieces[last], this.#waiting === undefined ? undefined : this.#settleWhenWritten(this.#waiting));
    if (last > 0) stream.uncork();
    this.#inStream = stream.writableLength;
  }

  #drop(): void {
    this.#connection.takeOutput();
    this.abandon();
  }

  #settleWhenWritten(waiting: WaitingMessages): (error?: Error | null) => void {
    this.#waiting = undefined;
    return (error) => {
      // A destroyed stream reports its writes as done.
      this.#settle(waiting, (error === undefined || error === null) && !this.#stream.destroyed);
    };
  }

  #settle(waiting: WaitingMessages, written: boolean): void {
    this.#waitingCount -= waiting.count;
    waiting.settle(written);
  }
}

/** Messages that leave in one write. They share one promise, so that a peer that does not read costs no promise a message. */
class WaitingMessages {
  count = 0;
  settle!: (written: boolean) => void;
  readonly written: Promise<boolean> = new Promise((resolve) => {
    this.settle = resolve;
  });
}

function mayBeReferredTo(data: string | BinaryData | PreparedMessage): boolean {
  return typeof data !== 'string' && !(data instanceof PreparedMessage) && data.byteLength >= MAY_BE_REFERRED_TO;
}
