/**
 * The share of the event loop that one socket takes. A peer that sends without a pause keeps Node reading up to 2 MiB in
 * one turn: in small messages that is a tenth of a second's work and more, while all others wait.
 *
 * RFC 6455 §10.4: a peer must not use up what others need.
 */
import type { Duplex } from 'node:stream';
import { atEndOfTurn, type TurnTask } from './end-of-turn.ts';

/** How long one socket may work in one turn before the others have theirs, in milliseconds. */
const SHARE = 10;

/** A chunk from this size on may have more right behind it in the same turn. */
export const MORE_MAY_FOLLOW = 16_384;

/** Makes a stream wait for the next turn of the event loop when it has used up its share of this one. */
export class FairShare implements TurnTask {
  readonly #stream: Duplex;
  readonly #read: () => void;
  #spent = 0;
  #paused = false;

  /**
   * @param stream is paused when its share is used up
   * @param read called in the next turn, to have the stream read again
   */
  constructor(stream: Duplex, read: () => void) {
    this.#stream = stream;
    this.#read = read;
  }

  /** Whether the stream waits for the next turn. */
  get paused(): boolean {
    return this.#paused;
  }

  /** Counts what a chunk took, in milliseconds. */
  spend(milliseconds: number): void {
    if (this.#spent === 0) atEndOfTurn(this);
    // It counts as something, also where the clock is coarse.
    this.#spent += Math.max(milliseconds, 0.001);
    if (this.#spent < SHARE || this.#paused) return;
    this.#paused = true;
    this.#stream.pause();
  }

  endTurn(): void {
    this.#spent = 0;
    if (!this.#paused) return;
    this.#paused = false;
    this.#read();
  }
}
