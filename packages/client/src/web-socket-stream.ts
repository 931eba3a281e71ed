/** The `WebSocketStream` of the web, on `connect`. WHATWG WebSockets, "the WebSocketStream interface"; RFC 6455 §6, §7. */
import type { ClientSocket } from './client-socket.ts';
import type { CloseArguments } from './close-arguments.ts';
import { checkProtocols, type Ending, establish, extensionsInUse, readOptions, type WebOptions } from './establish.ts';
import { ownBytes } from './own-bytes.ts';
import { readUrl } from './url-record.ts';
import { defineInterface, requireArguments, toBufferSource, toDictionary, toSequence, toUsvString } from './web-idl.ts';
import { connectionError, readCloseInfo, type WebSocketCloseInfo, WebSocketError } from './web-socket-error.ts';

/**
 * What `new WebSocketStream` takes: the web's `protocols` and `signal`, and options of `connect`.
 *
 * @example
 * ```ts
 * import { WebSocketStream, type WebSocketStreamOptions } from '@rfc6455/client';
 *
 * const options: WebSocketStreamOptions = { protocols: ['chat'], signal: AbortSignal.timeout(5000) };
 * const stream = new WebSocketStream('ws://127.0.0.1:1/', options);
 * await stream.opened.catch((error) => error.name); // => 'WebSocketError'
 * ```
 */
export interface WebSocketStreamOptions extends WebOptions {
  /** The subprotocols that are offered, in the order of preference. The server must select one of them. */
  readonly protocols?: Iterable<string> | undefined;
}

/**
 * What `opened` of a `WebSocketStream` settles with.
 *
 * @example
 * ```ts
 * import { type WebSocketOpenInfo, WebSocketStream } from '@rfc6455/client';
 * import { serve } from '@rfc6455/server';
 *
 * const server = await serve({ port: 0, open: (socket) => socket.send('welcome') });
 * const stream = new WebSocketStream(server.url);
 * const { readable, protocol }: WebSocketOpenInfo = await stream.opened;
 * protocol; // => ''
 * for await (const message of readable) {
 *   console.log(message); // => welcome
 *   break; // cancels the stream, which closes the connection
 * }
 * await stream.closed;
 * await server.close();
 * ```
 */
export interface WebSocketOpenInfo {
  /** The messages that come: text as strings, binary ones as bytes that share their memory with nobody. */
  readable: ReadableStream<string | Uint8Array<ArrayBuffer>>;
  /** Takes messages: a string, a buffer or a view; anything else is made a string. */
  writable: WritableStream<string | ArrayBuffer | ArrayBufferView>;
  /** The extensions in use, as in a header. */
  extensions: string;
  /** The subprotocol in use. */
  protocol: string;
}

type Readable = WebSocketOpenInfo['readable'];
type Writable = WebSocketOpenInfo['writable'];

/**
 * A WebSocket connection as two streams of messages, with back-pressure both ways: while nobody reads from `readable`, the
 * peer is held back, and a write to `writable` is done when there is room for more. It is what the WHATWG WebSockets
 * standard plans for the web, and Chromium has.
 *
 * `opened` and `closed` may be left alone: a rejection that nobody handles does not end the process.
 *
 * @example
 * ```ts
 * import { WebSocketStream } from '@rfc6455/client';
 * import { serve } from '@rfc6455/server';
 *
 * const server = await serve({ port: 0, message: (socket, data) => socket.send(data) });
 *
 * const stream = new WebSocketStream(server.url);
 * const { readable, writable } = await stream.opened;
 * const writer = writable.getWriter();
 * await writer.write('hello');
 * const reader = readable.getReader();
 * (await reader.read()).value; // => 'hello'
 * stream.close({ closeCode: 1000, reason: 'done' });
 * (await stream.closed).closeCode; // => 1000
 *
 * await server.close();
 * ```
 */
export class WebSocketStream {
  static {
    defineInterface(WebSocketStream);
  }
  readonly #url: string;
  readonly #attempt: AbortController = new AbortController();
  readonly #opened: Settleable<WebSocketOpenInfo> = new Settleable();
  readonly #closed: Settleable<WebSocketCloseInfo> = new Settleable();
  #state: 'connecting' | 'open' | 'closing' | 'closed' = 'connecting';
  #socket: ClientSocket | undefined;
  #incoming: ReadableStreamDefaultController<string | Uint8Array<ArrayBuffer>> | undefined;
  #outgoing: WritableStreamDefaultController | undefined;

  /**
   * Begins to connect.
   *
   * @param url an absolute URL with the scheme ws, wss, http or https, and without a fragment
   * @param options `protocols`, `signal`, which gives the attempt up and does nothing later, and options of `connect`
   * @throws DOMException `SyntaxError` for another URL, and for subprotocols that are not tokens that all differ
   * @throws TypeError or RangeError for an option that is not what it must be
   */
  constructor(url: string | URL, options: WebSocketStreamOptions = {}) {
    // biome-ignore lint/complexity/noArguments: how many there are is what tells a missing one from undefined
    requireArguments('WebSocketStream', arguments.length, 1);
    const text = toUsvString(url);
    const { protocols: list, ...rest } = toDictionary('options', options);
    const protocols = list === undefined ? [] : toSequence('protocols', list);
    const record = readUrl(text);
    checkProtocols(protocols);
    const given = readOptions(rest, record);
    this.#url = record.href;
    const { signal } = given;
    establish(record, protocols, given, this.#attempt.signal, {
      opened: (socket) => this.#open(socket),
      message: (data) => this.#receive(data),
      closed: (ending) => this.#end(ending, signal),
    });
  }

  /** The URL, serialized; `http` has become `ws`. */
  get url(): string {
    return this.#url;
  }

  /** Settles with the streams when the connection is open. Rejects with a `WebSocketError`, or the reason of `signal`. */
  get opened(): Promise<WebSocketOpenInfo> {
    return this.#opened.promise;
  }

  /**
   * Settles with the code and the reason that were received when the connection was closed cleanly. Rejects with a
   * `WebSocketError` when it was not, or with the reason of `signal`.
   */
  get closed(): Promise<WebSocketCloseInfo> {
    return this.#closed.promise;
  }

  /**
   * Starts the closing handshake, or gives the attempt to connect up.
   *
   * @param closeInfo the code, 1000 or 3000–4999, and the reason, up to 123 bytes of UTF-8
   * @throws DOMException `InvalidAccessError` for another code, `SyntaxError` for a longer reason
   * @throws TypeError if it is no object, or the code no number from 0 to 65535
   */
  close(closeInfo?: WebSocketCloseInfo): void {
    this.#close(readCloseInfo(closeInfo));
  }

  #close({ code, reason }: CloseArguments): void {
    if (this.#state === 'connecting') {
      this.#attempt.abort(new DOMException('close was called', 'AbortError'));
    } else if (this.#state === 'open') {
      void this.#socket!.close(code, reason);
      // What still comes is thrown away, so that the peer's Close frame is seen though nobody reads.
      this.#socket!.resume();
    } else {
      return;
    }
    this.#state = 'closing';
  }

  /** Closes because a stream was abandoned: with the code and the reason of a `WebSocketError`. */
  #abandon(reason: unknown): void {
    const { closeCode: code, reason: text } =
      reason instanceof WebSocketError ? reason : { closeCode: null, reason: '' };
    try {
      this.close({ closeCode: code ?? undefined, reason: text });
    } catch {
      // An error of a connection may have a code that must not be sent.
      this.close();
    }
  }

  #open(socket: ClientSocket): void {
    this.#socket = socket;
    this.#state = 'open';
    const readable: Readable = new ReadableStream({
      start: (controller) => {
        this.#incoming = controller;
      },
      pull: () => socket.resume(),
      cancel: (reason) => {
        this.#incoming = undefined;
        this.#abandon(reason);
      },
    });
    const writable: Writable = new WritableStream({
      start: (controller) => {
        this.#outgoing = controller;
      },
      write: (message) => this.#send(message),
      close: async () => {
        this.close();
        await this.closed;
      },
      abort: (reason) => this.#abandon(reason),
    });
    const { subprotocol: protocol } = socket;
    this.#opened.resolve({ readable, writable, extensions: extensionsInUse(socket), protocol });
  }

  #receive(data: string | Uint8Array): void {
    if (this.#state !== 'open') return;
    this.#incoming!.enqueue(typeof data === 'string' ? data : ownBytes(data));
    if (this.#incoming!.desiredSize! <= 0) this.#socket!.pause();
  }

  /** Sends a message. Done when there is room for more. */
  async #send(message: unknown): Promise<void> {
    const data = typeof message === 'string' ? message : (toBufferSource(message) ?? `${message as string}`);
    await this.#socket!.send(data);
  }

  #end(ending: Ending, signal: AbortSignal | undefined): void {
    const wasOpen = this.#socket !== undefined;
    this.#state = 'closed';
    if (ending.wasClean) {
      this.#incoming?.close();
      this.#outgoing!.error(new DOMException('the stream is closed', 'InvalidStateError'));
      return this.#closed.resolve({ closeCode: ending.code, reason: ending.reason });
    }
    const message = wasOpen ? 'the connection was not closed cleanly' : 'the connection was not opened';
    const error = !wasOpen && signal?.aborted ? signal.reason : connectionError(message, ending);
    this.#incoming?.error(error);
    this.#outgoing?.error(error);
    this.#opened.reject(error);
    this.#closed.reject(error);
  }
}

/** A promise and how it is settled. Its rejection counts as handled. */
class Settleable<T> {
  resolve!: (value: T) => void;
  reject!: (reason: unknown) => void;
  readonly promise: Promise<T> = new Promise((resolve, reject) => {
    this.resolve = resolve;
    this.reject = reject;
  });

  constructor() {
    this.promise.catch(() => {});
  }
}
