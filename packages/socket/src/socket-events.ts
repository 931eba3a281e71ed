/**
 * What happens on a socket's connection, handed to the socket's handler or its queue. A class and not closures: a server
 * has one for each of its many sockets.
 */
import type { CloseReport, ConnectionHandler, ProtocolError } from '@rfc6455/connection';
import type { HandlerGuard } from './handler-guard.ts';
import type { Heartbeat } from './heartbeat.ts';
import type { MessageQueue } from './message-queue.ts';
import type { Socket } from './socket.ts';
import type { SocketHandler } from './socket-options.ts';

/** The handler of a connection whose messages are handed out whole. */
export class SocketEvents implements ConnectionHandler {
  protected readonly socket: Socket;
  protected readonly handler: SocketHandler;
  protected readonly guard: HandlerGuard;
  readonly #queue: MessageQueue | undefined;
  /** What measures round trips, if anything does. */
  heartbeat: Heartbeat | undefined;
  /** What ends a socket without messages, if anything does. */
  idleTimer: NodeJS.Timeout | undefined;
  /** How the connection ended, once it has. */
  report: CloseReport | undefined;

  constructor(socket: Socket, handler: SocketHandler, guard: HandlerGuard, queue: MessageQueue | undefined) {
    this.socket = socket;
    this.handler = handler;
    this.guard = guard;
    this.#queue = queue;
  }

  message(data: string | Uint8Array): void {
    this.idleTimer?.refresh();
    if (this.#queue !== undefined) return this.#queue.push(data);
    // Not through tell: a closure a message would be felt.
    try {
      this.guard.watch(this.handler.message?.(this.socket, data));
    } catch (error) {
      this.guard.failed(error);
    }
  }

  ping(data: Uint8Array): void {
    this.guard.tell(() => this.handler.ping?.(this.socket, data));
  }

  pong(data: Uint8Array): void {
    this.heartbeat?.pong(data);
    this.guard.tell(() => this.handler.pong?.(this.socket, data));
  }

  violation(error: ProtocolError): void {
    this.guard.tell(() => this.handler.error?.(this.socket, error));
  }

  closed(report: CloseReport): void {
    this.report = report;
  }
}

/** The handler of a connection whose messages are handed out in pieces. */
export class SocketEventsInPieces extends SocketEvents {
  messageStart(type: 'text' | 'binary'): void {
    this.guard.tell(() => this.handler.messageStart?.(this.socket, type));
  }

  messageChunk(bytes: Uint8Array): void {
    this.guard.tell(() => this.handler.messageChunk?.(this.socket, bytes));
  }

  messageEnd(): void {
    this.idleTimer?.refresh();
    this.guard.tell(() => this.handler.messageEnd?.(this.socket));
  }
}
