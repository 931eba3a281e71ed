/** Deadlines that are all equally far away when they begin, so that they end in the order in which they began. */

/** Things that have to be over after a fixed time. One timer serves all of them. */
export class Deadlines<T> {
  readonly #duration: number;
  readonly #expire: (item: T) => void;
  /** When each must be over: the first is due first. */
  readonly #due = new Map<T, number>();
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param duration in milliseconds
   * @param expire called with each item that was not deleted in time
   */
  constructor(duration: number, expire: (item: T) => void) {
    this.#duration = duration;
    this.#expire = expire;
  }

  /** The items whose time is running. */
  items(): Iterable<T> {
    return this.#due.keys();
  }

  /** Starts the time of an item. */
  add(item: T): void {
    this.#due.set(item, performance.now() + this.#duration);
    this.#timer ??= this.#wakeAfter(this.#duration);
  }

  /** The item was over in time. */
  delete(item: T): void {
    this.#due.delete(item);
  }

  #wakeAfter(duration: number): NodeJS.Timeout {
    // What is waited for holds the process, if anything does.
    return setTimeout(() => this.#sweep(), duration).unref();
  }

  #sweep(): void {
    this.#timer = undefined;
    const now = performance.now();
    for (const [item, due] of this.#due) {
      if (due > now) {
        this.#timer = this.#wakeAfter(due - now);
        return;
      }
      this.#due.delete(item);
      this.#expire(item);
    }
  }
}
