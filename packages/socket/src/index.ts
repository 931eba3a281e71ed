/** A WebSocket connection on any duplex stream of Node. */
export type { BinaryData, Close, CloseReport, ConnectionState, Extension, Role } from '@rfc6455/connection';
export { PreparedMessage } from '@rfc6455/connection';
export type { HeartbeatOptions } from './heartbeat.ts';
export { type OutgoingMessage, Socket } from './socket.ts';
export { SOCKET_ERRORS, SocketError, type SocketErrorCode, type SocketErrorKind } from './socket-error.ts';
export {
  checkSocketOptions,
  DEFAULT_CLOSE_TIMEOUT,
  DEFAULT_HEARTBEAT,
  DEFAULT_HIGH_WATER_MARK,
  DEFAULT_MAX_BUFFERED_AMOUNT,
  type SocketHandler,
  type SocketOptions,
} from './socket-options.ts';
