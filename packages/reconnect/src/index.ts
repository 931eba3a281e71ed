/** RFC 6455 §7.2.3: come back after a connection is lost, without hurting the server. */
export type { Clock } from './clock.ts';
export type { ProtocolsSource, Provider, ProviderContext, UrlSource } from './connection-source.ts';
export {
  type AttemptCause,
  AttemptEvent,
  type DropCause,
  DropEvent,
  type EndCause,
  EndEvent,
  ReconnectErrorEvent,
  ReconnectingEvent,
  type ReconnectingWebSocketEventMap,
} from './events.ts';
export type { NetworkStatus } from './network-status.ts';
export { RECONNECT_ERRORS, ReconnectError, type ReconnectErrorCode } from './reconnect-error.ts';
export {
  type Closure,
  type ConnectionLoss,
  type ReconnectDecision,
  ReconnectPolicy,
  type ReconnectPolicyOptions,
} from './reconnect-policy.ts';
export { ReconnectingWebSocket } from './reconnecting-web-socket.ts';
export type { ReconnectingWebSocketOptions } from './reconnecting-web-socket-options.ts';
export { parseRetryAfter } from './retry-after.ts';
export type { QueuedMessage, Sendable, SendQueueOptions } from './send-queue.ts';
export type { ListenerOptions } from './web-socket-event-target.ts';
export type { WebSocketConstructor, WebSocketLike } from './web-socket-like.ts';
