/** The `WebSocket` of the web, on `connect`. WHATWG WebSockets, section 3; RFC 6455 §4.1, §6, §7. */
import { SocketError } from '@rfc6455/socket';
import { ClientSocket } from './client-socket.ts';
import { checkClose } from './close-arguments.ts';
import { checkProtocols, type Ending, establish, extensionsInUse, readOptions } from './establish.ts';
import { HandledMessageEvent } from './handled-message-event.ts';
import { HandlerAttribute, type Listener } from './handler-attribute.ts';
import { byteLengthOf, type Outgoing, OutgoingMessages } from './outgoing-messages.ts';
import { ownBuffer } from './own-bytes.ts';
import { TaskQueue } from './task-queue.ts';
import { readUrl } from './url-record.ts';
import * as webIdl from './web-idl.ts';
import { CloseEvent, WebSocketErrorEvent } from './web-socket-events.ts';
import { readInit, type WebSocketInit } from './web-socket-init.ts';

const CONNECTING = 0;
const OPEN = 1;
const CLOSING = 2;
const CLOSED = 3;

/** What happens to a socket, and is told in a task of its own: a message, that it is open, that it is closed. */
type Happening = string | Uint8Array | ClientSocket | Ending;

/** Every event of a `WebSocket` by its type. */
interface EventMap {
  open: Event;
  message: MessageEvent;
  error: WebSocketErrorEvent;
  close: CloseEvent;
}
// biome-ignore lint/suspicious/noExplicitAny: events of other types, which the application dispatches itself
type AnyListener = Listener<any> | { handleEvent(event: any): unknown } | null;

/**
 * The `WebSocket` of the web, for Node.js: the interface of the WHATWG WebSockets standard, so that what was written for a
 * browser runs unchanged. RFC 6455 §4.1, §6, §7.
 *
 * What it has beyond the web:
 * - the second argument may be an object with `protocols` and options of `connect`, such as `headers`
 * - an `error` event has the `error`
 * - user and password in the URL are sent as Basic credentials with the request
 *
 * What differs:
 * - `isTrusted` is false in its events
 * - a `message` event that `onmessage` gets cannot be dispatched again; `new MessageEvent(event.type, event)` can
 * - listeners for `message` are added by its own `addEventListener`, not by that of `EventTarget.prototype`
 * - it is never collected while it is open, so it closes only when somebody closes it
 *
 * A handler or listener that throws becomes an uncaught exception, as in every `EventTarget` of Node.
 *
 * @example
 * ```ts
 * import { WebSocket } from '@rfc6455/client';
 * import { serve } from '@rfc6455/server';
 *
 * const server = await serve({ port: 0, message: (socket, data) => socket.send(data) });
 *
 * const socket = new WebSocket(server.url);
 * socket.onopen = () => socket.send('hello');
 * socket.onmessage = ({ data }) => {
 *   console.log(data); // => hello
 *   socket.close(1000, 'done');
 * };
 * socket.onclose = ({ code, wasClean }) => {
 *   console.log(code, wasClean); // => 1000 true
 *   server.close();
 * };
 * ```
 */
export class WebSocket extends EventTarget {
  static {
    webIdl.defineConstants(WebSocket, { CONNECTING, OPEN, CLOSING, CLOSED });
    webIdl.defineInterface(WebSocket);
  }
  declare static readonly CONNECTING: 0;
  declare static readonly OPEN: 1;
  declare static readonly CLOSING: 2;
  declare static readonly CLOSED: 3;
  declare readonly CONNECTING: 0;
  declare readonly OPEN: 1;
  declare readonly CLOSING: 2;
  declare readonly CLOSED: 3;

  readonly #url: string;
  readonly #origin: string;
  readonly #maxBufferedAmount: number | undefined;
  readonly #attempt: AbortController = new AbortController();
  readonly #happenings: TaskQueue<Happening> = new TaskQueue(
    (happening) => this.#tell(happening),
    (wanted) => (wanted ? this.#socket?.resume() : this.#socket?.pause()),
  );
  readonly #onopen: HandlerAttribute = new HandlerAttribute(this, 'open');
  readonly #onmessage: HandlerAttribute = new HandlerAttribute(this, 'message', true);
  readonly #onerror: HandlerAttribute = new HandlerAttribute(this, 'error');
  readonly #onclose: HandlerAttribute = new HandlerAttribute(this, 'close');
  /** As the events have told it so far. */
  #readyState: 0 | 1 | 2 | 3 = CONNECTING;
  #binaryType: BinaryType = 'blob';
  #socket: ClientSocket | undefined;
  #outgoing: OutgoingMessages | undefined;
  /** Why a message could not be sent, once one could not. */
  #failure: Error | undefined;
  /** The bytes that were sent when nothing is sent any more. */
  #discarded = 0;

  /**
   * Begins to connect.
   *
   * @param url an absolute URL with the scheme ws, wss, http or https, and without a fragment
   * @param protocols the subprotocols to offer: tokens that all differ; or an object with these and options of `connect`
   * @throws DOMException `SyntaxError` for another URL, and for subprotocols that are no such list
   * @throws TypeError or RangeError for an option that is not what it must be
   */
  constructor(url: string | URL, protocols: string | readonly string[] | WebSocketInit = []) {
    super();
    // biome-ignore lint/complexity/noArguments: how many there are is what tells a missing one from undefined
    webIdl.requireArguments('WebSocket', arguments.length, 1);
    const text = webIdl.toUsvString(url);
    const init = readInit(protocols);
    const record = readUrl(text);
    checkProtocols(init.protocols);
    this.#url = record.href;
    this.#origin = `${record.target.protocol}//${record.target.host}`;
    const given = readOptions(init.options, record);
    this.#maxBufferedAmount = given.maxBufferedAmount;
    // Whether there is room is for #outgoing to tell, to which a message costs its bytes and no more.
    const options = { ...given, highWaterMark: 0, maxBufferedAmount: Number.MAX_SAFE_INTEGER };
    establish(record, init.protocols, options, this.#attempt.signal, {
      opened: (socket) => this.#opened(socket),
      message: (data) => this.#happenings.push(data),
      closed: (ending) => this.#happenings.push(ending),
    });
  }

  /** The URL, serialized; `http` has become `ws`. */
  get url(): string {
    return this.#url;
  }

  /** 0 while connecting, 1 open, 2 closing, 3 closed. */
  get readyState(): 0 | 1 | 2 | 3 {
    // The closing handshake may have started since the last event.
    const isClosing = this.#readyState === OPEN && this.#happenings.isIdle && this.#socket!.state !== 'open';
    return isClosing ? CLOSING : this.#readyState;
  }

  /**
   * How many bytes of messages have been passed to `send` and not to the network, without headers of frames. It does not
   * go back to 0 when the socket closes.
   */
  get bufferedAmount(): number {
    return (this.#outgoing?.bufferedAmount ?? 0) + this.#discarded;
  }

  /** The extensions in use, as in a header; empty until it is open. */
  get extensions(): string {
    return this.#hasOpened ? extensionsInUse(this.#socket!) : '';
  }

  /** The subprotocol in use; empty until it is open. */
  get protocol(): string {
    return this.#hasOpened ? this.#socket!.subprotocol : '';
  }

  /** What binary messages arrive as: a `Blob` by default, or an `ArrayBuffer` of exactly the message. */
  get binaryType(): BinaryType {
    return this.#binaryType;
  }
  set binaryType(value: BinaryType) {
    const text = `${value}`;
    if (text === 'blob' || text === 'arraybuffer') this.#binaryType = text;
  }

  /** Called with the `open` event. */
  get onopen(): Listener<Event> | null {
    return this.#onopen.value;
  }
  set onopen(handler: Listener<Event> | null) {
    this.#onopen.value = handler;
  }

  /** Called with each `message` event. */
  get onmessage(): Listener<MessageEvent> | null {
    return this.#onmessage.value;
  }
  set onmessage(handler: Listener<MessageEvent> | null) {
    this.#onmessage.value = handler;
  }

  /** Called with the `error` event, which comes before `close` when it is not closed cleanly. */
  // biome-ignore lint/suspicious/noExplicitAny: open, as a handler of the platform knows less about its event
  get onerror(): Listener<any> | null {
    return this.#onerror.value;
  }
  set onerror(handler: Listener<WebSocketErrorEvent> | null) {
    this.#onerror.value = handler;
  }

  /** Called with the `close` event, the last. */
  get onclose(): Listener<CloseEvent> | null {
    return this.#onclose.value;
  }
  set onclose(handler: Listener<CloseEvent> | null) {
    this.#onclose.value = handler;
  }

  override addEventListener<K extends keyof EventMap>(
    type: K,
    listener: Listener<EventMap[K]>,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener(type: string, listener: AnyListener, options?: boolean | AddEventListenerOptions): void;
  override addEventListener(type: string, listener: AnyListener, options?: boolean | AddEventListenerOptions): void {
    if (`${type}` === 'message') this.#onmessage.join();
    super.addEventListener(type, listener, options);
  }

  override removeEventListener<K extends keyof EventMap>(
    type: K,
    listener: Listener<EventMap[K]>,
    options?: boolean | EventListenerOptions,
  ): void;
  override removeEventListener(type: string, listener: AnyListener, options?: boolean | EventListenerOptions): void;
  override removeEventListener(type: string, listener: AnyListener, options?: boolean | EventListenerOptions): void {
    super.removeEventListener(type, listener, options);
  }

  /**
   * Sends a message; when the socket is closing or closed, it is only added to `bufferedAmount`.
   *
   * @param data a string; a buffer or a view, whose bytes are taken at once; or a `Blob`, behind which later messages wait
   * until it has been read. Anything else is made a string.
   * @throws DOMException `InvalidStateError` while it is connecting
   * @throws TypeError for a view of memory that is shared or can be resized
   */
  send(data: string | ArrayBuffer | ArrayBufferView | Blob): void {
    // biome-ignore lint/complexity/noArguments: how many there are is what tells a missing one from undefined
    webIdl.requireArguments('send', arguments.length, 1);
    const outgoing: Outgoing =
      typeof data === 'string' || data instanceof Blob ? data : (webIdl.toBufferSource(data) ?? `${data as unknown}`);
    if (this.#readyState === CONNECTING) throw new DOMException('the socket is still connecting', 'InvalidStateError');
    if (this.#readyState === OPEN) this.#outgoing!.send(outgoing);
    else this.#discarded += byteLengthOf(outgoing);
  }

  /**
   * Starts the closing handshake, behind all that was sent; or gives the attempt to connect up.
   *
   * @param code 1000 or 3000–4999; left out, the Close frame has none, and 1000 when there is a reason
   * @param reason up to 123 bytes of UTF-8
   * @throws DOMException `InvalidAccessError` for another code, `SyntaxError` for a longer reason
   */
  close(code: number | undefined = undefined, reason: string | undefined = undefined): void {
    const close = checkClose(
      code === undefined ? undefined : webIdl.clampToUnsignedShort(code),
      reason === undefined ? '' : webIdl.toUsvString(reason),
    );
    if (this.#readyState === OPEN) this.#outgoing!.close(close);
    else if (this.#readyState === CONNECTING) this.#attempt.abort(new DOMException('close was called', 'AbortError'));
    else return;
    this.#readyState = CLOSING;
  }

  get #hasOpened(): boolean {
    return this.#outgoing !== undefined;
  }

  #opened(socket: ClientSocket): void {
    this.#socket = socket;
    this.#happenings.push(socket);
  }

  /** Tells one thing; false if there was nobody to tell it to. */
  #tell(happening: Happening): boolean {
    if (typeof happening === 'string' || happening instanceof Uint8Array) return this.#tellMessage(happening);
    if (happening instanceof ClientSocket) this.#tellOpen(happening);
    else this.#tellEnd(happening);
    return true;
  }

  #tellOpen(socket: ClientSocket): void {
    this.#readyState = OPEN;
    this.#outgoing = new OutgoingMessages(socket, this.#maxBufferedAmount, (error) => {
      this.#failure = error;
    });
    super.dispatchEvent(new Event('open'));
  }

  #tellMessage(message: string | Uint8Array): boolean {
    if (this.#readyState !== OPEN) return false;
    const handler = this.#onmessage;
    if (!handler.isAlone) {
      const init = { data: this.#dataOf(message), origin: this.#origin };
      super.dispatchEvent(new MessageEvent('message', init));
      return true;
    }
    // A message that nobody is there for costs nothing.
    if (handler.value === null) return false;
    const event = new HandledMessageEvent(this, this.#dataOf(message), this.#origin);
    try {
      handler.handleEvent(event);
    } catch (error) {
      // As an EventTarget of Node reports it.
      process.nextTick(() => {
        throw error;
      });
    }
    HandledMessageEvent.end(event);
    return true;
  }

  #tellEnd({ code, reason, wasClean, cause }: Ending): void {
    this.#readyState = CLOSED;
    // [7.2.1-2] what was not closed cleanly has failed, also when the connection was lost
    if (!wasClean)
      super.dispatchEvent(new WebSocketErrorEvent(this.#failure ?? cause ?? new SocketError('TRANSPORT_ENDED')));
    super.dispatchEvent(new CloseEvent('close', { code, reason, wasClean }));
  }

  /** What a message is to whoever listens. */
  #dataOf(message: string | Uint8Array): string | Blob | ArrayBuffer {
    if (typeof message === 'string') return message;
    return this.#binaryType === 'blob' ? new Blob([message as Uint8Array<ArrayBuffer>]) : ownBuffer(message);
  }
}
