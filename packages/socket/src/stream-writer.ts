/**
 * From a connection's output to a stream: one write a turn of the event loop, back-pressure, and a promise for whoever
 * wants to know when what it sent has been written.
 */
import type { Duplex } from 'node:stream';
import { type BinaryData, type Connection, PreparedMessage } from '@rfc6455/connection';
import { atEndOfTurn, type TurnTask } from './end-of-turn.ts';

/** Payloads from this size on may be referred to, not copied, until they have been written. */
const MAY_BE_REFERRED_TO = 4096;

const SENT: Promise<boolean> = Promise.resolve(true);
const NOT_SENT: Promise<boolean> = Promise.resolve(false);

/** Writes the output of one connection to its stream. */
export class StreamWriter implements TurnTask {
  readonly #stream: Duplex;
  readonly #connection: Connection;
  readonly #highWaterMark: number;
  readonly #afterTurn: () => void;
  /** Whether a flush will come by itself: after the chunk that is being received, or at the end of this turn. */
  #flushComes = false;
  /** Those who wait until what they sent has been written, while it is still in the connection. */
  #waiting: ((sent: boolean) => void)[] | undefined;

  /**
   * @param highWaterMark how many bytes may wait before whoever sends is told to wait
   * @param afterTurn called at the end of each turn in which something was sent, when it has been written
   */
  constructor(stream: Duplex, connection: Connection, highWaterMark: number, afterTurn: () => void) {
    this.#stream = stream;
    this.#connection = connection;
    this.#highWaterMark = highWaterMark;
    this.#afterTurn = afterTurn;
  }

  /** How many bytes have been sent and not yet been given to the operating system. */
  get bufferedAmount(): number {
    return this.#connection.outputLength + this.#stream.writableLength;
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
    this.#afterTurn();
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
    return new Promise((resolve) => {
      this.#waiting ??= [];
      this.#waiting.push(resolve);
    });
  }

  /** Tells those who still wait that it was in vain. */
  abandon(): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    for (const settle of waiting ?? []) settle(false);
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
  }

  #drop(): void {
    this.#connection.takeOutput();
    this.abandon();
  }

  #settleWhenWritten(waiting: readonly ((sent: boolean) => void)[]): (error?: Error | null) => void {
    this.#waiting = undefined;
    return (error) => {
      // A destroyed stream reports its writes as done.
      const written = (error === undefined || error === null) && !this.#stream.destroyed;
      for (const settle of waiting) settle(written);
    };
  }
}

function mayBeReferredTo(data: string | BinaryData | PreparedMessage): boolean {
  return typeof data !== 'string' && !(data instanceof PreparedMessage) && data.byteLength >= MAY_BE_REFERRED_TO;
}
