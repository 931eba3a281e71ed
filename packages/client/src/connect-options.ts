/** What `connect` is told. */
import type { LookupFunction } from 'node:net';
import type { HeaderList, HeadLimits } from '@rfc6455/handshake';
import type { SocketHandler, SocketOptions } from '@rfc6455/socket';
import type { ClientSocket } from './client-socket.ts';
import type { TlsOptions } from './secure.ts';

/** The default of `handshakeTimeout`: 10 s. */
export const DEFAULT_HANDSHAKE_TIMEOUT = 10_000;
/** The default of `maxResponseBody`: 64 KiB. */
export const DEFAULT_MAX_RESPONSE_BODY = 65_536;

/** Header fields: an object, or pairs, which a `Headers` and a `Map` are too. */
export type HeaderFields = Readonly<Record<string, string>> | Iterable<readonly [name: string, value: string]>;

/**
 * Options of `connect`: what the socket tells and its limits (see `SocketHandler` and `SocketOptions`), and the opening
 * handshake. Times are in milliseconds, sizes in bytes.
 */
export interface ConnectOptions
  extends SocketHandler<ClientSocket>,
    Omit<SocketOptions<ClientSocket>, 'extensions' | 'handler' | 'random' | 'role' | 'subprotocol'>,
    HeadLimits {
  /** The subprotocols that are offered, in the order of preference: tokens, each once. */
  readonly subprotocols?: readonly string[] | undefined;
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
  const { subprotocols, signal, lookup, handshakeTimeout, maxResponseBody, maxHeaderBytes, maxHeaders } = options;
  if (subprotocols !== undefined && !Array.isArray(subprotocols)) {
    throw new TypeError(`subprotocols: expected an array, got ${typeof subprotocols}`);
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
