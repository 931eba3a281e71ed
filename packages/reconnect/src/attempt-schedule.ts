/** The wait for the next attempt: a timer, and the network's coming and going (RFC 6455 §7.2.3). */
import type { Clock } from './clock.ts';
import type { AttemptCause } from './events.ts';
import type { NetworkStatus } from './network-status.ts';

/** An attempt that is to come. */
export interface AttemptPlan {
  readonly attempt: number;
  /** Milliseconds to wait. */
  readonly delay: number;
  readonly why: AttemptCause;
  /** The server asked not to come earlier than this, on the clock. */
  readonly notBefore: number;
}

export interface AttemptScheduleOptions {
  readonly clock: Clock;
  readonly network: NetworkStatus;
  /** A random delay for an attempt that the return of the network causes; `undefined` calls the attempt off. */
  spread(): number | undefined;
  /** It is time. */
  begin(plan: AttemptPlan): void;
}

export class AttemptSchedule {
  readonly #options: AttemptScheduleOptions;
  #plan: AttemptPlan | undefined;
  #timer: unknown;

  constructor(options: AttemptScheduleOptions) {
    this.#options = options;
    options.network.addEventListener('online', this.#whenOnline);
    options.network.addEventListener('offline', this.#whenOffline);
  }

  /** Plans an attempt. While the network is away its time does not come; the network's return sets a new one. */
  plan(plan: AttemptPlan): void {
    this.#plan = plan;
    const due = () => this.#whenDue(plan);
    if (plan.delay === 0) queueMicrotask(due);
    else if (this.#options.network.onLine) this.#timer = this.#options.clock.setTimeout(due, plan.delay);
  }

  /** Calls the attempt off. */
  cancel(): void {
    this.#plan = undefined;
    this.#whenOffline();
  }

  /** Calls the attempt off and stops watching the network. */
  end(): void {
    this.cancel();
    this.#options.network.removeEventListener('online', this.#whenOnline);
    this.#options.network.removeEventListener('offline', this.#whenOffline);
  }

  #whenDue(plan: AttemptPlan): void {
    this.#timer = undefined;
    if (this.#plan !== plan || !this.#options.network.onLine) return;
    this.#plan = undefined;
    this.#options.begin(plan);
  }

  readonly #whenOffline = (): void => {
    if (this.#timer !== undefined) this.#options.clock.clearTimeout(this.#timer);
    this.#timer = undefined;
  };

  readonly #whenOnline = (): void => {
    if (this.#plan === undefined || this.#timer !== undefined) return;
    const { attempt, notBefore } = this.#plan;
    // The network may be back for many clients at once: the server's time is respected, and the attempts are spread.
    const spread = this.#options.spread();
    if (spread === undefined) return;
    const delay = Math.max(0, notBefore - this.#options.clock.now()) + spread;
    this.plan({ attempt, delay, why: 'online', notBefore });
  };
}
