/**
 * One attempt to open a connection, in steps that follow each other. What the steps have in common is here: the clock,
 * the caller's signal, and that nothing is left behind.
 *
 * RFC 6455 §4.1.
 */
import { setMaxListeners } from 'node:events';
import { ConnectError, type ConnectErrorCode, type ConnectPhase, type Place } from './connect-error.ts';
import { DEFAULT_HANDSHAKE_TIMEOUT } from './connect-options.ts';

/** Ends a step: with its result, or with what it failed by. Whatever comes after the first call is ignored. */
export interface StepEnd<T> {
  done(result: T): void;
  fail(reason: unknown): void;
}

/** Undoes what a step has begun; `failed` tells whether its result must go too. */
export type CleanUp = (failed: boolean) => void;

/** What there would have to come in a phase, for the message of the timeout. */
const WAITS_FOR: Readonly<Record<ConnectPhase, string>> = {
  lookup: 'address',
  queue: 'turn',
  connect: 'TCP connection',
  proxy: 'answer of the proxy',
  tls: 'TLS handshake',
  handshake: 'response',
  redirect: 'redirect',
};

/** The clock and the signal of one attempt. */
export class Attempt {
  /** Where the step that is being taken leads: the server, or a proxy before it. Errors name it. */
  place: Place;
  /** Set while the steps lead to a proxy: whatever a step waits for, the phase is `proxy`. */
  toProxy = false;
  /** How long its clock may run, in milliseconds. */
  readonly timeout: number;
  readonly #signal: AbortSignal | undefined;
  #remaining: number;
  #runningSince = 0;
  #timer: NodeJS.Timeout | undefined;
  #phase: ConnectPhase = 'lookup';
  #givenUp: { readonly reason: unknown } | undefined;
  #step: { fail(reason: unknown): void; expired(error: ConnectError): Error } | undefined;

  /**
   * @param place where the connection leads
   * @param timeout how long the clock may run, in milliseconds; 10 s unless given
   * @param signal gives the attempt up
   */
  constructor(place: Place, timeout: number = DEFAULT_HANDSHAKE_TIMEOUT, signal: AbortSignal | undefined = undefined) {
    this.place = place;
    this.timeout = timeout;
    this.#remaining = timeout;
    this.#signal = signal;
    if (signal === undefined) return;
    if (signal.aborted) this.#onAbort();
    // One signal for many attempts is no leak: each removes its listener.
    setMaxListeners(0, signal);
    signal.addEventListener('abort', this.#onAbort);
  }

  /** Whether it is over: by its clock or by its signal. */
  get givenUp(): boolean {
    return this.#givenUp !== undefined;
  }

  /** Lets the clock run, in a phase. */
  runClock(phase: ConnectPhase): void {
    this.#phase = this.toProxy ? 'proxy' : phase;
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
    return new ConnectError(code, this.place, detail, { cause, phase: this.#phase });
  }

  /** The error of a lane that is full. */
  tooManyWaiting(maxWaiting: number): ConnectError {
    return this.error('TOO_MANY_WAITING', `maxWaiting is ${maxWaiting}`);
  }

  /** The attempt is over: no timer and no listener is left. */
  end(): void {
    this.stopClock();
    this.#signal?.removeEventListener('abort', this.#onAbort);
  }

  readonly #onAbort = (): void => this.#giveUp(this.#signal!.reason);

  #expire(): void {
    const error = this.error('TIMEOUT', `no ${WAITS_FOR[this.#phase]} within ${this.timeout} ms`);
    this.#giveUp(this.#step?.expired(error) ?? error);
  }

  #giveUp(reason: unknown): void {
    this.#givenUp = { reason };
    this.#step?.fail(reason);
  }
}
