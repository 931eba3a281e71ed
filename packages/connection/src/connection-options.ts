/** What a connection is made of: its role, who is told, its limits. RFC 6455 §10.4 asks for the limits. */
import type { Close, ProtocolError, Role } from '@rfc6455/frame';
import type { CloseReport } from './close-report.ts';
import type { Extension } from './extension.ts';

/**
 * What a {@link Connection} tells. Every method is optional. The calls come in the order of the bytes that caused
 * them, inside `receive`.
 */
export interface ConnectionHandler {
  /**
   * A message is complete: text as a string, binary data as bytes. The bytes may be kept; they are a view of the chunk
   * that they came in when the message came in one piece.
   */
  message?(data: string | Uint8Array): void;
  /**
   * A message begins. With this method the connection hands messages out in pieces and never calls `message`.
   */
  messageStart?(type: 'text' | 'binary'): void;
  /** A piece of the message that has begun, cut anywhere; of a text, UTF-8 that is valid so far. */
  messageChunk?(bytes: Uint8Array): void;
  /** The message that has begun is complete. */
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

/** Options of a {@link Connection}. Sizes are in bytes. */
export interface ConnectionOptions {
  /** Which end this is. */
  readonly role: Role;
  /** Who is told what happens. */
  readonly handler: ConnectionHandler;
  /**
   * A source of unpredictable unsigned 32-bit integers, for the masking keys of a client (RFC 6455 §5.3, §10.3).
   * A client needs it, a server never calls it.
   */
  readonly random?: (() => number) | undefined;
  /** The longest payload of one frame that is received; by default as `maxMessageSize`. */
  readonly maxFrameSize?: number | undefined;
  /** The longest message that is received; by default 16 MiB. */
  readonly maxMessageSize?: number | undefined;
  /** The most fragments of one message that is received, empty ones counted; by default 16384. */
  readonly maxFragments?: number | undefined;
  /**
   * How many bytes of pongs may wait for the transport. When the peer pings on without reading, older pings go
   * unanswered, as RFC 6455 §5.5.3 allows; by default 65536.
   */
  readonly maxPendingPongBytes?: number | undefined;
  /** Whether a Ping is answered by itself; by default true. */
  readonly autoPong?: boolean | undefined;
  /** Whether a Close is answered by itself; by default true. If false, `close` must be called. */
  readonly autoClose?: boolean | undefined;
  /** The extensions that were negotiated, in the order of the handshake; by default none. */
  readonly extensions?: readonly Extension[] | undefined;
}

/** The default of `maxMessageSize`: 16 MiB. */
export const DEFAULT_MAX_MESSAGE_SIZE = 16_777_216;
/** The default of `maxFragments`. */
export const DEFAULT_MAX_FRAGMENTS = 16_384;
/** The default of `maxPendingPongBytes`: 64 KiB. */
export const DEFAULT_MAX_PENDING_PONG_BYTES = 65_536;

/** Returns the limit, or its default. Throws a RangeError unless it is an integer of at least `least`. */
export function checkLimit(name: string, value: number | undefined, byDefault: number, least: number): number {
  if (value === undefined) return byDefault;
  if (!Number.isSafeInteger(value) || value < least) {
    throw new RangeError(`${name}: expected an integer from ${least} to 2^53 - 1, got ${String(value)}`);
  }
  return value;
}
