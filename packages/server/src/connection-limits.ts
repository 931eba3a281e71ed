/** How many connections a server takes, in all and from one address. RFC 6455 §10.4 asks for protection of resources. */
import type { Socket as Stream } from 'node:net';
import { addressGroup, remoteAddress } from './remote-address.ts';

/** What becomes of a new connection: it is taken, answered that there are too many, or dropped without an answer. */
export type Entry = 'taken' | 'refused' | 'dropped';

/** The connections of a server, from their first byte to their last. */
export class ConnectionLimits {
  readonly #max: number;
  readonly #maxPerAddress: number;
  readonly #streams = new Set<Stream>();
  readonly #perAddress = new Map<string, number>();

  constructor(max: number, maxPerAddress: number) {
    this.#max = max;
    this.#maxPerAddress = maxPerAddress;
  }

  /** All connections, those that are being refused too. */
  get streams(): ReadonlySet<Stream> {
    return this.#streams;
  }

  /** Counts a connection until it is closed. */
  enter(stream: Stream): Entry {
    // Those that are being refused hold a descriptor as well.
    if (this.#streams.size >= 2 * this.#max) return 'dropped';
    const full = this.#streams.size >= this.#max;
    this.#streams.add(stream);
    stream.on('close', this.#leave);
    if (this.#maxPerAddress === Infinity) return full ? 'refused' : 'taken';
    return !this.#countAddress(stream) || full ? 'refused' : 'taken';
  }

  /** Shared by all streams. */
  readonly #leave: () => void = (() => {
    const streams = this.#streams;
    return function leave(this: Stream): void {
      streams.delete(this);
    };
  })();

  #countAddress(stream: Stream): boolean {
    const group = addressGroup(remoteAddress(stream));
    const count = this.#perAddress.get(group) ?? 0;
    this.#perAddress.set(group, count + 1);
    stream.on('close', () => {
      const left = this.#perAddress.get(group)! - 1;
      if (left === 0) this.#perAddress.delete(group);
      else this.#perAddress.set(group, left);
    });
    return count < this.#maxPerAddress;
  }
}
