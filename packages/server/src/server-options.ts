/** What a server is made of: who is told, who is let in, and the limits. */
import type { TlsOptions } from 'node:tls';
import type { ExtensionAcceptor, ExtensionOffer, HeaderList } from '@rfc6455/handshake';
import type { Extension, SocketHandler, SocketOptions } from '@rfc6455/socket';
import type { OriginPolicy } from './origins.ts';
import type { Refusal } from './refusal.ts';
import type { ServerError } from './server-error.ts';
import type { ServerRequest } from './server-request.ts';
import type { ServerSocket } from './server-socket.ts';

/** The limits and timers of each socket: see `SocketOptions` of `@rfc6455/socket`. */
export type SocketLimits = Omit<SocketOptions, 'role' | 'handler' | 'random' | 'subprotocol' | 'extensions'>;

/** An extension that was negotiated, ready for the connection. */
export type NegotiatedExtension = ExtensionOffer & Extension;

/**
 * What awaits a client at a path: the handler, who is let in, and the limits of a socket.
 *
 * `Data` is what `accept` returns; a socket carries it as `data`. Write `accept` before the handlers, so that TypeScript
 * knows the type of `data` when it comes to them.
 */
export interface EndpointOptions<Data> extends SocketLimits, SocketHandler<ServerSocket<Data>> {
  /**
   * Decides whether a client is let in, before the opening handshake is answered; by default all are.
   *
   * @returns what belongs to the socket from now on; what `refuse` makes to refuse, or `false`, which is 403; or a
   * promise of these. When it throws, the client gets 500 without a word, and `serverError` is told.
   */
  accept?(request: ServerRequest): Data | Refusal | false | Promise<Data | Refusal | false>;
  /**
   * The subprotocols that the server speaks: the first that the client offers is used. Or a function that selects one of
   * those offered, or none. When there is none in common the connection has none (RFC 6455 §4.2.2).
   */
  readonly subprotocols?:
    | readonly string[]
    | ((offered: readonly string[], request: ServerRequest) => string | undefined)
    | undefined;
  /** Which web pages may connect; by default `'same-origin'`. */
  readonly origins?: OriginPolicy | undefined;
  /** More header fields for the 101: cookies. */
  readonly headers?: HeaderList | ((request: ServerRequest) => HeaderList) | undefined;
  /** The extensions that the server can do; by default none. */
  readonly extensions?: readonly ExtensionAcceptor<NegotiatedExtension>[] | undefined;
}

/** Options of a server, attached or not. Times are in milliseconds, sizes in bytes. */
export interface ServerOptions<Data> extends EndpointOptions<Data> {
  /**
   * What awaits at which path: `/chat`, or `/rooms/:room` with a parameter that takes one segment. A route has all that
   * the server has, and changes some of it. Other paths get 404. Without routes every path is the same.
   */
  readonly routes?: Readonly<Record<string, EndpointOptions<Data>>> | undefined;
  /** The hosts under which the server may be addressed, `example.com` or `localhost:8080`; by default any. */
  readonly hosts?: readonly string[] | undefined;
  /** How many connections there may be, those in the opening handshake included; by default 65536. More get 503. */
  readonly maxConnections?: number | undefined;
  /**
   * The same for one IPv4 address or one IPv6 network of 64 bits; by default there is no such limit, because all clients
   * behind a proxy have its address.
   */
  readonly maxConnectionsPerAddress?: number | undefined;
  /** How long the opening handshake may take, with `accept`, 1–2147483647; by default 10000. TLS may take as long again. */
  readonly handshakeTimeout?: number | undefined;
  /**
   * Something went wrong outside any socket: a function of these options threw for a request, or connections cannot be
   * accepted. By default it is a process warning.
   */
  serverError?(error: ServerError, request: ServerRequest | undefined): unknown;
}

/** Options of {@link serve}. */
export interface ServeOptions<Data> extends ServerOptions<Data> {
  /** The TCP port, 0–65535; by default 0, which is any free one. */
  readonly port?: number | undefined;
  /** The address to listen on; by default all addresses of the machine. */
  readonly host?: string | undefined;
  /** Listens on this Unix socket, not on a port. */
  readonly path?: string | undefined;
  /** Serves `wss:` with this key and certificate. */
  readonly tls?: TlsOptions | undefined;
  /** How many connections may wait to be accepted; by default 511. */
  readonly backlog?: number | undefined;
  /** When it is aborted, the server is closed at once. */
  readonly signal?: AbortSignal | undefined;
  /** The longest head of a request; by default 16384. */
  readonly maxHeaderBytes?: number | undefined;
  /** The most header lines of a request; by default 100. */
  readonly maxHeaders?: number | undefined;
}

/**
 * The default of `maxConnections`.
 *
 * @example
 * ```ts
 * import { DEFAULT_MAX_CONNECTIONS } from '@rfc6455/server';
 *
 * DEFAULT_MAX_CONNECTIONS; // => 65536
 * ```
 */
export const DEFAULT_MAX_CONNECTIONS = 65_536;
/**
 * The default of `handshakeTimeout`: 10 s.
 *
 * @example
 * ```ts
 * import { DEFAULT_HANDSHAKE_TIMEOUT } from '@rfc6455/server';
 *
 * DEFAULT_HANDSHAKE_TIMEOUT; // => 10000
 * ```
 */
export const DEFAULT_HANDSHAKE_TIMEOUT = 10_000;
