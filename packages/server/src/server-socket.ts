/** A socket on a server: what it knows beyond the protocol. RFC 6455 §4.2. */
import type { Socket as Stream } from 'node:net';
import { Socket, type SocketOptions } from '@rfc6455/socket';
import type { ServerRequest } from './server-request.ts';

/** A WebSocket connection that a server has accepted. */
export class ServerSocket<Data = undefined> extends Socket {
  /** The client's opening handshake. */
  readonly request: ServerRequest;
  /** What `accept` returned. It may be replaced. */
  data: Data;

  constructor(stream: Stream, options: SocketOptions<ServerSocket<Data>>, request: ServerRequest, data: Data) {
    super(stream, options as SocketOptions);
    this.request = request;
    this.data = data;
  }

  /** The IP address at the other end of the TCP connection, or an empty string for a Unix socket. */
  get remoteAddress(): string {
    return this.request.remoteAddress;
  }
}
