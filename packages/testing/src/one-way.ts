/** One direction of a wire in memory: bytes go in at one end and come out at the other. RFC 6455 §7.1.1. */
import { checkInteger, LONGEST_TIMER } from './argument.ts';
import type { Direction, DirectionOptions } from './direction.ts';
import { nextTurn } from './next-turn.ts';

/** The end where bytes come out. */
export interface Receiver {
  /** Whether it takes nothing any more. */
  readonly destroyed: boolean;
  /** Takes bytes, or null for the end; false when it wants no more until it calls {@link OneWay.resume}. */
  push(bytes: Uint8Array | null): boolean;
  /** The other end has reset the connection. */
  break(): void;
  /** Bytes came although it is destroyed. */
  refuse(): void;
}

/** What is on its way. */
interface Sent {
  item: Uint8Array | 'end' | 'reset';
  /** Whether its delay is over. */
  arrived: boolean;
}

/** A queue from one end to the other. One chunk comes out in a turn of the event loop. */
export class OneWay implements Direction {
  #chunkSize!: number;
  #delay!: number;
  readonly #capacity: number;
  readonly #sent: Sent[] = [];
  #bytesInFlight = 0;
  #bytesDelivered = 0;
  #receiver!: Receiver;
  /** Tells the sender that there is room again. */
  #taken: (() => void) | undefined;
  #ended = false;
  #cut = false;
  /** Whether the receiver wants more. */
  #wanted = false;
  /** Whether something is delivered in the next turn. */
  #coming = false;
  /** How many bytes may pass before it is held. */
  #allowance = Number.POSITIVE_INFINITY;

  /** @throws RangeError for an option that is out of its range */
  constructor({ chunkSize = 65_536, delay = 0, capacity = 65_536 }: DirectionOptions) {
    this.chunkSize = chunkSize;
    this.delay = delay;
    this.#capacity = checkInteger('capacity', capacity, 0);
  }

  get chunkSize(): number {
    return this.#chunkSize;
  }

  set chunkSize(bytes: number) {
    this.#chunkSize = checkInteger('chunkSize', bytes, 1);
  }

  get delay(): number {
    return this.#delay;
  }

  set delay(milliseconds: number) {
    this.#delay = checkInteger('delay', milliseconds, 0, LONGEST_TIMER);
  }

  get bytesInFlight(): number {
    return this.#bytesInFlight;
  }

  get bytesDelivered(): number {
    return this.#bytesDelivered;
  }

  /** Whether something will arrive without anybody's help. */
  get busy(): boolean {
    return this.#coming;
  }

  hold(): void {
    this.#allowance = 0;
  }

  release(bytes?: number): void {
    this.#allowance += bytes === undefined ? Number.POSITIVE_INFINITY : checkInteger('bytes', bytes, 1);
    this.#deliverLater();
  }

  /** Says where bytes come out. */
  connect(receiver: Receiver): void {
    this.#receiver = receiver;
  }

  /** Sends bytes; calls `taken` when there is room for more. */
  send(bytes: Uint8Array, taken: () => void): void {
    this.#bytesInFlight += bytes.length;
    // A copy: the sender may change its bytes once they are written, and the receiver unmasks them in place.
    this.#add(Uint8Array.from(bytes));
    if (this.#bytesInFlight <= this.#capacity) taken();
    else this.#taken = taken;
  }

  /** Sends the end of the stream, behind what is on its way. A second call does nothing. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#add('end');
  }

  /** Sends a reset, behind what is on its way. */
  reset(): void {
    this.#ended = true;
    this.#add('reset');
  }

  /** Says that the receiver wants more, or is destroyed. */
  resume(): void {
    this.#wanted = true;
    this.#deliverLater();
  }

  /** Lets nothing through for ever. */
  cut(): void {
    this.#cut = true;
  }

  #add(item: Sent['item']): void {
    const sent: Sent = { item, arrived: this.#delay === 0 };
    this.#sent.push(sent);
    if (sent.arrived) return this.#deliverLater();
    setTimeout(() => {
      sent.arrived = true;
      this.#deliverLater();
    }, this.#delay);
  }

  #canDeliver(): boolean {
    return this.#sent[0]?.arrived === true && this.#wanted && this.#allowance > 0 && !this.#cut;
  }

  #deliverLater(): void {
    if (this.#coming || !this.#canDeliver()) return;
    this.#coming = true;
    nextTurn(() => {
      this.#coming = false;
      if (!this.#canDeliver()) return;
      this.#deliver();
      this.#deliverLater();
    });
  }

  #deliver(): void {
    const receiver = this.#receiver;
    const { item } = this.#sent[0]!;
    if (typeof item === 'string') {
      this.#sent.shift();
      if (receiver.destroyed) return;
      if (item === 'reset') receiver.break();
      else receiver.push(null);
      return;
    }
    const chunk = this.#takeChunk();
    if (receiver.destroyed) return receiver.refuse();
    this.#bytesDelivered += chunk.length;
    this.#wanted = receiver.push(chunk);
  }

  /** Takes bytes that have arrived, as many as come at a time. */
  #takeChunk(): Uint8Array {
    const size = Math.min(this.#chunkSize, this.#allowance);
    const pieces: Uint8Array[] = [];
    let missing = size;
    for (
      let next = this.#sent[0];
      missing > 0 && next?.arrived && typeof next.item !== 'string';
      next = this.#sent[0]
    ) {
      const piece = next.item.subarray(0, missing);
      pieces.push(piece);
      missing -= piece.length;
      if (piece.length === next.item.length) this.#sent.shift();
      else next.item = next.item.subarray(piece.length);
    }
    const chunk = Buffer.concat(pieces);
    this.#allowance -= chunk.length;
    this.#bytesInFlight -= chunk.length;
    if (this.#bytesInFlight <= this.#capacity) {
      const taken = this.#taken;
      this.#taken = undefined;
      taken?.();
    }
    return chunk;
  }
}
