/**
 * A `WebSocket` that comes back: connections one after the other behind one WHATWG interface. RFC 6455 §7.2.3.
 */
import { quote, quoteThrown, requireFunction, requireInteger } from './argument.ts';
import { type AttemptPlan, AttemptSchedule } from './attempt-schedule.ts';
import { systemClock } from './clock.ts';
import { checkUrlSource, type ProtocolsSource, type UrlSource } from './connection-source.ts';
import { AttemptEvent, DropEvent, type EndCause, EndEvent, ReconnectErrorEvent, ReconnectingEvent } from './events.ts';
import { alwaysOnline, platformNetwork } from './network-status.ts';
import { ReconnectError } from './reconnect-error.ts';
import { type Closure, ReconnectPolicy } from './reconnect-policy.ts';
import type { ReconnectingWebSocketOptions } from './reconnecting-web-socket-options.ts';
import { byteLengthOf, type Sendable, SendQueue, toMessage } from './send-queue.ts';
import { type ConnectionEnd, type ConnectionSettings, NO_CLOSE_FRAME, SingleConnection } from './single-connection.ts';
import { utf8Length } from './utf8-length.ts';
import { WebSocketEventTarget } from './web-socket-event-target.ts';

/** The longest timeout, in milliseconds: a day. */
const MAX_TIMEOUT = 86_400_000;
/** RFC 6455 §5.5: 125 bytes of payload, of which the close code takes two. */
const MAX_REASON_BYTES = 123;

const CONNECTING = 0;
const OPEN = 1;
const CLOSING = 2;
const CLOSED = 3;

/**
 * A WHATWG `WebSocket` that comes back when its connection is lost (RFC 6455 §7.2.3). It takes the place of a
 * `WebSocket`: same properties, methods and events, with these differences:
 * - `open` fires for every connection. `connectionCount` is 1 for the first one.
 * - `close` fires once, when it has ended for good: after `close()`, or because the policy says so.
 * - A connection that is lost, or an attempt that fails, fires `reconnecting` when another attempt follows.
 * - `attempt` fires when an attempt begins, the first one included.
 * - `readyState` is `CONNECTING` whenever there is no connection and one is to come.
 * - `send` does not throw while connecting: the message waits in a bounded queue. When a connection is open, listeners of
 *   `open` run first, so what they send leaves before what has waited.
 *
 * What was sent before a connection was lost may have arrived or not. It is not sent again.
 *
 * @example
 * ```ts
 * import { ReconnectingWebSocket, ReconnectPolicy } from '@rfc6455/reconnect';
 * import { WebSocket } from 'undici'; // browsers, Deno, Bun and Node 22 have one of their own
 *
 * const policy = new ReconnectPolicy({ baseDelay: 10, maxAttempts: 2 });
 * const socket = new ReconnectingWebSocket('ws://127.0.0.1:9/', [], { WebSocket, policy });
 * socket.addEventListener('reconnecting', ({ attempt, delay }) => console.log(attempt, delay));
 * socket.addEventListener('close', ({ code, why }) => console.log(code, why)); // 1006 'attempts'
 * socket.readyState; // => 0
 * ```
 */
export class ReconnectingWebSocket extends WebSocketEventTarget {
  static readonly CONNECTING: 0 = CONNECTING;
  static readonly OPEN: 1 = OPEN;
  static readonly CLOSING: 2 = CLOSING;
  static readonly CLOSED: 3 = CLOSED;
  readonly CONNECTING: 0 = CONNECTING;
  readonly OPEN: 1 = OPEN;
  readonly CLOSING: 2 = CLOSING;
  readonly CLOSED: 3 = CLOSED;

  readonly #settings: ConnectionSettings;
  readonly #policy: ReconnectPolicy;
  readonly #queue: SendQueue | undefined;
  readonly #schedule: AttemptSchedule;
  #state: 0 | 1 | 2 | 3 = CONNECTING;
  #connection: SingleConnection | undefined;
  #attempts = 0;
  #connectionCount = 0;
  #discardedBytes = 0;
  #url: string;
  #binaryType: 'blob' | 'arraybuffer' = 'blob';

  /**
   * The first attempt begins as soon as the current task is done, so listeners can be added first.
   *
   * @param url Where to connect to, or a function that tells it for each attempt. When it throws or rejects, the attempt
   *   has failed, and the policy decides about the next one.
   * @param protocols The subprotocols to offer, or a function likewise.
   * @throws TypeError or RangeError when an argument is not possible, DOMException `SyntaxError` when the URL is none.
   */
  constructor(url: UrlSource, protocols: ProtocolsSource = [], options: ReconnectingWebSocketOptions = {}) {
    super();
    const { queue = {}, network = platformNetwork(), connectTimeout = 10_000, closeTimeout = 10_000 } = options;
    const clock = options.clock ?? systemClock;
    this.#url = checkUrlSource(url);
    this.#policy = options.policy ?? new ReconnectPolicy();
    this.#queue = queue === false ? undefined : new SendQueue(queue);
    this.#settings = {
      url,
      protocols,
      WebSocket: requireFunction('WebSocket', options.WebSocket ?? globalThis.WebSocket),
      connectTimeout: requireInteger('connectTimeout', connectTimeout, 1, MAX_TIMEOUT),
      closeTimeout: requireInteger('closeTimeout', closeTimeout, 1, MAX_TIMEOUT),
      clock,
    };
    this.#schedule = new AttemptSchedule({
      clock,
      network: network === false ? alwaysOnline : network,
      spread: () => this.#ask(() => this.#policy.firstDelay(), NO_CLOSE_FRAME),
      begin: (plan) => this.#begin(plan),
    });
    this.#schedule.plan({ attempt: 0, delay: 0, why: 'start', notBefore: 0 });
  }

  /** `OPEN` when what is sent now leaves; `CONNECTING` while a connection is to come; then `CLOSING` and `CLOSED`. */
  get readyState(): 0 | 1 | 2 | 3 {
    return this.#state === OPEN && !this.#connection?.isOpen ? CONNECTING : this.#state;
  }

  /** How many connections have been open so far: 1 in the first `open` event, 2 in the next. */
  get connectionCount(): number {
    return this.#connectionCount;
  }

  /** Bytes that were passed to `send` and have not left: in the queue and in the connection. */
  get bufferedAmount(): number {
    return (this.#queue?.bytes ?? 0) + (this.#connection?.socket?.bufferedAmount ?? 0) + this.#discardedBytes;
  }

  /** The URL of the current connection or attempt, else of the last one; empty until a provider has told one. */
  get url(): string {
    return this.#connection?.socket?.url ?? this.#url;
  }

  /** The subprotocol in use; empty without a connection. */
  get protocol(): string {
    return this.#connection?.socket?.protocol ?? '';
  }

  /** The extensions in use; empty without a connection. */
  get extensions(): string {
    return this.#connection?.socket?.extensions ?? '';
  }

  /** What binary messages arrive as, in this connection and the next ones. */
  get binaryType(): 'blob' | 'arraybuffer' {
    return this.#binaryType;
  }
  set binaryType(value: 'blob' | 'arraybuffer') {
    if (value !== 'blob' && value !== 'arraybuffer') return;
    this.#binaryType = value;
    const socket = this.#connection?.socket;
    if (socket !== undefined) socket.binaryType = value;
  }

  /**
   * Sends a message, or keeps it until there is a connection.
   *
   * @returns `true` when it was sent or kept, `false` when it was discarded because `close()` was called or it has ended.
   * @throws ReconnectError `QUEUE_FULL` when there is no room for it.
   * @throws DOMException `InvalidStateError` when there is no connection and no queue.
   */
  send(data: Sendable): boolean {
    if (this.#state >= CLOSING) {
      this.#discardedBytes += byteLengthOf(data);
      return false;
    }
    if (this.#connection?.isOpen) {
      this.#connection.send(data);
      return true;
    }
    if (this.#queue === undefined) {
      throw new DOMException('send: expected an open connection, as there is no queue', 'InvalidStateError');
    }
    const dropped = this.#queue.push(toMessage(data));
    if (dropped.length > 0) this.dispatchEvent(new DropEvent(dropped, 'full'));
    return true;
  }

  /**
   * Ends it for good, in any state. `close` fires later: after the closing handshake when there is a connection, else
   * in a moment. What is in the queue is dropped, and reported by a `drop` event.
   *
   * @param code 1000 or 3000–4999.
   * @param reason Up to 123 bytes of UTF-8.
   * @throws DOMException `InvalidAccessError` for another code, `SyntaxError` for a longer reason.
   */
  close(code?: number, reason?: string): void {
    if (code !== undefined && code !== 1000 && !(Number.isInteger(code) && code >= 3000 && code <= 4999)) {
      throw new DOMException(`close: expected code 1000 or 3000 to 4999, got ${quote(code)}`, 'InvalidAccessError');
    }
    const reasonBytes = utf8Length(reason ?? '');
    if (reasonBytes > MAX_REASON_BYTES) {
      throw new DOMException(`close: expected a reason of at most 123 bytes, got ${reasonBytes}`, 'SyntaxError');
    }
    if (this.#state >= CLOSING) return;
    this.#state = CLOSING;
    this.#schedule.cancel();
    if (this.#connection?.wasOpen) {
      this.#connection.close(code, reason);
    } else {
      this.#connection?.abandon();
      queueMicrotask(() => this.#finish(NO_CLOSE_FRAME, 'closed'));
    }
  }

  #begin({ attempt, delay, why }: AttemptPlan): void {
    this.#attempts = attempt;
    this.dispatchEvent(new AttemptEvent(attempt, delay, why));
    if (this.#state !== CONNECTING) return;
    this.#connection = new SingleConnection(this.#settings, {
      open: () => this.#whenOpen(),
      message: ({ data, origin }) => this.dispatchEvent(new MessageEvent('message', { data, origin })),
      error: (error) => this.dispatchEvent(new ReconnectErrorEvent(error)),
      end: (end) => this.#whenEnded(end),
    });
    this.#connection.start(this.#binaryType);
  }

  #whenOpen(): void {
    this.#state = OPEN;
    this.#connectionCount++;
    this.dispatchEvent(new Event('open'));
    while (this.#connection?.isOpen) {
      const message = this.#queue?.shift();
      if (message === undefined) return;
      this.#connection.send(message);
    }
  }

  #whenEnded(end: ConnectionEnd): void {
    const why = this.#state === OPEN ? 'lost' : 'failed';
    this.#url = this.url;
    this.#connection = undefined;
    if (this.#state === CLOSING) return this.#finish(end, 'closed');
    this.#state = CONNECTING;
    if (end.isPermanent) return this.#finish(end, 'failed');
    const decision = this.#ask(() => this.#policy.decide({ ...end, attempts: this.#attempts }), end);
    if (decision === undefined || this.#state !== CONNECTING) return;
    if (!decision.reconnect) return this.#finish(end, decision.why);
    const { attempt, delay, earliest } = decision;
    const plan: AttemptPlan = { attempt, delay, why, notBefore: this.#settings.clock.now() + earliest };
    this.#schedule.plan(plan);
    this.dispatchEvent(new ReconnectingEvent(end, plan, end.unsentBytes));
  }

  /** Asks the policy. It may be given functions that throw: that is reported, and ends it with `closure`. */
  #ask<T>(question: () => T, closure: Closure): T | undefined {
    try {
      return question();
    } catch (cause) {
      const error = new ReconnectError('POLICY_FAILED', quoteThrown(cause), { cause });
      this.dispatchEvent(new ReconnectErrorEvent(error));
      this.#finish(closure, 'failed');
      return undefined;
    }
  }

  #finish(closure: Closure, why: EndCause): void {
    if (this.#state === CLOSED) return;
    this.#state = CLOSED;
    this.#schedule.end();
    const messages = this.#queue?.clear() ?? [];
    if (messages.length > 0) this.dispatchEvent(new DropEvent(messages, 'closed'));
    this.dispatchEvent(new EndEvent(closure, why));
  }
}
