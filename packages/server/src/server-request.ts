/** What a server knows of a client when it decides whether to let it in. RFC 6455 §4.2.2 (item 4). */
import type { HandshakeRequest } from '@rfc6455/handshake';

/** The opening handshake of a client, with what the transport and the route add to it. */
export interface ServerRequest extends HandshakeRequest {
  /** What stands in the path for the parameters of the route, percent-decoded: `/rooms/:room` gives `room`. */
  readonly params: Readonly<Record<string, string>>;
  /** Whether the connection is over TLS here. A proxy in front may have ended it. */
  readonly secure: boolean;
  /** The IP address at the other end of the TCP connection, or an empty string for a Unix socket. */
  readonly remoteAddress: string;
}
