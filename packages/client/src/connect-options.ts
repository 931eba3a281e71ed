/** What `connect` is told. */
import type { LookupFunction } from 'node:net';
import type { HeaderList, HeadLimits } from '@rfc6455/handshake';
import type { SocketHandler, SocketOptions } from '@rfc6455/socket';
import type { ClientSocket } from './client-socket.ts';
import type { ExtensionOfferer } from './extensions.ts';
import type { TlsOptions } from './secure.ts';

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
  /** More header fields: cookies, credentials. What the handshake writes itself is refused with a TypeError. */
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
  /** Options of `node:tls`, for a wss URI. SNI is the host unless `servername` is given. */
  readonly tls?: TlsOptions | undefined;
  /** Finds the addresses of a host instead of `dns.lookup`, as in `node:net`. */
  readonly lookup?: LookupFunction | undefined;
  /** How much of the body of a refusal is kept, 0–2^53-1; by default 65536. */
  readonly maxResponseBody?: number | undefined;
}

/** Header fields as a list. Throws a TypeError for what cannot be one. */
export function toHeaderList(headers: HeaderFields): HeaderList {
  if (typeof headers !== 'object' || headers === null) {
    throw new TypeError(`headers: expected an object or pairs, got ${typeof headers}`);
  }
  return Symbol.iterator in headers ? [...(headers as HeaderList)] : Object.entries(headers);
}

/** Throws a TypeError or a RangeError for what would be found only when the attempt has begun, or not at all. */
export function checkConnectOptions(options: ConnectOptions): void {
  const { signal, lookup, handshakeTimeout, maxResponseBody, maxHeaderBytes, maxHeaders } = options;
  for (const name of ['subprotocols', 'extensions'] as const) {
    const list = options[name];
    if (list === undefined || Array.isArray(list)) continue;
    throw new TypeError(`${name}: expected an array, got ${typeof list}`);
  }
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw new TypeError(`signal: expected an AbortSignal, got ${typeof signal}`);
  }
  if (lookup !== undefined && typeof lookup !== 'function') {
    throw new TypeError(`lookup: expected a function, got ${typeof lookup}`);
  }
  checkInteger('handshakeTimeout', handshakeTimeout, 1, 2_147_483_647);
  checkInteger('maxResponseBody', maxResponseBody, 0);
  checkInteger('maxHeaderBytes', maxHeaderBytes, 1);
  checkInteger('maxHeaders', maxHeaders, 1);
}

function checkInteger(name: string, value: number | undefined, least: number, most = Number.MAX_SAFE_INTEGER): void {
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return;
  throw new RangeError(`${name}: expected an integer from ${least} to ${most}, got ${String(value)}`);
}
