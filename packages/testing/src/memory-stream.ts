/** One end of a wire in memory, as a TCP socket of Node.js is one end of a connection. RFC 6455 §7.1.1. */
import { Duplex } from 'node:stream';
import type { OneWay } from './one-way.ts';

/**
 * One end of a {@link StreamPair}. As on TCP, `end` ends one direction, `destroy` closes the connection, and bytes that
 * arrive at an end that is closed are answered with a reset.
 */
export class MemoryStream extends Duplex {
  readonly #outgoing: OneWay;
  readonly #incoming: OneWay;
  #resetting = false;
  /** Ends the write that is under way. */
  #written: ((error?: Error | null) => void) | undefined;

  /** @internal made by `streamPair` */
  constructor(outgoing: OneWay, incoming: OneWay) {
    super();
    this.#outgoing = outgoing;
    this.#incoming = incoming;
    incoming.connect(this);
  }

  /** Closes the connection with a reset, as `net.Socket` does: the other end gets the error `ECONNRESET`. */
  resetAndDestroy(): this {
    this.#resetting = true;
    return this.destroy();
  }

  /** @internal the connection is broken */
  break(): void {
    this.destroy(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' }));
  }

  /** @internal bytes came after the end */
  refuse(): void {
    this.#outgoing.reset();
  }

  override _read(): void {
    this.#incoming.resume();
  }

  override _write(bytes: Uint8Array, _encoding: BufferEncoding, written: (error?: Error | null) => void): void {
    this.#written = written;
    this.#outgoing.send(bytes, () => this.#endWrite(null));
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#outgoing.end();
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (this.#resetting) this.#outgoing.reset();
    else this.#outgoing.end();
    this.#incoming.resume();
    this.#endWrite(new Error('the stream was destroyed'));
    done(error);
  }

  #endWrite(error: Error | null): void {
    const written = this.#written;
    this.#written = undefined;
    written?.(error);
  }
}
