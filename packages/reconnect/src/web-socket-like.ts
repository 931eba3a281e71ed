/** The part of the WHATWG `WebSocket` that is used of an implementation. */

/**
 * A `WebSocket` of any implementation: the platform's, or one of a library.
 *
 * @example
 * ```ts
 * import type { WebSocketLike } from '@rfc6455/reconnect';
 * import { WebSocket } from 'undici';
 *
 * const socket: WebSocketLike = new WebSocket('ws://127.0.0.1:9/');
 * socket.close();
 * ```
 */
export interface WebSocketLike {
  readonly readyState: number;
  readonly bufferedAmount: number;
  readonly extensions: string;
  readonly protocol: string;
  readonly url: string;
  binaryType: string;
  // biome-ignore lint/suspicious/noExplicitAny: implementations differ in the types of data and events
  send(data: any): void;
  close(code?: number, reason?: string): void;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  addEventListener(type: 'open' | 'message' | 'error' | 'close', listener: (event: any) => void): void;
}

/** The constructor of an implementation. */
export type WebSocketConstructor = new (url: string | URL, protocols?: string | string[]) => WebSocketLike;
