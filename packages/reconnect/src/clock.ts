/** Time, as this package sees it: injected, so that tests need not wait. */

/**
 * The time and one-shot timers. The default one reads the platform's.
 *
 * @example
 * ```ts
 * import type { Clock } from '@rfc6455/reconnect';
 *
 * const clock: Clock = {
 *   now: () => Date.now(),
 *   setTimeout: (callback, delay) => setTimeout(callback, delay),
 *   clearTimeout: (timer) => clearTimeout(timer as number),
 * };
 * ```
 */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls back once after `delay` milliseconds. */
  setTimeout(callback: () => void, delay: number): unknown;
  /** Takes what `setTimeout` returned; the callback is not called any more. */
  clearTimeout(timer: unknown): void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (callback, delay) => setTimeout(callback, delay),
  clearTimeout: (timer) => clearTimeout(timer as number),
};
