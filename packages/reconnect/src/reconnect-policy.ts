/**
 * When to come back, and whether to come back at all: random first delay, then truncated binary exponential back-off
 * with full jitter. RFC 6455 §7.2.3. Pure: no timer, no clock; randomness is injected.
 */
import { type CloseCodeRetry, describeCloseCode } from '@rfc6455/close-codes';
import { quote, requireFunction, requireInteger } from './argument.ts';

/** The longest duration that an option may have, in milliseconds: a day. Sums of two fit every timer. */
const MAX_DURATION = 86_400_000;

/** How a connection, or an attempt to make one, ended. The first three are those of a `CloseEvent`. */
export interface Closure {
  /** The close code (RFC 6455 §7.1.5); 1006 when no Close frame came, so for every attempt that failed. */
  readonly code: number;
  /** The close reason (RFC 6455 §7.1.6). */
  readonly reason: string;
  /** Whether the closing handshake was completed. */
  readonly wasClean: boolean;
  /** The HTTP status of a handshake that was refused, where the implementation shows it. Browsers do not. */
  readonly status?: number | undefined;
}

/** What {@link ReconnectPolicy.decide} is asked about. */
export interface ConnectionLoss extends Closure {
  /** How many attempts to come back have been made since the last stable connection: the last decision's `attempt`. */
  readonly attempts: number;
  /** How long the connection was open, in milliseconds; 0 when it never was. */
  readonly openFor: number;
  /** What the server asked for with `Retry-After`, in milliseconds from now, where it is visible. */
  readonly retryAfter?: number | undefined;
}

/** What {@link ReconnectPolicy.decide} answers. */
export type ReconnectDecision =
  | {
      readonly reconnect: true;
      /** The number of the coming attempt: 1 for the first one after a stable connection. */
      readonly attempt: number;
      /** How long to wait, in milliseconds. Never less than `earliest`. */
      readonly delay: number;
      /** The part of the delay that is not random: what the server asked for, in milliseconds. */
      readonly earliest: number;
    }
  | {
      readonly reconnect: false;
      /** `'code'`: the closure says that coming back is of no use. `'attempts'`: all of `maxAttempts` failed. */
      readonly why: 'code' | 'attempts';
    };

/**
 * The settings of a {@link ReconnectPolicy}. Durations are in milliseconds, up to a day.
 *
 * @example
 * ```ts
 * import { ReconnectPolicy, type ReconnectPolicyOptions } from '@rfc6455/reconnect';
 *
 * const options: ReconnectPolicyOptions = {
 *   maxAttempts: 20,
 *   retry({ code, status }) {
 *     if (code === 4000) return 'yes'; // a private code, agreed upon with the server
 *     if (status === 403) return 'no';
 *     return undefined; // what the close code says
 *   },
 * };
 * const policy = new ReconnectPolicy(options);
 * const lost = { code: 4000, reason: '', wasClean: true, attempts: 0, openFor: 0 };
 * policy.decide(lost).reconnect; // => true
 * ```
 */
export interface ReconnectPolicyOptions {
  /** The first delay is random from 0 to this. 1 to 86,400,000; 5,000 by default, as RFC 6455 §7.2.3 suggests. */
  readonly baseDelay?: number;
  /**
   * The cap: no window of the back-off is wider than this. `baseDelay` to 86,400,000; 30,000 by default, or `baseDelay`
   * when that is more.
   */
  readonly maxDelay?: number;
  /** How many attempts in a row may fail: an integer from 0, or `Infinity`, which is the default. */
  readonly maxAttempts?: number;
  /** A connection that was open this long is stable: the back-off starts over. 0 to 86,400,000; 10,000 by default. */
  readonly stableAfter?: number;
  /** The longest `Retry-After` that is honoured; a longer one counts as this. 0 to 86,400,000; an hour by default. */
  readonly maxRetryAfter?: number;
  /**
   * Decides about closures of its own choice. `undefined` leaves the decision to the close code, that is to
   * `describeCloseCode(code).retry`.
   */
  readonly retry?: (closure: Closure) => CloseCodeRetry | undefined;
  /** Returns a random number from 0 up to, but not including, 1. `Math.random` by default. */
  readonly random?: () => number;
}

/**
 * When a client comes back after its connection was lost (RFC 6455 §7.2.3).
 *
 * Attempt n waits for a random time from 0 to `min(maxDelay, baseDelay × 2^(n − 1))`: with the defaults up to 5, 10, 20,
 * 30, 30, … seconds. Where the server asked for time, that time is added in front, so that clients which were all
 * told the same do not come back together:
 * - after a code that says "later" (1012, 1013, 1014) the wait is at least `baseDelay`, and spread over at least
 *   `maxDelay − baseDelay`: 5 to 30 seconds with the defaults.
 * - after `Retry-After` it is at least that long.
 *
 * It keeps no state, so one policy can serve many sockets.
 *
 * @throws TypeError when an option has the wrong type, RangeError when a number is out of its range.
 *
 * @example
 * ```ts
 * import { ReconnectPolicy } from '@rfc6455/reconnect';
 *
 * const policy = new ReconnectPolicy({ maxAttempts: 5, random: () => 0.5 });
 * const lost = { code: 1006, reason: '', wasClean: false, attempts: 0, openFor: 60_000 };
 *
 * policy.decide(lost); // => { reconnect: true, attempt: 1, delay: 2500, earliest: 0 }
 * policy.decide({ ...lost, attempts: 1, openFor: 0 }); // => { reconnect: true, attempt: 2, delay: 5000, earliest: 0 }
 * policy.decide({ ...lost, attempts: 5, openFor: 0 }); // => { reconnect: false, why: 'attempts' }
 * policy.decide({ ...lost, code: 1008 }); // => { reconnect: false, why: 'code' }
 * ```
 */
export class ReconnectPolicy {
  /** The width of the first window, in milliseconds. */
  readonly baseDelay: number;
  /** The cap of the windows, in milliseconds. */
  readonly maxDelay: number;
  /** How many attempts in a row may fail. */
  readonly maxAttempts: number;
  /** How long a connection must be open to count as stable, in milliseconds. */
  readonly stableAfter: number;
  /** The longest `Retry-After` that is honoured, in milliseconds. */
  readonly maxRetryAfter: number;
  readonly #retry: (closure: Closure) => CloseCodeRetry | undefined;
  readonly #random: () => number;

  constructor(options: ReconnectPolicyOptions = {}) {
    // [7.2.3-3] 0 to 5 seconds unless the application knows better
    const { baseDelay = 5_000, maxDelay = Math.max(30_000, baseDelay), maxAttempts = Infinity } = options;
    this.baseDelay = requireInteger('baseDelay', baseDelay, 1, MAX_DURATION);
    this.maxDelay = requireInteger('maxDelay', maxDelay, baseDelay, MAX_DURATION);
    this.maxAttempts =
      maxAttempts === Infinity ? maxAttempts : requireInteger('maxAttempts', maxAttempts, 0, Number.MAX_SAFE_INTEGER);
    this.stableAfter = requireInteger('stableAfter', options.stableAfter ?? 10_000, 0, MAX_DURATION);
    this.maxRetryAfter = requireInteger('maxRetryAfter', options.maxRetryAfter ?? 3_600_000, 0, MAX_DURATION);
    this.#retry = requireFunction('retry', options.retry ?? (() => undefined));
    this.#random = requireFunction('random', options.random ?? Math.random);
  }

  /**
   * Decides whether to come back after a connection was lost or an attempt failed, and when (RFC 6455 §7.2.3).
   *
   * @param loss How it ended, and what was tried before.
   * @throws RangeError when `attempts` or `retryAfter` is not possible, or `random` returned no number from 0 to 1.
   * @throws TypeError when `retry` returned something else than `'yes'`, `'later'`, `'no'` or `undefined`.
   */
  decide(loss: ConnectionLoss): ReconnectDecision {
    const { attempts, openFor, retryAfter = 0 } = loss;
    requireInteger('attempts', attempts, 0, Number.MAX_SAFE_INTEGER);
    if (!(retryAfter >= 0)) throw new RangeError(`retryAfter: expected milliseconds from 0, got ${quote(retryAfter)}`);
    const retry = this.#retry(loss) ?? describeCloseCode(loss.code).retry;
    if (retry === 'no') return { reconnect: false, why: 'code' };
    if (retry !== 'yes' && retry !== 'later') {
      throw new TypeError(`retry: expected it to return 'yes', 'later', 'no' or undefined, got ${quote(retry)}`);
    }
    const stable = openFor > 0 && openFor >= this.stableAfter;
    const attempt = stable ? 1 : attempts + 1;
    if (attempt > this.maxAttempts) return { reconnect: false, why: 'attempts' };

    // [7.2.3-4] each failed attempt doubles the window, up to the cap
    const window = Math.min(this.maxDelay, this.baseDelay * 2 ** Math.min(attempt - 1, 32));
    const later = retry === 'later';
    const width = later ? Math.max(window, this.maxDelay - this.baseDelay) : window;
    const earliest = Math.max(later ? this.baseDelay : 0, Math.ceil(Math.min(retryAfter, this.maxRetryAfter)));
    return { reconnect: true, attempt, delay: earliest + this.#below(width), earliest };
  }

  /**
   * A random delay in the first window, in milliseconds. For an attempt that follows a local cause, such as a network
   * that was away and is back: many clients may share the cause.
   *
   * @throws RangeError when `random` returned no number from 0 to 1.
   */
  firstDelay(): number {
    return this.#below(this.baseDelay);
  }

  /** [7.2.3-1] [7.2.3-2] full jitter: uniform from 0 to `width`, both included, in whole milliseconds. */
  #below(width: number): number {
    const random = this.#random();
    if (!(random >= 0 && random < 1))
      throw new RangeError(`random: expected it to return 0 to 1, got ${quote(random)}`);
    return Math.floor(random * (width + 1));
  }
}
