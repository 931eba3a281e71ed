/** The events that end a `WebSocket`. WHATWG WebSockets, "feedback from the protocol" and `CloseEvent`. */

/** What `new CloseEvent` takes. */
interface CloseEventInit extends EventInit {
  readonly code?: number;
  readonly reason?: string;
  readonly wasClean?: boolean;
}

/** Node has one of its own from version 23 on. */
class NodeCloseEvent extends Event {
  readonly code: number;
  readonly reason: string;
  readonly wasClean: boolean;

  constructor(type: string, init: CloseEventInit = {}) {
    super(type, init);
    this.code = init.code ?? 0;
    this.reason = init.reason ?? '';
    this.wasClean = init.wasClean ?? false;
  }
}
Object.defineProperty(NodeCloseEvent, 'name', { value: 'CloseEvent' });

/**
 * The class of `close` events: that of the platform, where it has one.
 *
 * @example
 * ```ts
 * import { CloseEvent, WebSocket } from '@rfc6455/client';
 *
 * const socket = new WebSocket('ws://127.0.0.1:1/');
 * socket.onclose = (event) => {
 *   event instanceof CloseEvent; // => true
 *   event.code; // => 1006
 * };
 * ```
 */
export const CloseEvent: typeof globalThis.CloseEvent = globalThis.CloseEvent ?? NodeCloseEvent;
export type CloseEvent = globalThis.CloseEvent;

/**
 * An `error` event that says what happened. The web's says nothing, so that a page cannot look into the network that it
 * is in; a program outside of a browser may know.
 *
 * @example
 * ```ts
 * import { WebSocket } from '@rfc6455/client';
 *
 * const socket = new WebSocket('ws://127.0.0.1:1/');
 * socket.onerror = ({ error }) => {
 *   (error as { code?: string }).code; // => 'TCP_FAILED'
 * };
 * ```
 */
export class WebSocketErrorEvent extends Event {
  /** Why the connection failed: a `ConnectError`, `HandshakeError`, `ProtocolError` or `SocketError`. */
  readonly error: Error;
  /** Its message. */
  readonly message: string;

  constructor(error: Error) {
    super('error');
    this.error = error;
    this.message = error.message;
  }
}
