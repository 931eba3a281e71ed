/** What a server knows of a client when it decides whether to let it in. RFC 6455 §4.2.2 (item 4). */
import type { Socket as Stream } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { type ExtensionOffer, type HandshakeRequest, type HeaderList, readRequest } from '@rfc6455/handshake';
import { remoteAddress } from './remote-address.ts';
import type { RouteParams } from './routes.ts';

/** The opening handshake of a client, with what the transport and the route add to it. */
export class ServerRequest implements HandshakeRequest {
  /** What stands in the path for the parameters of the route, percent-decoded: `/rooms/:room` gives `room`. */
  readonly params: RouteParams;
  /** Whether the connection is over TLS here. A proxy in front may have ended it. */
  readonly secure: boolean;
  /** The IP address at the other end of the TCP connection, or an empty string for a Unix socket. */
  readonly remoteAddress: string;
  #handshake: HandshakeRequest | undefined;
  /** The handshake as one text, while nobody asks for it. */
  #packed = '';

  constructor(handshake: HandshakeRequest, params: RouteParams, stream: Stream) {
    this.params = params;
    this.secure = (stream as TLSSocket).encrypted === true;
    this.remoteAddress = remoteAddress(stream);
    this.#handshake = handshake;
  }

  get resourceName(): string {
    return this.#unpacked().resourceName;
  }

  get path(): string {
    return this.#unpacked().path;
  }

  get query(): string | undefined {
    return this.#unpacked().query;
  }

  get host(): string {
    return this.#unpacked().host;
  }

  get key(): string {
    return this.#unpacked().key;
  }

  get origin(): string | undefined {
    return this.#unpacked().origin;
  }

  get subprotocols(): readonly string[] {
    return this.#unpacked().subprotocols;
  }

  get extensions(): readonly ExtensionOffer[] {
    return this.#unpacked().extensions;
  }

  get headers(): HeaderList {
    return this.#unpacked().headers;
  }

  /** Takes less memory until it is asked for something: a socket may live for days, and its request is seldom looked at. */
  pack(): void {
    const { resourceName, headers } = this.#unpacked();
    const parts = [resourceName];
    for (const [name, value] of headers) parts.push(name, value);
    // One piece. Text that is put together with "+" keeps all of its parts alive, and each of them the chunk it came in.
    this.#packed = parts.join('\n');
    this.#handshake = undefined;
  }

  #unpacked(): HandshakeRequest {
    this.#handshake ??= unpack(this.#packed);
    return this.#handshake;
  }
}

function unpack(packed: string): HandshakeRequest {
  const [target = '', ...parts] = packed.split('\n');
  const headers: [name: string, value: string][] = [];
  for (let i = 0; i < parts.length; i += 2) headers.push([parts[i]!, parts[i + 1]!]);
  return readRequest({ method: 'GET', target, httpVersion: '1.1', headers });
}
