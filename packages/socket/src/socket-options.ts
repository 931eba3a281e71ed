/** What a socket is made of: who is told, its limits and its timers. */
import { type CloseReport, Connection, type ConnectionOptions } from '@rfc6455/connection';
import type { HeartbeatOptions } from './heartbeat.ts';
import type { Socket } from './socket.ts';

/**
 * What a socket tells. Every method is optional, and may return a promise. One that throws or rejects closes its
 * socket with 1011 and is reported to `error`; nothing else is affected.
 */
export interface SocketHandler<S extends Socket = Socket> {
  /** The socket is open. The first call; what is sent here leaves first. */
  open?(socket: S): unknown;
  /**
   * A message came. Without this method, messages wait for `for await`.
   *
   * @param data a string for a text message, bytes for a binary one; the bytes may be kept
   */
  message?(socket: S, data: string | Uint8Array): unknown;
  /** A message that is received in pieces begins; with this method `message` is never called. */
  messageStart?(socket: S, type: 'text' | 'binary'): unknown;
  /** A piece of that message, cut anywhere; of a text, UTF-8 that is valid so far. */
  messageChunk?(socket: S, bytes: Uint8Array): unknown;
  /** That message is complete. */
  messageEnd?(socket: S): unknown;
  /** A Ping came. It is answered already unless `autoPong` is false. */
  ping?(socket: S, data: Uint8Array): unknown;
  /** A Pong came. */
  pong?(socket: S, data: Uint8Array): unknown;
  /** The socket is closed and its stream is gone. The last call but for `error`. */
  close?(socket: S, report: CloseReport): unknown;
  /**
   * A handler threw or rejected, or the peer broke the protocol. Without this method the former is a process warning
   * and the latter stands only in the close report.
   */
  error?(socket: S, error: Error): unknown;
}

/** Options of a {@link Socket}: those of its connection, and timers and buffers. Times are in milliseconds. */
export interface SocketOptions<S extends Socket = Socket> extends Omit<ConnectionOptions, 'handler'> {
  /** Who is told what happens. */
  readonly handler?: SocketHandler<S> | undefined;
  /** The subprotocol that was negotiated; by default none, an empty string. */
  readonly subprotocol?: string | undefined;
  /** How long the peer may take to finish the closing handshake, 1–2147483647; by default 10000. */
  readonly closeTimeout?: number | undefined;
  /** After how long without a message in either direction the socket is closed with 3008, 0–2147483647; 0, the default, is never. */
  readonly idleTimeout?: number | undefined;
  /** Pings at an interval; by default every 30 s with 30 s to answer. `false` turns them off. */
  readonly heartbeat?: HeartbeatOptions | false | undefined;
  /**
   * How many bytes may wait, to be sent or to be iterated over, before the sender or the peer is held back; by default
   * 65536. A message that waits to be iterated over counts for 256 more.
   */
  readonly highWaterMark?: number | undefined;
  /**
   * How many bytes may wait for a peer that does not read, where each message over `highWaterMark` counts for 1024 more. A
   * socket with more than that is terminated when something is sent on it; by default 64 MiB.
   */
  readonly maxBufferedAmount?: number | undefined;
}

/**
 * The default of `closeTimeout`: 10 s.
 *
 * @example
 * ```ts
 * import { DEFAULT_CLOSE_TIMEOUT } from '@rfc6455/socket';
 *
 * DEFAULT_CLOSE_TIMEOUT; // => 10000
 * ```
 */
export const DEFAULT_CLOSE_TIMEOUT = 10_000;
/**
 * The default of both times of the heartbeat: 30 s.
 *
 * @example
 * ```ts
 * import { DEFAULT_HEARTBEAT } from '@rfc6455/socket';
 *
 * DEFAULT_HEARTBEAT; // => 30000
 * ```
 */
export const DEFAULT_HEARTBEAT = 30_000;
/**
 * The default of `highWaterMark`: 64 KiB.
 *
 * @example
 * ```ts
 * import { DEFAULT_HIGH_WATER_MARK } from '@rfc6455/socket';
 *
 * DEFAULT_HIGH_WATER_MARK; // => 65536
 * ```
 */
export const DEFAULT_HIGH_WATER_MARK = 65_536;
/**
 * The default of `maxBufferedAmount`: 64 MiB.
 *
 * @example
 * ```ts
 * import { DEFAULT_MAX_BUFFERED_AMOUNT } from '@rfc6455/socket';
 *
 * DEFAULT_MAX_BUFFERED_AMOUNT; // => 67108864
 * ```
 */
export const DEFAULT_MAX_BUFFERED_AMOUNT = 67_108_864;

const LONGEST_TIMER = 2_147_483_647;

/** The options of a socket's own, checked, with the defaults in place. */
export interface ResolvedOptions {
  readonly highWaterMark: number;
  readonly maxBufferedAmount: number;
  readonly closeTimeout: number;
  readonly idleTimeout: number;
  readonly heartbeat: { readonly interval: number; readonly timeout: number } | undefined;
}

/** Checks the options that are not the connection's. Throws a RangeError for one that is out of its range. */
export function resolveOptions(options: SocketOptions): ResolvedOptions {
  const { heartbeat = {} } = options;
  const most = Number.MAX_SAFE_INTEGER;
  return {
    highWaterMark: checkRange('highWaterMark', options.highWaterMark, DEFAULT_HIGH_WATER_MARK, 0, most),
    maxBufferedAmount: checkRange('maxBufferedAmount', options.maxBufferedAmount, DEFAULT_MAX_BUFFERED_AMOUNT, 0, most),
    closeTimeout: checkRange('closeTimeout', options.closeTimeout, DEFAULT_CLOSE_TIMEOUT, 1),
    idleTimeout: checkRange('idleTimeout', options.idleTimeout, 0, 0),
    heartbeat: heartbeat
      ? {
          interval: checkRange('heartbeat.interval', heartbeat.interval, DEFAULT_HEARTBEAT, 1),
          timeout: checkRange('heartbeat.timeout', heartbeat.timeout, DEFAULT_HEARTBEAT, 1),
        }
      : undefined,
  };
}

/**
 * Checks the options of sockets that are going to be made, so that what is wrong is found before there is a stream.
 *
 * @param options see {@link SocketOptions}; `random` may be missing
 * @throws TypeError or RangeError for an option that is not what it must be
 * @example
 * ```ts
 * import { checkSocketOptions } from '@rfc6455/socket';
 *
 * let name = '';
 * try {
 *   checkSocketOptions({ role: 'server', maxMessageSize: -1 });
 * } catch (error) {
 *   name = (error as Error).name;
 * }
 * name; // => 'RangeError'
 * ```
 */
export function checkSocketOptions(options: SocketOptions): void {
  resolveOptions(options);
  new Connection({ random: () => 0, ...options, handler: {} });
}

function checkRange(
  name: string,
  value: number | undefined,
  byDefault: number,
  least: number,
  most: number = LONGEST_TIMER,
): number {
  if (value === undefined) return byDefault;
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new RangeError(`${name}: expected an integer from ${least} to ${most}, got ${String(value)}`);
  }
  return value;
}
