/**
 * What a `WebSocket` sends: in order, also behind a Blob that is still being read, and counted until it has left.
 *
 * WHATWG WebSockets, `send`, `close` and `bufferedAmount`; RFC 6455 §6.1.
 */
import { DEFAULT_MAX_BUFFERED_AMOUNT, type Socket, SocketError } from '@rfc6455/socket';
import type { CloseArguments } from './close-arguments.ts';

/** What can be sent; a view or a buffer is one of fixed length. */
export type Outgoing = string | ArrayBuffer | ArrayBufferView | Blob;

/** Messages that leave in one write. */
interface Batch {
  readonly written: Promise<boolean>;
  bytes: number;
}

/** Sends the messages of one open socket, and then its Close frame. */
export class OutgoingMessages {
  readonly #socket: Socket;
  readonly #maxBufferedAmount: number;
  readonly #gaveUp: (error: Error) => void;
  #bufferedAmount = 0;
  #batch: Batch | undefined;
  /** What waits for a Blob to be read, which is the first. */
  #waiting: (Exclude<Outgoing, ArrayBufferView> | CloseArguments)[] = [];

  /**
   * @param socket open, with a `highWaterMark` of 0: what `send` returns tells when the message has been written
   * @param maxBufferedAmount how many bytes may wait, as in the options of a socket
   * @param gaveUp called before the socket is terminated because something could not be sent
   */
  constructor(socket: Socket, maxBufferedAmount: number = DEFAULT_MAX_BUFFERED_AMOUNT, gaveUp: (error: Error) => void) {
    this.#socket = socket;
    this.#maxBufferedAmount = maxBufferedAmount;
    this.#gaveUp = gaveUp;
  }

  /** How many bytes of payload have been sent and not yet been written. What never will be stays counted. */
  get bufferedAmount(): number {
    return this.#bufferedAmount;
  }

  /** Sends a message, unless the socket is closing or closed: then it is only counted. */
  send(data: Outgoing): void {
    const size = byteLengthOf(data);
    this.#bufferedAmount += size;
    // [6.1-1] [6.1-2] nothing is sent once the closing handshake has begun
    if (this.#socket.state !== 'open') return;
    if (this.#waiting.length === 0 && !(data instanceof Blob)) return this.#transmit(data, size);
    this.#waiting.push(ArrayBuffer.isView(data) || data instanceof ArrayBuffer ? copyOf(data) : data);
    if (this.#waiting.length === 1) void this.#sendWaiting();
  }

  /** Starts the closing handshake when all messages have been sent. */
  close(close: CloseArguments): void {
    if (this.#waiting.length > 0) this.#waiting.push(close);
    else void this.#socket.close(close.code, close.reason);
  }

  #transmit(data: Exclude<Outgoing, Blob>, size: number): void {
    if (this.#socket.bufferedAmount > this.#maxBufferedAmount) return this.#giveUp(new SocketError('SEND_BUFFER_FULL'));
    const written = this.#socket.send(data);
    if (this.#batch?.written !== written) this.#beginBatch(written);
    this.#batch!.bytes += size;
  }

  #beginBatch(written: Promise<boolean>): void {
    const batch: Batch = { written, bytes: 0 };
    this.#batch = batch;
    void written.then((isWritten) => {
      if (isWritten) this.#bufferedAmount -= batch.bytes;
    });
  }

  async #sendWaiting(): Promise<void> {
    while (this.#waiting.length > 0) {
      const first = this.#waiting[0]!;
      try {
        const data = first instanceof Blob ? await first.arrayBuffer() : first;
        if (this.#socket.state !== 'open') return;
        if (typeof data === 'string' || data instanceof ArrayBuffer) this.#transmit(data, byteLengthOf(data));
        else void this.#socket.close(data.code, data.reason);
      } catch (cause) {
        return this.#giveUp(new Error('a Blob could not be read', { cause }));
      }
      this.#waiting.shift();
    }
  }

  #giveUp(error: Error): void {
    this.#gaveUp(error);
    this.#socket.terminate();
  }
}

/** The number of bytes of a message on the wire, without its header. */
export function byteLengthOf(data: Outgoing): number {
  if (typeof data === 'string') return Buffer.byteLength(data);
  return data instanceof Blob ? data.size : data.byteLength;
}

function copyOf(data: ArrayBuffer | ArrayBufferView): ArrayBuffer {
  if (!ArrayBuffer.isView(data)) return data.slice(0);
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice().buffer as ArrayBuffer;
}
