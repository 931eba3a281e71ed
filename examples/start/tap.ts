/** A stream that passes everything on and shows the bytes that pass, before anybody can change them. */
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/** Who is shown what passes. The bytes are copies. */
export interface TapObserver {
  received(bytes: Uint8Array): void;
  sent(bytes: Uint8Array): void;
  /** The client has ended its side of the TCP connection. */
  receivedEnd(): void;
  /** The server has ended its side. */
  sentEnd(): void;
  /** The TCP connection is gone. */
  closed(error: Error | undefined): void;
}

/** Stands between a TCP connection and an HTTP server. */
export class Tap extends Duplex {
  readonly #stream: Socket;
  #observer: TapObserver | undefined;
  /** What the request has been so far that is being received. */
  #request: Uint8Array[] = [];

  constructor(stream: Socket) {
    super();
    this.#stream = stream;
    stream.on('data', (chunk: Buffer) => {
      this.#received(Uint8Array.from(chunk));
      if (!this.push(chunk)) stream.pause();
    });
    stream.on('end', () => {
      this.#observer?.receivedEnd();
      this.push(null);
    });
    stream.on('error', (error) => this.destroy(error));
    stream.on('close', () => {
      if (!stream.readableEnded) this.destroy();
    });
  }

  /** The address of the client. */
  get remoteAddress(): string | undefined {
    return this.#stream.remoteAddress;
  }

  // What an HTTP server sets on its connections.
  setNoDelay(on?: boolean): void {
    this.#stream.setNoDelay(on);
  }

  setTimeout(milliseconds: number): void {
    this.#stream.setTimeout(milliseconds);
  }

  /** A request has been answered: the next bytes are those of another. */
  nextRequest(): void {
    this.#request = [];
  }

  /** Shows the request that is being received, and from now on everything. */
  observe(observer: TapObserver): void {
    this.#observer = observer;
    for (const bytes of this.#request) observer.received(bytes);
    this.#request = [];
  }

  #received(bytes: Uint8Array): void {
    if (this.#observer === undefined) this.#request.push(bytes);
    else this.#observer.received(bytes);
  }

  override _read(): void {
    this.#stream.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, written: (error?: Error | null) => void): void {
    this.#observer?.sent(Uint8Array.from(chunk));
    this.#stream.write(chunk, written);
  }

  override _final(ended: () => void): void {
    this.#observer?.sentEnd();
    this.#stream.end(ended);
  }

  override _destroy(error: Error | null, destroyed: (error: Error | null) => void): void {
    // Before the client can know of it: whoever orders both by time gets the cause first.
    this.#observer?.closed(error ?? undefined);
    this.#stream.destroy();
    destroyed(error);
  }
}
