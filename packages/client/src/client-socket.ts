/** The client's end of an open connection. */
import type { Duplex } from 'node:stream';
import type { ExtensionOffer, ResponseHead } from '@rfc6455/handshake';
import { Socket, type SocketOptions } from '@rfc6455/socket';
import type { WebSocketUri } from '@rfc6455/uri';

/** What the opening handshake has led to. */
export interface OpenedHandshake {
  readonly uri: WebSocketUri;
  readonly response: ResponseHead;
  readonly extensions: readonly ExtensionOffer[];
}

/**
 * A `Socket` that `connect` has opened, with what is known from its opening handshake. RFC 6455 §4.1.
 *
 * @example
 * ```ts
 * import { connect, type ClientSocket } from '@rfc6455/client';
 * import { serve } from '@rfc6455/server';
 *
 * const server = await serve({ port: 0, headers: [['Set-Cookie', 'a=1']] });
 * const socket: ClientSocket = await connect(`${server.url}/chat?room=1`);
 * socket.uri.resourceName; // => '/chat?room=1'
 * socket.response.status; // => 101
 * socket.response.headers.find(([name]) => name === 'Set-Cookie'); // => ['Set-Cookie', 'a=1']
 * socket.extensions; // => []
 * await socket.close(1000);
 * await server.close();
 * ```
 */
export class ClientSocket extends Socket {
  /** Where it leads. */
  readonly uri: WebSocketUri;
  /** The head of the server's response: its status is 101. */
  readonly response: ResponseHead;
  /** The extensions in use, with the parameters that the server has answered. */
  readonly extensions: readonly ExtensionOffer[];

  /** Made by `connect`. */
  constructor(stream: Duplex, options: SocketOptions, { uri, response, extensions }: OpenedHandshake) {
    super(stream, options);
    this.uri = uri;
    this.response = response;
    this.extensions = extensions;
  }
}
