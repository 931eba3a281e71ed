/** RFC 6455 §5.4 to §9: one end of a WebSocket connection, without I/O. */
export type { Close, ProtocolError, ProtocolErrorCode, ReservedBits, Role } from '@rfc6455/frame';
export type { BinaryData } from './binary-data.ts';
export type { CloseReport } from './close-report.ts';
export type { TransportDuty } from './closing-handshake.ts';
export { Connection } from './connection.ts';
export {
  type ConnectionHandler,
  type ConnectionOptions,
  DEFAULT_MAX_FRAGMENTS,
  DEFAULT_MAX_MESSAGE_SIZE,
  DEFAULT_MAX_PENDING_PONG_BYTES,
} from './connection-options.ts';
export type { Extension } from './extension.ts';
export type { MessageWriter } from './message-writer.ts';
export { PreparedMessage } from './prepared-message.ts';
export { type ConnectionEvent, type ConnectionState, TRANSITIONS } from './state.ts';
