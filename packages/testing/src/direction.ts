/**
 * One direction of a wire as a test sees it: when its bytes arrive, in what pieces, and whether they do.
 *
 * RFC 6455 §5.4, §5.8: what is sent may arrive in any pieces.
 */

/** How bytes travel in one direction. */
export interface DirectionOptions {
  /** How many bytes arrive at a time, 1 or more; by default 65536, what Node.js reads from TCP at a time. */
  readonly chunkSize?: number | undefined;
  /** How many milliseconds bytes are on their way, 0–2147483647; by default 0, until the next turn of the event loop. */
  readonly delay?: number | undefined;
  /**
   * How many bytes may be on their way before the sender is held back, from 0; by default 65536. It stands for the buffers
   * of the operating system.
   */
  readonly capacity?: number | undefined;
}

/** One direction of the wire between two streams: {@link StreamPair} has two. */
export interface Direction {
  /** How many bytes arrive at a time. Throws RangeError when it is set to less than 1. */
  chunkSize: number;
  /** How many milliseconds bytes that are sent from now on are on their way. Throws RangeError outside 0–2147483647. */
  delay: number;
  /** How many bytes are on their way. */
  readonly bytesInFlight: number;
  /** How many bytes have arrived. */
  readonly bytesDelivered: number;
  /** Lets nothing through, neither bytes nor the end of the stream, until {@link release}. */
  hold(): void;
  /**
   * Lets through what is held.
   *
   * @param bytes how many bytes pass before it is held again, from 1; left out, it is held no more
   * @throws RangeError if it is no such number
   */
  release(bytes?: number): void;
}
