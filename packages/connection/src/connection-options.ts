/** What a connection is made of: its role, who is told, its limits. RFC 6455 §10.4 asks for the limits. */
import type { Close, ProtocolError, Role } from '@rfc6455/frame';
import type { CloseReport } from './close-report.ts';
import type { Extension } from './extension.ts';

/**
 * What a {@link Connection} tells. Every method is optional. The calls come in the order of the bytes that caused
 * them, inside `receive` (`closed` inside `receiveEnd`), and may use the connection in any way but `receive`. Bytes that
 * are handed out may be kept and changed; they may share a buffer with others, so do not transfer it.
 *
 * @example
 * ```ts
 * import { Connection, type ConnectionHandler } from '@rfc6455/connection';
 *
 * const handler: ConnectionHandler = {
 *   message: (data) => console.log(data), // => hi
 *   closeReceived: ({ code }) => console.log(code), // => 1001
 * };
 * const connection = new Connection({ role: 'client', random: () => 0, handler });
 * connection.receive(Uint8Array.of(0x81, 0x02, 0x68, 0x69, 0x88, 0x02, 0x03, 0xe9));
 * ```
 */
export interface ConnectionHandler {
  /**
   * A message is complete: text as a string, binary data as bytes. When it came in one piece, the bytes are a view of the
   * chunk that they came in: whoever keeps a few of them for long should keep a copy.
   */
  message?(data: string | Uint8Array): void;
  /**
   * A message begins. With this method the connection hands messages out in pieces and never calls `message`.
   */
  messageStart?(type: 'text' | 'binary'): void;
  /** A piece of the message that has begun, cut anywhere; of a text, UTF-8 that is valid so far. */
  messageChunk?(bytes: Uint8Array): void;
  /** The message that has begun is complete. It never comes if the connection ends first. */
  messageEnd?(): void;
  /** A Ping frame came. Its answer is on its way already unless `autoPong` is false. */
  ping?(data: Uint8Array): void;
  /** A Pong frame came. */
  pong?(data: Uint8Array): void;
  /** A Close frame came. Its answer is on its way already unless `autoClose` is false. */
  closeReceived?(close: Close): void;
  /** The peer broke a rule, and the connection has been failed. */
  violation?(error: ProtocolError): void;
  /** The transport has ended, the connection is closed. The last call. */
  closed?(report: CloseReport): void;
}

/**
 * Options of a {@link Connection}. Sizes are in bytes, integers up to 2^53 - 1.
 *
 * @example
 * ```ts
 * import { Connection, type ConnectionOptions } from '@rfc6455/connection';
 *
 * const options: ConnectionOptions = { role: 'server', handler: {}, maxMessageSize: 65_536 };
 * new Connection(options).state; // => 'open'
 * ```
 */
export interface ConnectionOptions {
  /** Which end this is. */
  readonly role: Role;
  /** Who is told what happens. */
  readonly handler: ConnectionHandler;
  /**
   * A source of unpredictable unsigned 32-bit integers, for the masking keys of a client (RFC 6455 §5.3, §10.3): it is
   * called once a frame. A client needs it, a server never calls it.
   */
  readonly random?: (() => number) | undefined;
  /** The longest payload of one data frame that is received, from 0; by default as `maxMessageSize`. */
  readonly maxFrameSize?: number | undefined;
  /** The longest message that is received, from 0, measured after the extensions; by default 16 MiB. */
  readonly maxMessageSize?: number | undefined;
  /** The most fragments of one message that is received, from 1, empty ones counted; by default 16384. */
  readonly maxFragments?: number | undefined;
  /**
   * How many bytes of Pong frames may wait for the transport, from 0. When the peer pings on and its answers are not
   * taken, only its latest Ping is answered after these, as RFC 6455 §5.5.3 allows; by default 65536.
   */
  readonly maxPendingPongBytes?: number | undefined;
  /** Whether a Ping is answered by itself; by default true. If false, `pong` must be called. */
  readonly autoPong?: boolean | undefined;
  /** Whether a Close is answered by itself; by default true. If false, `close` must be called. */
  readonly autoClose?: boolean | undefined;
  /** The extensions that were negotiated, in the order of the handshake; by default none. */
  readonly extensions?: readonly Extension[] | undefined;
}

/**
 * The default of `maxMessageSize`: 16 MiB.
 *
 * @example
 * ```ts
 * import { DEFAULT_MAX_MESSAGE_SIZE } from '@rfc6455/connection';
 *
 * DEFAULT_MAX_MESSAGE_SIZE; // => 16777216
 * ```
 */
export const DEFAULT_MAX_MESSAGE_SIZE = 16_777_216;

/**
 * The default of `maxFragments`.
 *
 * @example
 * ```ts
 * import { DEFAULT_MAX_FRAGMENTS } from '@rfc6455/connection';
 *
 * DEFAULT_MAX_FRAGMENTS; // => 16384
 * ```
 */
export const DEFAULT_MAX_FRAGMENTS = 16_384;

/**
 * The default of `maxPendingPongBytes`: 64 KiB.
 *
 * @example
 * ```ts
 * import { DEFAULT_MAX_PENDING_PONG_BYTES } from '@rfc6455/connection';
 *
 * DEFAULT_MAX_PENDING_PONG_BYTES; // => 65536
 * ```
 */
export const DEFAULT_MAX_PENDING_PONG_BYTES = 65_536;
