/** A client and a server that talk to each other through nothing. */
import type { Role } from '@rfc6455/connection';
import { cut } from './bytes.ts';
import { Endpoint, type EndpointOptions, peerOf } from './endpoint.ts';

export interface PairOptions {
  readonly client?: EndpointOptions;
  readonly server?: EndpointOptions;
  /** How the bytes are cut on their way, by default not at all. */
  readonly sizes?: readonly number[];
}

/** A client and a server, open. */
export class Pair {
  readonly client: Endpoint;
  readonly server: Endpoint;
  readonly #sizes: readonly number[];

  constructor({ client = {}, server = {}, sizes = [] }: PairOptions = {}) {
    this.client = new Endpoint('client', client);
    this.server = new Endpoint('server', server);
    this.#sizes = sizes;
  }

  /** Carries what one end has to say to the other; returns how many bytes that was. */
  carry(from: Role): number {
    const bytes = this[from].output();
    this[peerOf(from)].receive(...cut(bytes, this.#sizes));
    return bytes.length;
  }

  /** Carries bytes to and fro until both ends are silent. */
  pump(): void {
    while (this.carry('client') + this.carry('server') > 0);
  }

  /** Does with the transport what each end wants: returns whether both are closed. */
  endTransport(): boolean {
    this.pump();
    const duties = [this.client.connection.transportDuty, this.server.connection.transportDuty];
    if (duties.includes('end')) {
      this.client.connection.receiveEnd();
      this.server.connection.receiveEnd();
    }
    return this.client.connection.state === 'closed' && this.server.connection.state === 'closed';
  }
}

/** A pair that has been pumped after `talk`. */
export function talk(options: PairOptions, talking: (pair: Pair) => void): Pair {
  const pair = new Pair(options);
  talking(pair);
  pair.pump();
  return pair;
}
