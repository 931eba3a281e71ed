/** RFC 6455 §4.2 and §10: a WebSocket server for Node. */
export type { HandshakeRequest, HeaderList } from '@rfc6455/handshake';
export type { BinaryData, CloseReport, SocketHandler } from '@rfc6455/socket';
export { PreparedMessage } from '@rfc6455/socket';
export { attach } from './attach.ts';
export type { OriginPolicy } from './origins.ts';
export { type Refusal, type RefuseOptions, refuse } from './refusal.ts';
export type { RouteParams } from './routes.ts';
export { serve } from './serve.ts';
export type { BroadcastOptions, DrainOptions, DrainReport, Server } from './server.ts';
export { SERVER_ERRORS, ServerError, type ServerErrorCode, type ServerErrorKind } from './server-error.ts';
export {
  DEFAULT_HANDSHAKE_TIMEOUT,
  DEFAULT_MAX_CONNECTIONS,
  type EndpointOptions,
  type NegotiatedExtension,
  type ServeOptions,
  type ServerOptions,
  type SocketLimits,
} from './server-options.ts';
export type { ServerRequest } from './server-request.ts';
export type { ServerSocket } from './server-socket.ts';
