/**
 * Events in tasks of their own, as the web has them: whatever the listeners of one have put off to a microtask, such as
 * what stands behind an `await`, has run before the next event.
 */

/** How many items may wait before no more are wanted; and how many are run in one turn of the event loop. */
const MANY = 256;

/** Runs items one after the other, each in a task of its own. */
export class TaskQueue<T> {
  readonly #run: (item: T) => boolean;
  readonly #setWanted: (wanted: boolean) => void;
  #waiting: T[] = [];
  #next = 0;
  /** How many of those that wait will be run in the next turn. */
  #scheduled = 0;
  #wanted = true;
  /** Whether an item is being run, or what it has put off may still be to come. */
  #busy = false;

  /**
   * @param run runs an item, and returns whether it called code that may have put something off; it does not throw
   * @param setWanted told when many wait, and then when none does
   */
  constructor(run: (item: T) => boolean, setWanted: (wanted: boolean) => void) {
    this.#run = run;
    this.#setWanted = setWanted;
  }

  /** Whether nothing is being run, and nothing waits. */
  get isIdle(): boolean {
    return !this.#busy && this.#waiting.length === 0;
  }

  /** Runs an item: at once if nothing is in its way. */
  push(item: T): void {
    if (this.isIdle) return this.#runNow(item);
    const count = this.#waiting.push(item);
    if (this.#scheduled < MANY) this.#schedule(1);
    if (count < MANY || !this.#wanted) return;
    this.#wanted = false;
    this.#setWanted(false);
  }

  #schedule(count: number): void {
    this.#scheduled += count;
    // What an immediate schedules runs in the next turn.
    for (let i = 0; i < count; i++) setImmediate(this.#runFirst);
  }

  #runNow(item: T): void {
    this.#busy = true;
    // The microtasks are run to their end before the next task: once one has run, all have by then.
    if (this.#run(item)) DONE.then(this.#becomeFree);
    else this.#busy = false;
  }

  readonly #becomeFree = (): void => {
    this.#busy = false;
  };

  readonly #runFirst = (): void => {
    const item = this.#waiting[this.#next]!;
    this.#next += 1;
    this.#scheduled -= 1;
    const more = this.#waiting.length - this.#next;
    if (this.#scheduled === 0 && more > 0) this.#schedule(Math.min(more, MANY));
    if (more > 0) {
      // Node runs all microtasks between one immediate and the next.
      this.#run(item);
      return;
    }
    this.#waiting = [];
    this.#next = 0;
    this.#runNow(item);
    if (this.#wanted) return;
    this.#wanted = true;
    this.#setWanted(true);
  };
}

const DONE = Promise.resolve();
