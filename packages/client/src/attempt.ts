/**
 * One attempt to open a connection, in steps that follow each other. What the steps have in common is here: the clock,
 * the caller's signal, and that nothing is left behind.
 *
 * RFC 6455 §4.1.
 */
import { setMaxListeners } from 'node:events';
import type { WebSocketUri } from '@rfc6455/uri';
import { ConnectError, type ConnectErrorCode } from './connect-error.ts';
import { DEFAULT_HANDSHAKE_TIMEOUT } from './connect-options.ts';

/** Ends a step: with its result, or with what it failed by. Whatever comes after the first call is ignored. */
export interface StepEnd<T> {
  done(result: T): void;
  fail(reason: unknown): void;
}

/** Undoes what a step has begun; `failed` tells whether its result must go too. */
export type CleanUp = (failed: boolean) => void;

/** The clock and the signal of one attempt. */
export class Attempt {
  readonly uri: WebSocketUri;
  readonly #signal: AbortSignal | undefined;
  readonly #timeout: number;
  #remaining: number;
  #runningSince = 0;
  #timer: NodeJS.Timeout | undefined;
  #waitsFor = '';
  #givenUp: { readonly reason: unknown } | undefined;
  #step: { fail(reason: unknown): void; expired(error: ConnectError): Error } | undefined;

  /**
   * @param uri where the connection leads
   * @param timeout how long the clock may run, in milliseconds; 10 s unless given
   * @param signal gives the attempt up
   */
  constructor(
    uri: WebSocketUri,
    timeout: number = DEFAULT_HANDSHAKE_TIMEOUT,
    signal: AbortSignal | undefined = undefined,
  ) {
    this.uri = uri;
    this.#timeout = timeout;
    this.#remaining = timeout;
    this.#signal = signal;
    if (signal === undefined) return;
    if (signal.aborted) this.#onAbort();
    // One signal for many attempts is no leak: each removes its listener.
    setMaxListeners(0, signal);
    signal.addEventListener('abort', this.#onAbort);
  }

  /** Lets the clock run. `waitsFor` is what there would have to come, for the message of the timeout. */
  runClock(waitsFor: string): void {
    this.#waitsFor = waitsFor;
    if (this.#timer !== undefined) return;
    this.#runningSince = performance.now();
    this.#timer = setTimeout(() => this.#expire(), this.#remaining);
  }

  /** Stops the clock until it is let run again: while others are in front, the time is theirs. */
  stopClock(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#remaining = Math.max(1, this.#remaining - (performance.now() - this.#runningSince));
  }

  /**
   * Runs one step, until it ends or the attempt is given up.
   *
   * @param run begins the step and returns how to undo that
   * @param expired what the step fails with when its time is up, if not with a timeout
   */
  step<T>(run: (end: StepEnd<T>) => CleanUp, expired: (error: ConnectError) => Error = (error) => error): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#givenUp !== undefined) return reject(this.#givenUp.reason);
      let ended: { readonly failed: boolean } | undefined;
      let cleanUp: CleanUp | undefined;
      const end = (failed: boolean, settle: () => void) => {
        if (ended !== undefined) return;
        ended = { failed };
        this.#step = undefined;
        cleanUp?.(failed);
        settle();
      };
      const fail = (reason: unknown) => end(true, () => reject(reason));
      this.#step = { fail, expired };
      cleanUp = run({ done: (result) => end(false, () => resolve(result)), fail });
      // It may have ended before it could say how to undo it.
      if (ended !== undefined) cleanUp((ended as { failed: boolean }).failed);
    });
  }

  /** The error of a step, with host and port in its message. */
  error(code: ConnectErrorCode, detail: string, cause?: unknown): ConnectError {
    return new ConnectError(code, this.uri, detail, { cause });
  }

  /** The attempt is over: no timer and no listener is left. */
  end(): void {
    this.stopClock();
    this.#signal?.removeEventListener('abort', this.#onAbort);
  }

  readonly #onAbort = (): void => this.#giveUp(this.#signal!.reason);

  #expire(): void {
    const error = this.error('TIMEOUT', `no ${this.#waitsFor} within ${this.#timeout} ms`);
    this.#giveUp(this.#step?.expired(error) ?? error);
  }

  #giveUp(reason: unknown): void {
    this.#givenUp = { reason };
    this.#step?.fail(reason);
  }
}
