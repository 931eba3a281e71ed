/**
 * A message that is sent in fragments, as its data becomes available.
 *
 * RFC 6455 §5.4 (fragmentation), §6.1 (sending).
 */
import { Opcode } from '@rfc6455/frame';
import { type BinaryData, toBytes } from './binary-data.ts';

/** Sends one piece of a message; false if the connection takes no more data. */
export type SendPiece = (opcode: Opcode, piece: Uint8Array, last: boolean) => boolean;

const encoder: TextEncoder = /* @__PURE__ */ new TextEncoder();
const EMPTY: Uint8Array = new Uint8Array(0);

/**
 * Sends one message as a series of frames: each `write` is a fragment, `end` is the last one. Until then no other
 * message can be sent; pings, pongs and the closing handshake can (RFC 6455 §5.4).
 *
 * @example
 * ```ts
 * import { Connection } from '@rfc6455/connection';
 *
 * const connection = new Connection({ role: 'server', handler: {} });
 * const message = connection.startMessage('text');
 * message.write('Hel'); // => true
 * message.end('lo'); // => true
 * ```
 */
export class MessageWriter {
  readonly #type: 'text' | 'binary';
  readonly #send: SendPiece;
  #started = false;
  #ended = false;
  /** The first half of a surrogate pair whose second half comes with the next piece. */
  #highSurrogate = '';

  constructor(type: 'text' | 'binary', send: SendPiece) {
    this.#type = type;
    this.#send = send;
  }

  /**
   * Sends a fragment.
   *
   * @param data for a text message a string, cut anywhere; for a binary one bytes
   * @returns false if the connection is closing or closed and nothing was sent
   * @throws TypeError if the data is not of the message's type
   * @throws Error with name `InvalidStateError` after `end`
   */
  write(data: string | BinaryData): boolean {
    return this.#sendPiece(this.#toPiece(data, 'data'), false);
  }

  /**
   * Sends the last fragment; without data, an empty one.
   *
   * @param data as for `write`
   * @returns false if the connection is closing or closed and nothing was sent
   * @throws TypeError if the data is not of the message's type
   * @throws Error with name `InvalidStateError` after `end`
   */
  end(data?: string | BinaryData): boolean {
    let piece = data === undefined ? EMPTY : this.#toPiece(data, 'data');
    if (this.#highSurrogate !== '') {
      // The other half never came: it is sent as U+FFFD, as any half of a pair.
      const rest = encoder.encode(this.#highSurrogate);
      const whole = new Uint8Array(piece.length + rest.length);
      whole.set(piece);
      whole.set(rest, piece.length);
      piece = whole;
      this.#highSurrogate = '';
    }
    const sent = this.#sendPiece(piece, true);
    this.#ended = true;
    return sent;
  }

  #toPiece(data: string | BinaryData, parameter: string): Uint8Array {
    if (this.#type === 'binary') {
      if (typeof data === 'string')
        throw new TypeError(`${parameter}: expected bytes in a binary message, got a string`);
      return toBytes(data, parameter);
    }
    if (typeof data !== 'string')
      throw new TypeError(`${parameter}: expected a string in a text message, got ${typeof data}`);
    const text = this.#highSurrogate + data;
    const last = text.charCodeAt(text.length - 1);
    const cut = last >= 0xd800 && last <= 0xdbff;
    this.#highSurrogate = cut ? text.slice(-1) : '';
    return encoder.encode(cut ? text.slice(0, -1) : text);
  }

  #sendPiece(piece: Uint8Array, last: boolean): boolean {
    if (this.#ended) throw new DOMException('the message has ended', 'InvalidStateError');
    // [6.1-6] The first frame has the type of the message; those that follow are continuations.
    const opcode = this.#started ? Opcode.Continuation : this.#type === 'text' ? Opcode.Text : Opcode.Binary;
    this.#started = true;
    return this.#send(opcode, piece, last);
  }
}
