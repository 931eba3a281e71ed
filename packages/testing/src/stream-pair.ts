/** Two streams and the wire between them, in memory. RFC 6455 §7.1.1, §7.2.1. */
import type { Direction, DirectionOptions } from './direction.ts';
import { MemoryStream } from './memory-stream.ts';
import { nextTurn } from './next-turn.ts';
import { OneWay } from './one-way.ts';

/** How bytes travel between the streams of a {@link StreamPair}. */
export interface StreamPairOptions {
  /** From the server to the client. */
  readonly toClient?: DirectionOptions | undefined;
  /** From the client to the server. */
  readonly toServer?: DirectionOptions | undefined;
}

/** How many turns of the event loop nothing may move before all is quiet. */
const QUIET_TURNS = 3;

/** Two streams, and the wire between them. {@link streamPair} makes it. */
export class StreamPair {
  /** The client's end. */
  readonly client: MemoryStream;
  /** The server's end. */
  readonly server: MemoryStream;
  readonly #toClient: OneWay;
  readonly #toServer: OneWay;

  /** @internal made by `streamPair` */
  constructor({ toClient = {}, toServer = {} }: StreamPairOptions) {
    this.#toClient = new OneWay(toClient);
    this.#toServer = new OneWay(toServer);
    this.client = new MemoryStream(this.#toServer, this.#toClient);
    this.server = new MemoryStream(this.#toClient, this.#toServer);
  }

  /** From the server to the client. */
  get toClient(): Direction {
    return this.#toClient;
  }

  /** From the client to the server. */
  get toServer(): Direction {
    return this.#toServer;
  }

  /**
   * Cuts the wire: nothing passes any more, and neither end is told. Each takes the connection for open until a timer of its
   * own says otherwise, as when the power of the other machine has failed.
   */
  cut(): void {
    this.#toClient.cut();
    this.#toServer.cut();
  }

  /** Breaks the wire: what is on its way is lost, and both ends get the error `ECONNRESET` (RFC 6455 §7.2.1). */
  reset(): void {
    this.cut();
    this.client.break();
    this.server.break();
  }

  /**
   * Waits until nothing moves: for three turns of the event loop nothing has arrived, and nothing is on its way but what is
   * held, delayed, cut off, or not read. For tests that something does not happen.
   */
  async quiet(): Promise<void> {
    for (let still = 0; still < QUIET_TURNS; ) {
      const before = this.#moved;
      await new Promise<void>((resolve) => nextTurn(resolve));
      const moving = this.#toClient.busy || this.#toServer.busy || before !== this.#moved;
      still = moving ? 0 : still + 1;
    }
  }

  get #moved(): number {
    return this.#toClient.bytesDelivered + this.#toServer.bytesDelivered;
  }
}

/**
 * Makes two streams that are connected in memory: no port, and the same course in each run. What is written arrives in a
 * later turn of the event loop, as on TCP, and after `end` the other direction stays open.
 *
 * @param options how bytes travel; by default at once, in chunks of up to 64 KiB
 * @throws RangeError for an option that is out of its range
 * @example
 * ```ts
 * import { streamPair } from '@rfc6455/testing';
 *
 * const { client, server, toServer } = streamPair({ toServer: { chunkSize: 3 } });
 * const chunks: string[] = [];
 * server.on('data', (chunk) => chunks.push(String(chunk)));
 * server.on('end', () => console.log(chunks)); // => [ 'Hel', 'lo' ]
 * client.end('Hello');
 * toServer.bytesInFlight; // => 5
 * ```
 */
export function streamPair(options: StreamPairOptions = {}): StreamPair {
  return new StreamPair(options);
}
