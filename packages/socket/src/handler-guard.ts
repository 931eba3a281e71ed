/** Calls of handlers that may throw or reject: the fault stays with the handler and its own socket. */
import type { Socket } from './socket.ts';
import { SocketError } from './socket-error.ts';
import type { SocketParts } from './socket-parts.ts';

/** Calls handlers and tells of each that fails. */
export class HandlerGuard {
  readonly #socket: Socket;
  readonly #parts: SocketParts;
  #watched: unknown;

  constructor(socket: Socket, parts: SocketParts) {
    this.#socket = socket;
    this.#parts = parts;
  }

  /** Calls a handler. */
  tell(call: () => unknown): void {
    try {
      this.watch(call());
    } catch (error) {
      this.failed(error);
    }
  }

  /** Looks after what a handler returned: if it is a promise, it may reject. */
  watch(result: unknown): void {
    if (typeof result !== 'object' || result === null || !('then' in result)) return;
    // What many calls return is looked after once: they may all wait for the same write.
    if (result === this.#watched) return;
    this.#watched = result;
    Promise.resolve(result).catch((error) => this.failed(error));
  }

  /** A handler threw, or its promise was rejected. */
  failed(thrown: unknown): void {
    try {
      this.#parts.handlerFailed(this.#socket, new SocketError('HANDLER_FAILED', undefined, { cause: thrown }));
    } catch (error) {
      warn(error);
    }
  }
}

/** Reports a failure that no handler takes. */
export function warn(thrown: unknown): void {
  const detail = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  process.emitWarning(`a handler failed: ${detail}`, 'WebSocketHandlerWarning');
}
