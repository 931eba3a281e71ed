/** What `connect` is told. */
import type { LookupFunction } from 'node:net';
import type { Duplex } from 'node:stream';
import type { HeadLimits } from '@rfc6455/handshake';
import type { SocketHandler, SocketOptions } from '@rfc6455/socket';
import type { WebSocketUri } from '@rfc6455/uri';
import type { ClientSocket } from './client-socket.ts';
import type { Credentials } from './credentials.ts';
import type { ExtensionOfferer } from './extensions.ts';
import type { ProxyFinder } from './proxy-uri.ts';
import type { RefusalError } from './refusal-error.ts';
import type { SocksConnector } from './socks-proxy.ts';
import type { TlsOptions } from './tls-options.ts';

/**
 * The default of `handshakeTimeout`: 10 s.
 *
 * @example
 * ```ts
 * import { DEFAULT_HANDSHAKE_TIMEOUT } from '@rfc6455/client';
 *
 * DEFAULT_HANDSHAKE_TIMEOUT; // => 10000
 * ```
 */
export const DEFAULT_HANDSHAKE_TIMEOUT = 10_000;
/**
 * The default of `maxResponseBody`: 64 KiB.
 *
 * @example
 * ```ts
 * import { DEFAULT_MAX_RESPONSE_BODY } from '@rfc6455/client';
 *
 * DEFAULT_MAX_RESPONSE_BODY; // => 65536
 * ```
 */
export const DEFAULT_MAX_RESPONSE_BODY = 65_536;
/**
 * The default of `maxWaiting`: 10,000.
 *
 * @example
 * ```ts
 * import { DEFAULT_MAX_WAITING } from '@rfc6455/client';
 *
 * DEFAULT_MAX_WAITING; // => 10000
 * ```
 */
export const DEFAULT_MAX_WAITING = 10_000;

/**
 * Header fields: an object, or pairs, which a `Headers` and a `Map` are too.
 *
 * @example
 * ```ts
 * import type { HeaderFields } from '@rfc6455/client';
 *
 * const fields: HeaderFields[] = [
 *   { Cookie: 'a=1' },
 *   [['Cookie', 'a=1']],
 *   new Map([['Cookie', 'a=1']]),
 *   new Headers({ Cookie: 'a=1' }),
 * ];
 * fields.length; // => 4
 * ```
 */
export type HeaderFields = Readonly<Record<string, string>> | Iterable<readonly [name: string, value: string]>;

/**
 * Options of `connect`: what the socket tells and its limits (see `SocketHandler` and `SocketOptions`), and the opening
 * handshake. Times are in milliseconds, sizes in bytes.
 *
 * @example
 * ```ts
 * import { connect, type ConnectOptions } from '@rfc6455/client';
 * import { serve } from '@rfc6455/server';
 *
 * const options: ConnectOptions = {
 *   subprotocols: ['v2.chat', 'v1.chat'],
 *   headers: { Authorization: 'Bearer token' },
 *   handshakeTimeout: 5000,
 *   maxMessageSize: 65_536,
 *   message: (socket, data) => console.log(data), // => welcome
 *   close: (socket, { code, wasClean }) => console.log(code, wasClean), // => 1000 true
 * };
 *
 * const server = await serve({
 *   port: 0,
 *   subprotocols: ['v1.chat'],
 *   open: (socket) => socket.send('welcome').then(() => socket.close(1000)),
 * });
 * const socket = await connect(server.url, options);
 * socket.subprotocol; // => 'v1.chat'
 * await socket.closed;
 * await server.close();
 * ```
 */
export interface ConnectOptions
  extends SocketHandler<ClientSocket>,
    Omit<SocketOptions<ClientSocket>, 'extensions' | 'handler' | 'random' | 'role' | 'subprotocol'>,
    HeadLimits {
  /** The subprotocols that are offered, in the order of preference: tokens, each once. */
  readonly subprotocols?: readonly string[] | undefined;
  /** The extensions that are offered, in the order of preference; by default none. */
  readonly extensions?: readonly ExtensionOfferer[] | undefined;
  /**
   * More header fields, such as cookies. What the handshake writes itself is refused with a TypeError. A redirect to
   * another origin gets none of them.
   */
  readonly headers?: HeaderFields | undefined;
  /** The Origin, for a client that acts like a browser; by default there is none. */
  readonly origin?: string | undefined;
  /** Gives the attempt up, at any stage, also while it waits for its turn. Once the socket is open it does nothing. */
  readonly signal?: AbortSignal | undefined;
  /**
   * How long the attempt may take: DNS, TCP, TLS and response together, 1–2147483647; by default 10000. While other
   * attempts to the same address are in front, the clock stands still.
   */
  readonly handshakeTimeout?: number | undefined;
  /** User name and password, or a token, that are sent with the first request; by default none. */
  readonly credentials?: Credentials | undefined;
  /**
   * Answers a 401, once for each call of `connect`; by default nobody does. What it returns is sent with a second request;
   * without it, the promise rejects with the refusal. The clock stands still meanwhile. After a redirect it may be another
   * server that asks: look at `uri`.
   */
  authenticate?(refusal: RefusalError, uri: WebSocketUri): Credentials | undefined | Promise<Credentials | undefined>;
  /**
   * How many redirects are followed, 0–20; by default none. Never from wss to ws. Another origin gets neither `headers`,
   * nor `credentials`, nor the client certificate in `tls`.
   */
  readonly maxRedirects?: number | undefined;
  /**
   * How many attempts may wait in front for the same address and port, 0–2^53-1; by default 10000. One that finds more is
   * rejected with TOO_MANY_WAITING.
   */
  readonly maxWaiting?: number | undefined;
  /**
   * The proxy to go through, by default none: `http://`, `https://` or `socks5://`, with user name and password if it
   * wants any, or a function that finds it. It is asked for the host by name, and looks that up itself.
   */
  readonly proxy?: string | URL | ProxyFinder | undefined;
  /** Options of `node:tls`, for the connection to an `https:` proxy. */
  readonly proxyTls?: TlsOptions | undefined;
  /** What speaks SOCKS, for a `socks5:` proxy: `SocksClient` of the package `socks`. */
  readonly socks?: SocksConnector | undefined;
  /**
   * A connection that is open already, instead of one that is dialled: TLS (for wss) and the handshake are performed on
   * it. It is destroyed when they fail.
   */
  readonly stream?: Duplex | undefined;
  /** Options of `node:tls`, for a wss URI. SNI is the host unless `servername` is given. */
  readonly tls?: TlsOptions | undefined;
  /** Finds the addresses of a host instead of `dns.lookup`, as in `node:net`. */
  readonly lookup?: LookupFunction | undefined;
  /** How much of the body of a refusal is kept, 0–2^53-1; by default 65536. */
  readonly maxResponseBody?: number | undefined;
}
