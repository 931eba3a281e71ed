/**
 * The answers to Pings: one Pong each while the transport keeps up, else only the latest.
 *
 * RFC 6455 §5.5.2, §5.5.3; §10.4 for the peer that pings and does not read.
 */
import { Opcode } from '@rfc6455/frame';
import { FIN, type FrameWriter } from './frame-writer.ts';

/** Answers Pings with memory that is bounded whatever the peer does. */
export class AutomaticPong {
  readonly #writer: FrameWriter;
  readonly #maxPendingBytes: number;
  #pendingBytes = 0;
  /** The payload of the latest Ping, if its answer has to wait. */
  #late: Uint8Array | undefined;

  /** @param maxPendingBytes how many bytes of Pong frames may wait for the transport at once */
  constructor(writer: FrameWriter, maxPendingBytes: number) {
    this.#writer = writer;
    this.#maxPendingBytes = maxPendingBytes;
  }

  /** How many bytes {@link flush} would write. */
  get lateLength(): number {
    return this.#late === undefined ? 0 : this.#writer.frameLength(this.#late.length);
  }

  /** Answers a Ping, now or with {@link flush}. */
  answer(payload: Uint8Array): void {
    const length = this.#writer.frameLength(payload.length);
    // A Pong that would fit must not overtake one that waits.
    if (this.#late === undefined && this.#pendingBytes + length <= this.#maxPendingBytes) {
      this.#writer.write(FIN, Opcode.Pong, payload);
      this.#pendingBytes += length;
    } else {
      // [5.5.3-1] Only the most recent Ping is answered if the answers cannot be written.
      this.#late = payload.slice();
    }
  }

  /** Writes the answer that has waited, if there is one. */
  flush(): void {
    if (this.#late === undefined) return;
    const payload = this.#late;
    this.#late = undefined;
    this.#writer.write(FIN, Opcode.Pong, payload);
  }

  /** Forgets the answer that has waited: it is no longer owed. */
  drop(): void {
    this.#late = undefined;
  }

  /** Says that the transport has taken all that was written. */
  outputTaken(): void {
    this.#pendingBytes = 0;
  }
}
