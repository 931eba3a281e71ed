/** A running server: its sockets, and how it ends. RFC 6455 §4.2, §7.4.1 (1001). */
import type { AddressInfo, Server as Listener } from 'node:net';
import { CloseCode } from '@rfc6455/close-codes';
import { type BinaryData, Connection, PreparedMessage } from '@rfc6455/connection';
import { checkInteger, LONGEST_TIMER } from './check-option.ts';
import type { Reception } from './reception.ts';
import { Refusal } from './refusal.ts';
import type { ServerSocket } from './server-socket.ts';

/** Who gets a broadcast. */
export interface BroadcastOptions<Data> {
  /** These sockets; by default all of the server. */
  readonly to?: Iterable<ServerSocket<Data>> | undefined;
  /** All but this one. */
  readonly except?: ServerSocket<Data> | undefined;
}

/** How a server says good-bye. */
export interface DrainOptions {
  /** The close code for every socket; by default 1001, going away. */
  readonly code?: number | undefined;
  /** The reason beside it, up to 123 bytes of UTF-8. */
  readonly reason?: string | undefined;
  /** How long the clients may take to answer, in milliseconds, 0–2147483647; by default 10000. */
  readonly timeout?: number | undefined;
  /** After how many seconds a client that is refused meanwhile may come back. */
  readonly retryAfter?: number | undefined;
}

/** How the sockets of a server ended. */
export interface DrainReport {
  /** How many finished the closing handshake. */
  readonly closed: number;
  /** How many had to be cut off, or broke. */
  readonly terminated: number;
}

/** What a server listens with, and how that is stopped. */
export interface Listening {
  readonly listener: Listener;
  readonly secure: boolean;
  /** Takes no more connections. Settles when the last one is gone, where they belong to this server. */
  stop(): Promise<void>;
}

const DEFAULT_DRAIN_TIMEOUT = 10_000;

/** A WebSocket server that is listening. {@link serve} and {@link attach} make it. */
export class Server<Data = undefined> implements AsyncDisposable {
  readonly #reception: Reception<Data>;
  readonly #listening: Listening;
  #drained: Promise<DrainReport> | undefined;
  #stopped: Promise<void> | undefined;

  constructor(reception: Reception<Data>, listening: Listening) {
    this.#reception = reception;
    this.#listening = listening;
  }

  /** The sockets that are open or closing. */
  get sockets(): ReadonlySet<ServerSocket<Data>> {
    return this.#reception.sockets;
  }

  /** Where the server listens: as `address()` of `node:net`; null when it does not listen. */
  get address(): AddressInfo | string | null {
    return this.#listening.listener.address();
  }

  /** The TCP port, or 0 without one. */
  get port(): number {
    const { address } = this;
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  /** A URI that leads to the server from this machine: `ws://127.0.0.1:8080`. For a Unix socket, `ws+unix:` and its path. */
  get url(): string {
    const { address } = this;
    const scheme = this.#listening.secure ? 'wss' : 'ws';
    if (typeof address === 'string') return `${scheme}+unix:${address}`;
    const { address: host = '::', port = 0 } = address ?? {};
    if (host === '::' || host === '0.0.0.0') return `${scheme}://localhost:${port}`;
    return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
  }

  /**
   * Sends a message to many sockets. It is encoded once, and all get the same bytes.
   *
   * @param data a string, binary data, or a prepared message
   * @param options to whom
   * @returns to how many it was sent. Left out are sockets that are closing, that are in the middle of a message that
   * they send in fragments, or that had to be terminated because too much waits for them.
   * @throws TypeError if `data` is none of these
   *
   * @example
   * ```ts
   * import { serve } from '@rfc6455/server';
   *
   * const server = await serve({
   *   message: (socket, data) => void server.broadcast(data, { except: socket }),
   * });
   * server.broadcast('nobody is here'); // => 0
   * await server.close();
   * ```
   */
  broadcast(data: string | BinaryData | PreparedMessage, { to, except }: BroadcastOptions<Data> = {}): number {
    const message = data instanceof PreparedMessage ? data : new PreparedMessage(data);
    let sent = 0;
    for (const socket of to ?? this.sockets) {
      if (socket !== except && sendTo(socket, message)) sent++;
    }
    return sent;
  }

  /**
   * Ends the server without cutting anybody off: refuses new clients with 503, closes every socket, waits, terminates
   * those that do not answer, and stops listening. Called again, it returns the same promise.
   *
   * @param options see {@link DrainOptions}
   * @throws RangeError or TypeError for a code, a reason or a time that is not what it must be
   *
   * @example
   * ```ts
   * import { serve } from '@rfc6455/server';
   *
   * const server = await serve({});
   * process.once('SIGTERM', () => server.drain({ retryAfter: 5 }));
   * await server.drain(); // => { closed: 0, terminated: 0 }
   * ```
   */
  drain(options: DrainOptions = {}): Promise<DrainReport> {
    if (this.#drained === undefined) {
      const { code = CloseCode.GoingAway, reason, retryAfter } = options;
      const timeout = checkInteger('timeout', options.timeout, DEFAULT_DRAIN_TIMEOUT, 0, LONGEST_TIMER);
      if (retryAfter !== undefined) checkInteger('retryAfter', retryAfter, 0, 0);
      // Throws what each socket would throw, also when there is none.
      new Connection({ role: 'server', handler: {} }).close(code, reason);
      this.#refuseAll(retryAfter);
      this.#drained = this.#drain(code, reason, timeout);
    }
    return this.#drained;
  }

  /** Ends the server at once: stops listening and terminates all sockets. Settles when the port is free. */
  async close(): Promise<void> {
    this.#refuseAll(undefined);
    for (const socket of this.sockets) socket.terminate();
    await this.#stop();
  }

  /** The same as {@link drain}. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.drain();
  }

  #refuseAll(retryAfter: number | undefined): void {
    this.#reception.refuseAll(
      new Refusal(503, {
        headers: retryAfter === undefined ? [] : [['Retry-After', String(retryAfter)]],
        body: 'the server is going away\n',
      }),
    );
  }

  async #drain(code: number, reason: string | undefined, timeout: number): Promise<DrainReport> {
    const timer = setTimeout(() => {
      for (const socket of this.sockets) socket.terminate();
    }, timeout);
    const reports = await Promise.all(Array.from(this.sockets, (socket) => socket.close(code, reason)));
    clearTimeout(timer);
    await this.#stop();
    const closed = reports.filter(({ wasClean }) => wasClean).length;
    return { closed, terminated: reports.length - closed };
  }

  #stop(): Promise<void> {
    this.#stopped ??= this.#listening.stop();
    return this.#stopped;
  }
}

function sendTo<Data>(socket: ServerSocket<Data>, message: PreparedMessage): boolean {
  try {
    void socket.send(message);
    return socket.state === 'open';
  } catch {
    // [5.4-5] a message cannot be sent inside another one
    return false;
  }
}
