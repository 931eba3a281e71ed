/** The settings of a `ReconnectingWebSocket`. */
import type { Clock } from './clock.ts';
import type { NetworkStatus } from './network-status.ts';
import type { ReconnectPolicy } from './reconnect-policy.ts';
import type { SendQueueOptions } from './send-queue.ts';
import type { WebSocketConstructor } from './web-socket-like.ts';

/**
 * The settings of a `ReconnectingWebSocket`.
 *
 * @example
 * ```ts
 * import { ReconnectingWebSocket, type ReconnectingWebSocketOptions, ReconnectPolicy } from '@rfc6455/reconnect';
 * import { WebSocket } from 'undici';
 *
 * const options: ReconnectingWebSocketOptions = {
 *   WebSocket,
 *   policy: new ReconnectPolicy({ maxAttempts: 10 }),
 *   queue: { maxBytes: 65_536, whenFull: 'drop-oldest' },
 *   connectTimeout: 5_000,
 * };
 * const socket = new ReconnectingWebSocket('ws://127.0.0.1:9/', [], options);
 * socket.close();
 * ```
 */
export interface ReconnectingWebSocketOptions {
  /** The implementation. The platform's `WebSocket` by default; Node has one since version 22. */
  readonly WebSocket?: WebSocketConstructor;
  /** When to come back, and whether. A `ReconnectPolicy` with its defaults by default. */
  readonly policy?: ReconnectPolicy;
  /** The bounds of the send queue: up to 1 MiB and 1,024 messages by default. `false`: nothing is kept. */
  readonly queue?: SendQueueOptions | false;
  /** How long an attempt may take, providers included. 1 to 86,400,000 milliseconds; 10,000 by default. */
  readonly connectTimeout?: number;
  /** How long `close()` waits for the peer. 1 to 86,400,000 milliseconds; 10,000 by default. */
  readonly closeTimeout?: number;
  /** Tells when the network is away. That of the browser by default; `false`: not asked. */
  readonly network?: NetworkStatus | false;
  /** The time and the timers. Those of the platform by default. */
  readonly clock?: Clock;
}
