import type { Clock } from '@rfc6455/reconnect';

/** Lets everything that waits for settled promises run. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 12; i++) await Promise.resolve();
}

/** A clock that stands still until a test moves it. */
export class FakeClock implements Clock {
  #now: number;
  #timers = new Map<number, { at: number; callback: () => void }>();
  #lastId = 0;

  constructor(now = 1_000_000) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  setTimeout(callback: () => void, delay: number): number {
    this.#timers.set(++this.#lastId, { at: this.#now + delay, callback });
    return this.#lastId;
  }

  clearTimeout(timer: unknown): void {
    this.#timers.delete(timer as number);
  }

  /** How many timers are running. */
  get timers(): number {
    return this.#timers.size;
  }

  /** Moves the time on, firing the timers on the way in their order. */
  async advance(ms: number): Promise<void> {
    await settle();
    const end = this.#now + ms;
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      const [id, { at, callback }] = next;
      this.#timers.delete(id);
      this.#now = at;
      callback();
      await settle();
    }
    this.#now = end;
  }

  #next(end: number): [number, { at: number; callback: () => void }] | undefined {
    let next: [number, { at: number; callback: () => void }] | undefined;
    for (const timer of this.#timers) {
      if (timer[1].at <= end && (next === undefined || timer[1].at < next[1].at)) next = timer;
    }
    return next;
  }
}
