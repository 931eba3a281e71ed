/** RFC 6455 §4.1: a WebSocket client for Node.js. */
export {
  type ExtensionOffer,
  type ExtensionParams,
  HandshakeError,
  type HandshakeErrorCode,
  type HeaderList,
  type ResponseHead,
} from '@rfc6455/handshake';
export {
  type BinaryData,
  type CloseReport,
  type Extension,
  PreparedMessage,
  SocketError,
  type SocketErrorCode,
  type SocketHandler,
} from '@rfc6455/socket';
export { UriError, type UriErrorCode, type WebSocketUri } from '@rfc6455/uri';
export type { ClientSocket } from './client-socket.ts';
export { connect } from './connect.ts';
export {
  CONNECT_ERRORS,
  ConnectError,
  type ConnectErrorCode,
  type ConnectErrorEntry,
  type ConnectErrorOptions,
  type ConnectPhase,
  type Place,
} from './connect-error.ts';
export {
  type ConnectOptions,
  DEFAULT_HANDSHAKE_TIMEOUT,
  DEFAULT_MAX_RESPONSE_BODY,
  DEFAULT_MAX_WAITING,
  type HeaderFields,
} from './connect-options.ts';
export type { Credentials } from './credentials.ts';
export type { WebOptions } from './establish.ts';
export type { ExtensionOfferer } from './extensions.ts';
export { LANE_CHANNEL, type LaneReport } from './lane.ts';
export { environmentProxy, pacProxy } from './proxy-finders.ts';
export type { ProxyFinder } from './proxy-uri.ts';
export { RefusalError } from './refusal-error.ts';
export type { SocksConnector, SocksRequest } from './socks-proxy.ts';
export type { TlsOptions, TlsSession } from './tls-options.ts';
export { WebSocket } from './web-socket.ts';
export { type WebSocketCloseInfo, WebSocketError } from './web-socket-error.ts';
export { CloseEvent, type WebSocketErrorEvent } from './web-socket-events.ts';
export type { WebSocketInit } from './web-socket-init.ts';
export { type WebSocketOpenInfo, WebSocketStream, type WebSocketStreamOptions } from './web-socket-stream.ts';
