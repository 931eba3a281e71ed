/**
 * A message that is sent in fragments, as its data becomes available.
 *
 * RFC 6455 §5.4 (fragmentation), §6.1 (sending).
 */
import { Opcode } from '@rfc6455/frame';
import { excerpt } from './argument.ts';
import { type BinaryData, toBytes } from './binary-data.ts';
import { encodeUtf8 } from './text-data.ts';

/** Sends one piece of a message; false if the connection takes no more data. */
export type SendPiece = (opcode: Opcode, piece: Uint8Array, last: boolean) => boolean;

const EMPTY: Uint8Array = /* @__PURE__ */ new Uint8Array(0);

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
 * connection.takeOutput()[0]; // => 01 03 48 65 6c 80 02 6c 6f
 * ```
 */
export class MessageWriter {
  readonly #type: 'text' | 'binary';
  readonly #send: SendPiece;
  #started = false;
  #ended = false;
  /** The first half of a surrogate pair whose second half comes with the next piece. */
  #highSurrogate = '';

  /** @internal made by `startMessage` */
  constructor(type: 'text' | 'binary', send: SendPiece) {
    this.#type = type;
    this.#send = send;
  }

  /**
   * Sends a fragment.
   *
   * @param data for a text message a string, cut anywhere, also inside a surrogate pair; for a binary one binary data,
   * which `send` may refer to in the same way
   * @returns false if the connection is closing or closed and nothing was sent
   * @throws TypeError if the data is not of the message's type
   * @throws Error with name `InvalidStateError` after `end`
   */
  write(data: string | BinaryData): boolean {
    return this.#sendPiece(data, false);
  }

  /**
   * Sends the last fragment; without data, an empty one.
   *
   * @param data as for `write`
   * @returns false if the connection is closing or closed and nothing was sent
   * @throws TypeError if the data is not of the message's type
   * @throws Error with name `InvalidStateError` after `end`
   */
  end(data: string | BinaryData = this.#type === 'text' ? '' : EMPTY): boolean {
    return this.#sendPiece(data, true);
  }

  #sendPiece(data: string | BinaryData, last: boolean): boolean {
    if (this.#ended) throw new DOMException('the message has ended', 'InvalidStateError');
    const piece = this.#type === 'text' ? this.#textBytes(data, last) : toBytes(data as BinaryData, 'binary data');
    // [6.1-6] The first frame has the type of the message; those that follow are continuations.
    const opcode = this.#started ? Opcode.Continuation : this.#type === 'text' ? Opcode.Text : Opcode.Binary;
    this.#started = true;
    this.#ended = last;
    return this.#send(opcode, piece, last);
  }

  #textBytes(data: string | BinaryData, last: boolean): Uint8Array {
    if (typeof data !== 'string') throw new TypeError(`data: expected a string, got ${excerpt(data)}`);
    const text = this.#highSurrogate + data;
    const cut = !last && endsInsidePair(text);
    this.#highSurrogate = cut ? text.slice(-1) : '';
    return encodeUtf8(cut ? text.slice(0, -1) : text);
  }
}

function endsInsidePair(text: string): boolean {
  return (text.charCodeAt(text.length - 1) & 0xfc00) === 0xd800;
}
