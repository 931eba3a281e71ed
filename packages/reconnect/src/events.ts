/** The events of a {@link ReconnectingWebSocket} that the platform has no class for everywhere. */

import type { ReconnectError } from './reconnect-error.ts';
import type { Closure } from './reconnect-policy.ts';
import type { QueuedMessage } from './send-queue.ts';

/**
 * Why an attempt is made: the first one of all, an open connection was lost, the attempt before it failed, or the
 * network is back.
 */
export type AttemptCause = 'start' | 'lost' | 'failed' | 'online';

/**
 * Why it has ended for good: `close()` was called, the closure says that coming back is of no use, all attempts that
 * the policy allows were made, or no attempt can succeed (the `error` event before tells why).
 */
export type EndCause = 'closed' | 'code' | 'attempts' | 'failed';

/** Why messages were dropped: the queue was full, or it has ended for good. */
export type DropCause = 'full' | 'closed';

/**
 * `attempt`: an attempt to connect begins.
 *
 * @example
 * ```ts
 * import { AttemptEvent } from '@rfc6455/reconnect';
 *
 * const event = new AttemptEvent(3, 12_345, 'failed'); // the third attempt in a row, after 12.345 seconds
 * event.type; // => 'attempt'
 * ```
 */
export class AttemptEvent extends Event {
  /** 0 for the first attempt of all; n for the nth one since the last stable connection. */
  readonly attempt: number;
  /** How long it has waited, in milliseconds. */
  readonly delay: number;
  /** Why it is made. */
  readonly why: AttemptCause;

  constructor(attempt: number, delay: number, why: AttemptCause) {
    super('attempt');
    this.attempt = attempt;
    this.delay = delay;
    this.why = why;
  }
}

/**
 * `reconnecting`: a connection was lost or an attempt failed, and another attempt follows.
 *
 * @example
 * ```ts
 * import { ReconnectingEvent } from '@rfc6455/reconnect';
 *
 * const lost = { code: 1001, reason: 'restart', wasClean: true };
 * const event = new ReconnectingEvent(lost, { attempt: 1, delay: 2_500, why: 'lost' }, 0);
 * event.code; // => 1001
 * event.delay; // => 2500
 * ```
 */
export class ReconnectingEvent extends Event implements Closure {
  /** The close code of the connection that was lost; 1006 for an attempt that failed. */
  readonly code: number;
  /** Its close reason. */
  readonly reason: string;
  /** Whether its closing handshake was completed. */
  readonly wasClean: boolean;
  /** The HTTP status of a handshake that was refused, where the implementation shows it. */
  readonly status: number | undefined;
  /** The number of the attempt that follows. */
  readonly attempt: number;
  /** How long it will wait, in milliseconds; longer while the network is away. */
  readonly delay: number;
  /** Why it is made. */
  readonly why: AttemptCause;
  /** Bytes that were passed to `send` and had not left when the connection ended. They are not sent again. */
  readonly unsentBytes: number;

  constructor(closure: Closure, next: { attempt: number; delay: number; why: AttemptCause }, unsentBytes: number) {
    super('reconnecting');
    this.code = closure.code;
    this.reason = closure.reason;
    this.wasClean = closure.wasClean;
    this.status = closure.status;
    this.attempt = next.attempt;
    this.delay = next.delay;
    this.why = next.why;
    this.unsentBytes = unsentBytes;
  }
}

/**
 * `error`: an attempt or a connection failed. A `reconnecting` or a `close` event follows.
 *
 * @example
 * ```ts
 * import { ReconnectError, ReconnectErrorEvent } from '@rfc6455/reconnect';
 *
 * const event = new ReconnectErrorEvent(new ReconnectError('CONNECT_TIMEOUT', 'waited 10000 ms'));
 * event.error.code; // => 'CONNECT_TIMEOUT'
 * ```
 */
export class ReconnectErrorEvent extends Event {
  /** What happened. Its `cause` is what the implementation or a provider gave. */
  readonly error: ReconnectError;
  /** The message of the error. */
  readonly message: string;

  constructor(error: ReconnectError) {
    super('error');
    this.error = error;
    this.message = error.message;
  }
}

/**
 * `drop`: messages in the send queue will not be sent.
 *
 * @example
 * ```ts
 * import { DropEvent } from '@rfc6455/reconnect';
 *
 * const event = new DropEvent(['first', 'second'], 'full');
 * event.messages.length; // => 2
 * ```
 */
export class DropEvent extends Event {
  /** The messages, oldest first. */
  readonly messages: readonly QueuedMessage[];
  /** Why they were dropped. */
  readonly why: DropCause;

  constructor(messages: readonly QueuedMessage[], why: DropCause) {
    super('drop');
    this.messages = messages;
    this.why = why;
  }
}

/**
 * `close`: it has ended for good. Fires once. It has what a `CloseEvent` has, and `why`.
 *
 * @example
 * ```ts
 * import { EndEvent } from '@rfc6455/reconnect';
 *
 * const event = new EndEvent({ code: 1008, reason: '', wasClean: true }, 'code');
 * event.why; // => 'code'
 * ```
 */
export class EndEvent extends Event implements Closure {
  /** The close code of the last connection; 1006 when there was none. */
  readonly code: number;
  /** Its close reason. */
  readonly reason: string;
  /** Whether its closing handshake was completed. */
  readonly wasClean: boolean;
  /** The HTTP status of a handshake that was refused, where the implementation shows it. */
  readonly status: number | undefined;
  /** Why it has ended. */
  readonly why: EndCause;

  constructor(closure: Closure, why: EndCause) {
    super('close');
    this.code = closure.code;
    this.reason = closure.reason;
    this.wasClean = closure.wasClean;
    this.status = closure.status;
    this.why = why;
  }
}

/** Every event of a {@link ReconnectingWebSocket} by its type. */
export interface ReconnectingWebSocketEventMap {
  /** A connection is open: the first one, or another one. `connectionCount` tells which. */
  open: Event;
  message: MessageEvent;
  error: ReconnectErrorEvent;
  close: EndEvent;
  attempt: AttemptEvent;
  reconnecting: ReconnectingEvent;
  drop: DropEvent;
}
