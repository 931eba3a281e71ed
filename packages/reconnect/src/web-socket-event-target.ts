/** The event side of the WHATWG `WebSocket`: typed listeners and the four handler attributes. */
import type { EndEvent, ReconnectErrorEvent, ReconnectingWebSocketEventMap } from './events.ts';

/** Written as a method, so that a handler for the platform's event type fits. */
type Listener<E> = { handle(event: E): unknown }['handle'];

/** The `options` of `addEventListener`. */
export interface ListenerOptions {
  readonly capture?: boolean;
  readonly once?: boolean;
  readonly passive?: boolean;
  readonly signal?: AbortSignal;
}

// biome-ignore lint/suspicious/noExplicitAny: events of other types, which the application dispatches itself
type AnyListener = Listener<any> | { handleEvent(event: any): unknown } | null;
/** What is read from a handler attribute. Its event is open, as handlers of the platform know less about it. */
// biome-ignore lint/suspicious/noExplicitAny: see above
type AnyHandler = ((event: any) => unknown) | null;
type EventType = keyof ReconnectingWebSocketEventMap;

/** An `EventTarget` with the events of a `ReconnectingWebSocket`. */
export class WebSocketEventTarget extends EventTarget {
  readonly #handlers = new Map<EventType, AnyHandler>();

  override addEventListener<K extends EventType>(
    type: K,
    listener: Listener<ReconnectingWebSocketEventMap[K]>,
    options?: boolean | ListenerOptions,
  ): void;
  override addEventListener(type: string, listener: AnyListener, options?: boolean | ListenerOptions): void;
  override addEventListener(type: string, listener: AnyListener, options?: boolean | ListenerOptions): void {
    super.addEventListener(type, listener, options);
  }

  override removeEventListener<K extends EventType>(
    type: K,
    listener: Listener<ReconnectingWebSocketEventMap[K]>,
    options?: boolean | ListenerOptions,
  ): void;
  override removeEventListener(type: string, listener: AnyListener, options?: boolean | ListenerOptions): void;
  override removeEventListener(type: string, listener: AnyListener, options?: boolean | ListenerOptions): void {
    super.removeEventListener(type, listener, options);
  }

  /** Called with each `open` event. */
  get onopen(): AnyHandler {
    return this.#getHandler('open');
  }
  set onopen(handler: Listener<Event> | null) {
    this.#setHandler('open', handler);
  }

  /** Called with each `message` event. */
  get onmessage(): AnyHandler {
    return this.#getHandler('message');
  }
  set onmessage(handler: Listener<MessageEvent> | null) {
    this.#setHandler('message', handler);
  }

  /** Called with each `error` event. */
  get onerror(): AnyHandler {
    return this.#getHandler('error');
  }
  set onerror(handler: Listener<ReconnectErrorEvent> | null) {
    this.#setHandler('error', handler);
  }

  /** Called with the `close` event. */
  get onclose(): AnyHandler {
    return this.#getHandler('close');
  }
  set onclose(handler: Listener<EndEvent> | null) {
    this.#setHandler('close', handler);
  }

  #getHandler(type: EventType): AnyHandler {
    return this.#handlers.get(type) ?? null;
  }

  /** As in HTML: a handler keeps its place among the listeners when it is replaced; what is no function is no handler. */
  #setHandler(type: EventType, handler: AnyHandler): void {
    if (!this.#handlers.has(type)) {
      this.addEventListener(type, (event) => {
        this.#handlers.get(type)?.call(this, event);
      });
    }
    this.#handlers.set(type, typeof handler === 'function' ? handler : null);
  }
}
