/** The messages that wait for a connection: bounded in bytes and in number (RFC 6455 §10.4). */
import { quote, requireInteger } from './argument.ts';
import { ReconnectError } from './reconnect-error.ts';
import { utf8Length } from './utf8-length.ts';

/** What can be sent: as for the platform's `WebSocket`. */
export type Sendable = string | ArrayBufferLike | ArrayBufferView | Blob;

/** A message in the queue: bytes are a copy of those that were passed to `send`. */
export type QueuedMessage = string | ArrayBuffer | Blob;

/** The bounds of the send queue. */
export interface SendQueueOptions {
  /** How many bytes of payload may wait. 0 to 2^53 − 1; 1 MiB by default. */
  readonly maxBytes?: number;
  /** How many messages may wait. 0 to 2^53 − 1; 1,024 by default. */
  readonly maxMessages?: number;
  /**
   * What happens to a message for which there is no room. `'refuse'`, the default: `send` throws. `'drop-oldest'`: the
   * oldest messages make room and are reported by a `drop` event; a message that is too big alone is still refused.
   */
  readonly whenFull?: 'refuse' | 'drop-oldest';
}

/** Makes a message that no later change of `data` reaches, and that is of a type which every implementation sends. */
export function toMessage(data: Sendable): QueuedMessage {
  if (typeof data === 'string' || data instanceof Blob) return data;
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice().buffer;
  return data instanceof ArrayBuffer ? data.slice(0) : `${data}`;
}

/** The size of a payload in bytes. */
export function byteLengthOf(data: Sendable): number {
  if (data instanceof Blob) return data.size;
  if (ArrayBuffer.isView(data) || data instanceof ArrayBuffer) return data.byteLength;
  return utf8Length(`${data}`);
}

interface Entry {
  readonly message: QueuedMessage;
  readonly size: number;
}

/** First in, first out, within bounds. */
export class SendQueue {
  readonly #maxBytes: number;
  readonly #maxMessages: number;
  readonly #dropOldest: boolean;
  #entries: Entry[] = [];
  #bytes = 0;

  constructor({ maxBytes = 1_048_576, maxMessages = 1024, whenFull = 'refuse' }: SendQueueOptions) {
    this.#maxBytes = requireInteger('queue.maxBytes', maxBytes, 0, Number.MAX_SAFE_INTEGER);
    this.#maxMessages = requireInteger('queue.maxMessages', maxMessages, 0, Number.MAX_SAFE_INTEGER);
    if (whenFull !== 'refuse' && whenFull !== 'drop-oldest') {
      throw new TypeError(`queue.whenFull: expected 'refuse' or 'drop-oldest', got ${quote(whenFull)}`);
    }
    this.#dropOldest = whenFull === 'drop-oldest';
  }

  /** The bytes of all payloads in the queue. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Adds a message at the end.
   *
   * @returns The messages that were dropped to make room, oldest first.
   * @throws ReconnectError `QUEUE_FULL` when there is no room for it.
   */
  push(message: QueuedMessage): QueuedMessage[] {
    const size = byteLengthOf(message);
    const dropped: QueuedMessage[] = [];
    if (this.#dropOldest && size <= this.#maxBytes && this.#maxMessages > 0) {
      while (!this.#hasRoom(size)) dropped.push(this.shift()!);
    }
    if (!this.#hasRoom(size)) {
      const room = `${this.#entries.length} of ${this.#maxMessages} messages, ${this.#bytes} of ${this.#maxBytes} bytes`;
      throw new ReconnectError('QUEUE_FULL', `got ${size} bytes, and the queue holds ${room}`);
    }
    this.#entries.push({ message, size });
    this.#bytes += size;
    return dropped;
  }

  /** Takes the oldest message. */
  shift(): QueuedMessage | undefined {
    const entry = this.#entries.shift();
    this.#bytes -= entry?.size ?? 0;
    return entry?.message;
  }

  /** Takes all messages. */
  clear(): QueuedMessage[] {
    const messages = this.#entries.map((entry) => entry.message);
    this.#entries = [];
    this.#bytes = 0;
    return messages;
  }

  #hasRoom(size: number): boolean {
    return this.#bytes + size <= this.#maxBytes && this.#entries.length < this.#maxMessages;
  }
}
