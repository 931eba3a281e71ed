/** What a server knows of a client when it decides whether to let it in. RFC 6455 §4.2.2 (item 4). */
import type { Socket as Stream } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { ExtensionOffer, HandshakeRequest, HeaderList } from '@rfc6455/handshake';
import { remoteAddress } from './remote-address.ts';
import type { RouteParams } from './routes.ts';

/** The opening handshake of a client, with what the transport and the route add to it. */
export class ServerRequest implements HandshakeRequest {
  readonly resourceName: string;
  readonly path: string;
  readonly query: string | undefined;
  readonly host: string;
  readonly key: string;
  readonly origin: string | undefined;
  readonly subprotocols: readonly string[];
  readonly extensions: readonly ExtensionOffer[];
  /** What stands in the path for the parameters of the route, percent-decoded: `/rooms/:room` gives `room`. */
  readonly params: RouteParams;
  /** Whether the connection is over TLS here. A proxy in front may have ended it. */
  readonly secure: boolean;
  /** The IP address at the other end of the TCP connection, or an empty string for a Unix socket. */
  readonly remoteAddress: string;
  #headers: HeaderList | string;

  constructor(handshake: HandshakeRequest, params: RouteParams, stream: Stream) {
    this.resourceName = handshake.resourceName;
    this.path = handshake.path;
    this.query = handshake.query;
    this.host = handshake.host;
    this.key = handshake.key;
    this.origin = handshake.origin;
    this.subprotocols = handshake.subprotocols;
    this.extensions = handshake.extensions;
    this.params = params;
    this.secure = (stream as TLSSocket).encrypted === true;
    this.remoteAddress = remoteAddress(stream);
    this.#headers = handshake.headers;
  }

  /** All header fields of the request. */
  get headers(): HeaderList {
    return typeof this.#headers === 'string' ? unpack(this.#headers) : this.#headers;
  }

  /** Takes less memory from now on: a socket may live for days, and its headers are seldom asked for. */
  pack(): void {
    this.#headers = this.headers.map(([name, value]) => `${name}:${value}`).join('\n');
  }
}

function unpack(headers: string): HeaderList {
  return headers.split('\n').map((field) => {
    const colon = field.indexOf(':');
    return [field.slice(0, colon), field.slice(colon + 1)];
  });
}
