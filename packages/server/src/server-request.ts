/** What a server knows of a client when it decides whether to let it in. RFC 6455 §4.2.2 (item 4). */
import type { Socket as Stream } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { HandshakeRequest } from '@rfc6455/handshake';
import type { Params } from './routes.ts';

/** The opening handshake of a client, with what the transport and the route add to it. */
export interface ServerRequest extends HandshakeRequest {
  /** What stands in the path for the parameters of the route, percent-decoded: `/rooms/:room` gives `room`. */
  readonly params: Params;
  /** Whether the connection is over TLS here. A proxy in front may have ended it. */
  readonly secure: boolean;
  /** The IP address at the other end of the TCP connection, or an empty string for a Unix socket. */
  readonly remoteAddress: string;
}

/** Adds to a handshake what the route and the transport know. */
export function serverRequest(handshake: HandshakeRequest, params: Params, stream: Stream): ServerRequest {
  // Each field by its name: a spread would cost more than reading the request does.
  return {
    resourceName: handshake.resourceName,
    path: handshake.path,
    query: handshake.query,
    host: handshake.host,
    key: handshake.key,
    origin: handshake.origin,
    subprotocols: handshake.subprotocols,
    extensions: handshake.extensions,
    headers: handshake.headers,
    params,
    secure: (stream as TLSSocket).encrypted === true,
    remoteAddress: stream.remoteAddress ?? '',
  };
}
