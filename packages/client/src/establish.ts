/**
 * The connection of a `WebSocket` or a `WebSocketStream`, from the arguments of its constructor to its end.
 *
 * WHATWG WebSockets, "establish a WebSocket connection"; RFC 6455 §4.1.
 */
import { formatExtensions, formatSubprotocols, HandshakeError } from '@rfc6455/handshake';
import { checkSocketOptions } from '@rfc6455/socket';
import { checkConnectOptions, fieldsOf } from './check-options.ts';
import type { ClientSocket } from './client-socket.ts';
import { connect } from './connect.ts';
import type { ConnectOptions } from './connect-options.ts';
import type { UrlRecord } from './url-record.ts';

/**
 * Options of `connect` that are not the web's: credentials, limits, TLS and the like. The web's own arguments say what the
 * subprotocols are, and events tell what a handler would be told.
 *
 * @example
 * ```ts
 * import { WebSocket, type WebOptions } from '@rfc6455/client';
 *
 * const options: WebOptions = { headers: { Authorization: 'Bearer token' }, maxMessageSize: 65_536 };
 * const socket = new WebSocket('ws://127.0.0.1:1/', { protocols: 'chat', ...options });
 * socket.readyState; // => 0
 * ```
 */
export type WebOptions = Omit<ConnectOptions, HandlerName | 'subprotocols'>;

type HandlerName =
  | 'close'
  | 'error'
  | 'message'
  | 'messageChunk'
  | 'messageEnd'
  | 'messageStart'
  | 'open'
  | 'ping'
  | 'pong';

/** How a connection ended, or that it was never open. */
export interface Ending {
  readonly code: number;
  readonly reason: string;
  readonly wasClean: boolean;
  /** Why, unless it was closed cleanly. */
  readonly cause: Error | undefined;
}

/** Who is told of a connection. */
export interface WebHandler {
  /** It is open. */
  opened(socket: ClientSocket): void;
  /** A message came. */
  message(data: string | Uint8Array): void;
  /** It is closed: the last call, in a task of its own. It comes also when it was never open. */
  closed(ending: Ending): void;
}

/**
 * Checks subprotocols as the constructors do.
 *
 * @throws DOMException `SyntaxError` for one that is not a token, or is there twice
 */
export function checkProtocols(protocols: readonly string[]): void {
  if (protocols.length === 0) return;
  try {
    // [4.1-32] tokens that all differ
    formatSubprotocols(protocols);
  } catch (cause) {
    throw new DOMException(`protocols: ${(cause as Error).message}`, 'SyntaxError');
  }
}

/**
 * The options of a connection, with the credentials that are in the URL unless there are others.
 *
 * @throws TypeError or RangeError for an option that is not what it must be
 */
export function readOptions(options: WebOptions, { credentials }: UrlRecord): WebOptions {
  const all = { ...options, credentials: options.credentials ?? credentials };
  checkConnectOptions(all);
  checkSocketOptions({ ...all, extensions: [], role: 'client' });
  fieldsOf(all);
  return all;
}

/**
 * Opens a connection.
 *
 * @param options as {@link readOptions} returns them
 * @param signal gives the attempt up
 */
export function establish(
  { target }: UrlRecord,
  protocols: readonly string[],
  options: WebOptions,
  signal: AbortSignal,
  handler: WebHandler,
): void {
  let refused: Error | undefined;
  const all: ConnectOptions = {
    ...options,
    subprotocols: protocols,
    signal: options.signal ? AbortSignal.any([signal, options.signal]) : signal,
    open(socket) {
      if (protocols.length === 0 || socket.subprotocol !== '') return handler.opened(socket);
      // Stricter than [4.1-41]: the web wants one of those that were offered.
      const { response } = socket;
      refused = new HandshakeError('UNOFFERED_SUBPROTOCOL', 'none', { response });
      socket.terminate();
    },
    message(_socket, data) {
      if (refused === undefined) handler.message(data);
    },
    close(_socket, { code, reason, wasClean, cause }) {
      handler.closed({ code, reason, wasClean, cause: refused ?? cause });
    },
  };
  connect(target, all).catch((error: unknown) => {
    const cause = error instanceof Error ? error : new Error('the attempt was given up', { cause: error });
    // A task of its own, so that whoever made the socket has had the time to listen.
    setImmediate(() => handler.closed({ code: 1006, reason: '', wasClean: false, cause }));
  });
}

/** The extensions in use as one text, as in a header. */
export function extensionsInUse({ extensions }: ClientSocket): string {
  return extensions.length === 0 ? '' : formatExtensions(extensions);
}
