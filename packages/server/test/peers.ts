/** Clients for the tests: raw bytes over TCP or TLS. */
import { connect as connectTcp, type Socket as Stream } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { composeFrame, composeRequest, composeResponse } from '@rfc6455/testing';

/** A client that sends and receives bytes, and never throws. */
export class RawClient {
  readonly stream: Stream;
  received: Buffer = Buffer.alloc(0);
  /** Settles when the stream is gone. */
  readonly closed: Promise<void>;
  ended = false;
  error: Error | undefined;
  #wake: () => void = () => {};

  constructor(stream: Stream) {
    this.stream = stream;
    stream.on('data', (chunk: Buffer) => {
      this.received = Buffer.concat([this.received, chunk]);
      this.#wake();
    });
    stream.on('end', () => {
      this.ended = true;
      this.#wake();
    });
    stream.on('error', (error) => {
      this.error = error;
    });
    this.closed = new Promise((resolve) => {
      stream.on('close', () => {
        resolve();
        this.#wake();
      });
    });
  }

  get text(): string {
    return this.received.toString('latin1');
  }

  get status(): number {
    return Number(/^HTTP\/1\.1 (\d+)/.exec(this.text)?.[1]);
  }

  send(bytes: string | Uint8Array): this {
    this.stream.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
    return this;
  }

  /** Waits until the condition holds; fails when the stream is gone before. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      if (this.stream.destroyed) throw new Error(`the stream is gone; received ${JSON.stringify(this.text)}`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Waits for the head of the response. */
  async head(): Promise<string> {
    await this.until(() => this.text.includes('\r\n\r\n'));
    return this.text.slice(0, this.text.indexOf('\r\n\r\n') + 4);
  }

  /** What came behind the head of the response. */
  get body(): Buffer {
    return this.received.subarray(this.text.indexOf('\r\n\r\n') + 4);
  }

  /** Waits until this many bytes came behind the head. */
  async bytes(length: number): Promise<string> {
    await this.head();
    await this.until(() => this.body.length >= length);
    return this.body.toString('hex');
  }

  /** Resets the connection. */
  reset(): void {
    this.stream.resetAndDestroy();
  }
}

/** Connects to a port of this machine, or to a Unix socket. */
export function dial(target: number | string): RawClient {
  return new RawClient(typeof target === 'string' ? connectTcp(target) : connectTcp(target, '127.0.0.1'));
}

/** Connects over TLS, whatever the certificate says. */
export function dialTls(port: number): RawClient {
  return new RawClient(connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false }));
}

/** The 101 that answers a request of `composeRequest`. */
export const SWITCHING: string = composeResponse(composeRequest());

/** A frame as a client sends it, with the masking key 00000000. */
export function clientFrame(opcode: number, payload: string | Uint8Array = ''): Uint8Array {
  return composeFrame({ opcode, payload, masked: true });
}

/** A promise with its functions. */
export function deferred<T = void>(): { promise: Promise<T>; resolve(value: T): void; reject(error: unknown): void } {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

/** Waits until the condition holds. The time limit of the test is the limit. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
}
