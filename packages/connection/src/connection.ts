/**
 * One end of a WebSocket connection after the opening handshake: bytes in, bytes out, no I/O.
 *
 * RFC 6455 §5.5 (control frames), §6 (sending and receiving), §7 (closing), §9 (extensions), §10.4 (limits).
 */
import { maySendCloseCode } from '@rfc6455/close-codes';
import { type Close, encodeClosePayload, Opcode, type Role } from '@rfc6455/frame';
import { checkBytes, excerpt } from './argument.ts';
import { type BinaryData, toBytes } from './binary-data.ts';
import type { TransportDuty } from './closing-handshake.ts';
import type { ConnectionOptions } from './connection-options.ts';
import { Endpoint } from './endpoint.ts';
import { NO_EXTENSIONS } from './extension.ts';
import { FIN } from './frame-writer.ts';
import { MessageSender } from './message-sender.ts';
import type { MessageWriter } from './message-writer.ts';
import type { PreparedMessage } from './prepared-message.ts';
import type { ConnectionState } from './state.ts';
import { encodeUtf8 } from './text-data.ts';

const NO_DATA: Uint8Array = /* @__PURE__ */ new Uint8Array(0);

/**
 * One end of a WebSocket connection.
 *
 * Give it what the transport delivers (`receive`, `receiveEnd`), write what it hands out (`takeOutput`), and look at
 * `transportDuty` to learn when the transport must be closed. Everything that happens comes out through the handler.
 *
 * @example
 * ```ts
 * import { Connection } from '@rfc6455/connection';
 *
 * const server = new Connection({
 *   role: 'server',
 *   handler: { message: (data) => server.send(`you said ${data}`) },
 * });
 * const client = new Connection({
 *   role: 'client',
 *   random: () => crypto.getRandomValues(new Uint32Array(1))[0]!,
 *   handler: { message: (data) => console.log(data) }, // => you said hello
 * });
 * client.send('hello');
 * for (const bytes of client.takeOutput()) server.receive(bytes);
 * for (const bytes of server.takeOutput()) client.receive(bytes);
 * ```
 */
export class Connection {
  /** Which end this is. */
  readonly role: Role;
  readonly #endpoint: Endpoint;
  readonly #sender: MessageSender;

  /**
   * @param options see {@link ConnectionOptions}
   * @throws TypeError if the role, the handler, `random` or the extensions are not what they must be
   * @throws RangeError if a limit is out of its range
   */
  constructor(options: ConnectionOptions) {
    this.role = options.role;
    this.#endpoint = new Endpoint(options);
    this.#sender = new MessageSender(this.#endpoint, options.extensions ?? NO_EXTENSIONS);
  }

  /** `'open'`, `'closing'` once a Close frame was sent or received or the connection failed, `'closed'` at the end. */
  get state(): ConnectionState {
    return this.#endpoint.closing.state;
  }

  /** The Close frame that was sent, if one was. */
  get closeSent(): Close | undefined {
    return this.#endpoint.closing.sent;
  }

  /** The Close frame that was received, if one was. */
  get closeReceived(): Close | undefined {
    return this.#endpoint.closing.received;
  }

  /** Whether a message can still be sent: no Close frame has been sent, and the connection has not failed or ended. */
  get canSend(): boolean {
    return this.#endpoint.closing.canSend;
  }

  /** How many bytes wait to be taken by {@link takeOutput}. */
  get outputLength(): number {
    return this.#endpoint.outputLength;
  }

  /**
   * What the transport needs, once the output has been written: `'keep'` it open; `'await-end'`: the peer should end
   * it, so wait, but not for ever; `'end'` it now (RFC 6455 §7.1.1).
   */
  get transportDuty(): TransportDuty {
    return this.#endpoint.closing.transportDuty(this.role);
  }

  /**
   * Takes bytes from the transport. Handlers are called before it returns. Once a Close frame was received, or the
   * connection failed or ended, bytes are ignored.
   *
   * @param bytes any number of bytes; they belong to the connection now, and masked payloads are unmasked in place
   * @throws TypeError if it is not a `Uint8Array`
   * @throws Error with name `InvalidStateError` when called from inside a handler
   * @throws whatever a handler throws; the connection has then been failed with 1011
   */
  receive(bytes: Uint8Array): void {
    checkBytes('bytes', bytes);
    this.#endpoint.receive(bytes);
  }

  /**
   * Says that the transport has ended: no more bytes will come, and none can be sent. The connection is closed. A
   * second call does nothing.
   *
   * @param cause why, if it is known; it is reported unless the closing handshake was completed
   * @throws whatever the handler throws
   */
  receiveEnd(cause?: Error): void {
    this.#endpoint.receiveEnd(cause);
  }

  /**
   * Hands out the bytes to write, in order. While the transport cannot take them, leave them here: what waits is
   * counted by `outputLength`, and Pongs are kept few.
   *
   * @returns arrays to write one after the other; empty if there is nothing. They are not changed afterwards, and must
   * not be: they share their memory with what other connections send, so never transfer a `buffer` of theirs.
   */
  takeOutput(): readonly Uint8Array[] {
    return this.#endpoint.takeOutput();
  }

  /**
   * Sends a message (RFC 6455 §6.1).
   *
   * @param data a string, sent as text (a surrogate that stands alone becomes U+FFFD); binary data; or a
   * {@link PreparedMessage}. Binary data of 4096 bytes or more is not copied by a server: leave it unchanged until the
   * output has been written.
   * @returns false if a Close frame was sent or the connection failed or ended: nothing was sent
   * @throws TypeError if `data` is none of these
   * @throws Error with name `InvalidStateError` while a fragmented message is being sent
   * @throws whatever an extension throws; the connection has then been failed with 1011
   */
  send(data: string | BinaryData | PreparedMessage): boolean {
    return this.#sender.send(data);
  }

  /**
   * Begins a message that is sent in fragments (RFC 6455 §5.4). Until it ends, `send` throws.
   *
   * @param type what the message is
   * @returns what writes the message; its methods return false once a Close frame was sent or the connection failed
   * @throws TypeError if `type` is neither
   * @throws Error with name `InvalidStateError` while another fragmented message is being sent
   */
  startMessage(type: 'text' | 'binary'): MessageWriter {
    if (type !== 'text' && type !== 'binary') {
      throw new TypeError(`type: expected 'text' or 'binary', got ${excerpt(type)}`);
    }
    return this.#sender.startMessage(type);
  }

  /**
   * Sends a Ping frame (RFC 6455 §5.5.2).
   *
   * @param data up to 125 bytes, text counted in UTF-8
   * @returns false if a Close frame was sent or the connection failed or ended: nothing was sent
   * @throws TypeError if `data` is not text or binary data
   * @throws RangeError if it is longer than 125 bytes
   */
  ping(data: string | BinaryData = NO_DATA): boolean {
    return this.#sendControl(Opcode.Ping, controlPayload(data), this.canSend);
  }

  /**
   * Sends a Pong frame that nobody asked for, or the answer to a Ping when `autoPong` is false (RFC 6455 §5.5.3).
   *
   * @param data up to 125 bytes, text counted in UTF-8
   * @returns false if both Close frames were exchanged or the connection failed or ended: nothing was sent
   * @throws TypeError if `data` is not text or binary data
   * @throws RangeError if it is longer than 125 bytes
   */
  pong(data: string | BinaryData = NO_DATA): boolean {
    return this.#sendControl(Opcode.Pong, controlPayload(data), this.#endpoint.closing.canPong);
  }

  /**
   * Sends a Close frame: starts the closing handshake, or answers the peer's (RFC 6455 §7.1.2). A message that is being
   * sent in fragments stays without its end.
   *
   * @param code a close code that this end may send (RFC 6455 §7.4); left out, the frame has none
   * @param reason up to 123 bytes of UTF-8, only beside a code
   * @returns false if a Close frame was sent before, or the connection failed or ended
   * @throws RangeError if the code may not be sent or the reason is too long
   * @throws TypeError if there is a reason without a code, or it is not a string
   */
  close(code?: number, reason?: string): boolean {
    const payload = this.#closePayload(code, reason);
    if (!this.canSend) return false;
    this.#endpoint.sendClose(payload, 'local');
    return true;
  }

  /**
   * Fails the connection (RFC 6455 §7.1.7): sends a Close frame if none was sent, ignores whatever still comes, and
   * wants the transport ended. Does nothing if the connection has failed or ended.
   *
   * @param code a close code that this end may send (RFC 6455 §7.4)
   * @param reason up to 123 bytes of UTF-8 that the peer will see
   * @param cause the error to report here; the peer does not see it
   * @throws RangeError if the code may not be sent or the reason is too long
   * @throws TypeError if the reason is not a string
   */
  fail(code: number, reason?: string, cause?: Error): void {
    this.#endpoint.fail(this.#closePayload(code, reason), cause);
  }

  #closePayload(code: number | undefined, reason: string | undefined): Uint8Array {
    // §7.4.1: 1010 is sent by clients only.
    if (code !== undefined && !maySendCloseCode(code, this.role)) {
      const expected = `expected a close code that a ${this.role} may send`;
      throw new RangeError(`code: ${expected}, got ${excerpt(code)} (RFC 6455 section 7.4)`);
    }
    return encodeClosePayload(code, reason);
  }

  #sendControl(opcode: Opcode, payload: Uint8Array, allowed: boolean): boolean {
    if (allowed) this.#endpoint.writer.write(FIN, opcode, payload);
    return allowed;
  }
}

/** The payload of a Ping or a Pong. */
function controlPayload(data: string | BinaryData): Uint8Array {
  const payload = typeof data === 'string' ? encodeUtf8(data) : toBytes(data, 'a string or binary data');
  // [5.5-1] A control frame has 125 bytes of payload at most.
  if (payload.length > 125) throw new RangeError(`data: expected at most 125 bytes, got ${payload.length}`);
  return payload;
}
