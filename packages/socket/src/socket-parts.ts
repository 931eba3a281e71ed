/**
 * What the parts of a socket ask of it. One object serves all sockets, and each part knows its socket: closures of each
 * socket's own would cost more memory than all the rest of an idle socket.
 */
import type { Socket } from './socket.ts';
import type { SocketError } from './socket-error.ts';

/** The calls from the parts to their socket. */
export interface SocketParts {
  /** A handler threw, or its promise was rejected. */
  handlerFailed(socket: Socket, error: SocketError): void;
  /** What was sent in this turn has been written. */
  turnEnded(socket: Socket): void;
  /** A Ping with this payload is due. */
  sendPing(socket: Socket, payload: string): void;
  /** Whether the socket is not reading at all, so that silence says nothing. */
  isPaused(socket: Socket): boolean;
  /** The peer has not answered. */
  heartbeatTimedOut(socket: Socket): void;
}
