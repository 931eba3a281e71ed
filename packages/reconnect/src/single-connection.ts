/**
 * One connection from the first question to a provider until it has ended: opening, timeouts, and what is known of its
 * end. RFC 6455 §4.1, §7.1.
 */
import { quote, quoteThrown } from './argument.ts';
import type { Clock } from './clock.ts';
import { type ProtocolsSource, provideProtocols, provideUrl, type UrlSource } from './connection-source.ts';
import { readHandshakeFailure } from './handshake-failure.ts';
import { ReconnectError, type ReconnectErrorCode } from './reconnect-error.ts';
import type { Closure } from './reconnect-policy.ts';
import type { Sendable } from './send-queue.ts';
import type { WebSocketConstructor, WebSocketLike } from './web-socket-like.ts';

/** What every connection of a socket has in common. */
export interface ConnectionSettings {
  readonly url: UrlSource;
  readonly protocols: ProtocolsSource;
  readonly WebSocket: WebSocketConstructor;
  readonly connectTimeout: number;
  readonly closeTimeout: number;
  readonly clock: Clock;
}

/** How a connection ended. */
export interface ConnectionEnd extends Closure {
  /** Milliseconds; 0 when it never was open. */
  readonly openFor: number;
  /** Milliseconds from now, where the implementation shows it. */
  readonly retryAfter: number | undefined;
  /** Bytes that were passed to the implementation and had not left. */
  readonly unsentBytes: number;
  /** Whether every other attempt with the same arguments would end like this. */
  readonly isPermanent: boolean;
}

/** Told what happens. `end` comes last and once. After `abandon()` nothing comes any more. */
export interface ConnectionHandler {
  open(): void;
  message(event: MessageEvent): void;
  error(error: ReconnectError): void;
  end(end: ConnectionEnd): void;
}

const OPEN = 1;

/** RFC 6455 §7.1.5: the close code when no Close frame was received. */
export const NO_CLOSE_FRAME: Closure = { code: 1006, reason: '', wasClean: false };

export class SingleConnection {
  readonly #settings: ConnectionSettings;
  readonly #handler: ConnectionHandler;
  readonly #abort = new AbortController();
  #socket: WebSocketLike | undefined;
  #timer: unknown;
  #openedAt: number | undefined;
  #failure: unknown;
  #hasEnded = false;

  constructor(settings: ConnectionSettings, handler: ConnectionHandler) {
    this.#settings = settings;
    this.#handler = handler;
  }

  /** The socket of the implementation, from the time on when there is one. */
  get socket(): WebSocketLike | undefined {
    return this.#socket;
  }

  /** Whether it is open or has been. */
  get wasOpen(): boolean {
    return this.#openedAt !== undefined;
  }

  /** Whether what is sent now leaves. */
  get isOpen(): boolean {
    return this.wasOpen && this.#socket?.readyState === OPEN;
  }

  /** Begins. `binaryType` is that of the new socket. */
  start(binaryType: 'blob' | 'arraybuffer'): void {
    const { connectTimeout } = this.#settings;
    this.#startTimer(connectTimeout, 'CONNECT_TIMEOUT');
    void this.#connect(binaryType);
  }

  send(data: Sendable): void {
    this.#socket!.send(data);
  }

  /** Starts the closing handshake of a connection that was open. `end` follows, within the close timeout. */
  close(code?: number, reason?: string): void {
    this.#startTimer(this.#settings.closeTimeout, 'CLOSE_TIMEOUT');
    if (code === undefined) this.#socket!.close();
    else this.#socket!.close(code, reason);
  }

  /** Gives up without a word to the handler. */
  abandon(): void {
    this.#hasEnded = true;
    this.#settings.clock.clearTimeout(this.#timer);
    this.#abort.abort();
    try {
      this.#socket?.close();
    } catch {
      // An implementation may refuse to close what it has not opened; nobody listens to it any more.
    }
  }

  async #connect(binaryType: 'blob' | 'arraybuffer'): Promise<void> {
    const { url, protocols, WebSocket } = this.#settings;
    const context = { signal: this.#abort.signal };
    let address: string | URL;
    let subprotocols: string | string[];
    try {
      address = await provideUrl(url, context);
      if (this.#hasEnded) return;
      subprotocols = await provideProtocols(protocols, context);
    } catch (cause) {
      this.#fail(new ReconnectError('PROVIDER_FAILED', quoteThrown(cause), { cause }));
      return;
    }
    if (this.#hasEnded) return;
    try {
      this.#socket = new WebSocket(address, subprotocols);
    } catch (cause) {
      const isPermanent = typeof url !== 'function' && typeof protocols !== 'function';
      this.#fail(new ReconnectError('NOT_CONSTRUCTED', quoteThrown(cause), { cause }), isPermanent);
      return;
    }
    this.#socket.binaryType = binaryType;
    this.#listen(this.#socket);
  }

  /** The listeners stay: some implementations throw an error for which there is none. */
  #listen(socket: WebSocketLike): void {
    const whileAlive =
      <E>(listener: (event: E) => void) =>
      (event: E): void => {
        if (!this.#hasEnded) listener(event);
      };
    socket.addEventListener(
      'open',
      whileAlive(() => {
        this.#settings.clock.clearTimeout(this.#timer);
        this.#openedAt = this.#settings.clock.now();
        this.#handler.open();
      }),
    );
    socket.addEventListener(
      'message',
      whileAlive((event: MessageEvent) => this.#handler.message(event)),
    );
    socket.addEventListener(
      'error',
      whileAlive((event: { error?: unknown; message?: unknown }) => {
        this.#failure = event;
        const detail = quote(event.message || 'no details');
        this.#handler.error(new ReconnectError('CONNECTION_FAILED', detail, { cause: event.error ?? event }));
      }),
    );
    socket.addEventListener(
      'close',
      whileAlive((event: Closure) => this.#end(event)),
    );
  }

  #startTimer(delay: number, code: ReconnectErrorCode): void {
    const { clock } = this.#settings;
    clock.clearTimeout(this.#timer);
    this.#timer = clock.setTimeout(() => this.#fail(new ReconnectError(code, `waited ${delay} ms`)), delay);
  }

  #fail(error: ReconnectError, isPermanent = false): void {
    if (this.#hasEnded) return;
    this.#failure = error;
    this.#handler.error(error);
    this.#end(NO_CLOSE_FRAME, isPermanent);
  }

  #end({ code, reason, wasClean }: Closure, isPermanent = false): void {
    if (this.#hasEnded) return;
    const now = this.#settings.clock.now();
    const openFor = this.#openedAt === undefined ? 0 : now - this.#openedAt;
    const unsentBytes = this.#socket?.bufferedAmount ?? 0;
    const { status, retryAfter } = readHandshakeFailure(this.#failure, now);
    this.abandon();
    this.#handler.end({ code, reason, wasClean, status, openFor, retryAfter, unsentBytes, isPermanent });
  }
}
