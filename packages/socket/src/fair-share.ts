/**
 * The share of the event loop that one socket takes. A peer that sends without a pause keeps Node reading up to 2 MiB in
 * one turn: in small messages that is a tenth of a second's work and more, while all others wait.
 *
 * RFC 6455 §10.4: a peer must not use up what others need.
 */
import type { Duplex } from 'node:stream';
import { atEndOfTurn, type TurnTask } from './end-of-turn.ts';

/** After how much work of one socket the others have a turn, in milliseconds. */
const SHARE = 10;

/** A chunk from this size on may have more right behind it in the same turn. */
export const MORE_MAY_FOLLOW = 16_384;

/** Makes a stream wait for the next turn of the event loop whenever it has used up a share. */
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
    // Over several turns too: a pause now and then costs less than to know where a turn begins.
    this.#spent += milliseconds;
    if (this.#spent < SHARE || this.#paused) return;
    this.#paused = true;
    this.#stream.pause();
    atEndOfTurn(this);
  }

  endTurn(): void {
    this.#spent = 0;
    this.#paused = false;
    this.#read();
  }
}
