/** Messages that have arrived and that nobody has asked for yet: what `for await` takes from. */

type Data = string | Uint8Array;

/** What a message costs beside its bytes, about. Without it, messages of no bytes would wait without end. */
const MESSAGE = 256;

/** A queue of messages that says when it is too full and when it has room again. */
export class MessageQueue {
  readonly #highWaterMark: number;
  readonly #whenFull: () => void;
  readonly #whenRoom: () => void;
  #messages: Data[] = [];
  #next = 0;
  #size = 0;
  #full = false;
  #drops = false;
  #readers: { resolve(result: IteratorResult<Data>): void; reject(error: Error): void }[] = [];
  #ended = false;
  #error: Error | undefined;

  /**
   * @param highWaterMark how many bytes (of text: UTF-16 code units; a message counts for 256 more) may wait before
   * `whenFull` is called
   * @param whenFull called when more than that wait
   * @param whenRoom called when nothing waits any more
   */
  constructor(highWaterMark: number, whenFull: () => void, whenRoom: () => void) {
    this.#highWaterMark = highWaterMark;
    this.#whenFull = whenFull;
    this.#whenRoom = whenRoom;
  }

  /** Adds a message, or hands it to the reader that waits longest. */
  push(data: Data): void {
    const reader = this.#readers.shift();
    if (reader !== undefined) return reader.resolve({ value: data, done: false });
    if (this.#full && this.#drops) return;
    this.#messages.push(data);
    this.#size += data.length + MESSAGE;
    if (this.#full || this.#size <= this.#highWaterMark) return;
    this.#full = true;
    if (!this.#drops) this.#whenFull();
  }

  /** From now on, what comes while the queue is full is dropped: this end has closed and nobody reads. */
  dropWhenFull(): void {
    this.#drops = true;
  }

  /** Says that no message will come any more; with an error, the reader after the last message gets it. */
  end(error: Error | undefined): void {
    this.#ended = true;
    this.#error = error;
    const readers = this.#readers;
    this.#readers = [];
    for (const reader of readers) {
      if (error === undefined) reader.resolve({ value: undefined, done: true });
      else reader.reject(error);
    }
  }

  /** The next message, when there is one. */
  next(): Promise<IteratorResult<Data>> {
    if (this.#next < this.#messages.length) return Promise.resolve({ value: this.#shift(), done: false });
    if (this.#ended) {
      return this.#error === undefined
        ? Promise.resolve({ value: undefined, done: true })
        : Promise.reject(this.#error);
    }
    return new Promise((resolve, reject) => this.#readers.push({ resolve, reject }));
  }

  #shift(): Data {
    const data = this.#messages[this.#next]!;
    this.#next += 1;
    this.#size -= data.length + MESSAGE;
    // What has been read goes, also while there is always one more: half of the array at a time, so that it costs little.
    if (this.#next * 2 >= this.#messages.length) {
      this.#messages = this.#messages.slice(this.#next);
      this.#next = 0;
    }
    if (this.#full && this.#messages.length === 0) {
      this.#full = false;
      this.#whenRoom();
    }
    return data;
  }
}
