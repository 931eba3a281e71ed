/**
 * Messages out: whole, prepared or in fragments, through the extensions.
 *
 * RFC 6455 §5.4 (fragmentation), §6.1 (sending), §9 (extensions).
 */
import { Opcode } from '@rfc6455/frame';
import { type BinaryData, toBytes, toKeep } from './binary-data.ts';
import type { ClosingHandshake } from './closing-handshake.ts';
import type { Endpoint } from './endpoint.ts';
import type { Extension } from './extension.ts';
import { FIN, type FrameWriter } from './frame-writer.ts';
import { MessageWriter } from './message-writer.ts';
import { PreparedMessage } from './prepared-message.ts';
import { encodeUtf8 } from './text-data.ts';

/** Encodes messages, one after the other. */
export class MessageSender {
  readonly #endpoint: Endpoint;
  readonly #writer: FrameWriter;
  readonly #closing: ClosingHandshake;
  /** In the order of the handshake. */
  readonly #extensions: readonly Extension[];
  /** The fragmented message that has begun and not ended. */
  #openMessage: MessageWriter | undefined;
  /** The reserved bits of the message being sent: the extensions that transform it. */
  #marked = 0;

  constructor(endpoint: Endpoint, extensions: readonly Extension[]) {
    this.#endpoint = endpoint;
    this.#writer = endpoint.writer;
    this.#closing = endpoint.closing;
    this.#extensions = extensions;
  }

  /** Sends a whole message; false if the connection takes none any more. */
  send(data: string | BinaryData | PreparedMessage): boolean {
    // [6.1-1] The state is checked, then the data is framed and laid into the output.
    if (typeof data === 'string') {
      if (!this.#canStart()) return false;
      if (this.#extensions.length === 0) this.#writer.writeText(Opcode.Text, data);
      else this.#encodeAndWrite(Opcode.Text, encodeUtf8(data), true);
    } else if (data instanceof PreparedMessage) {
      if (!this.#canStart()) return false;
      if (this.#endpoint.role === 'server') this.#writer.writeEncoded(data.frame);
      else this.#writer.write(FIN, data.opcode, data.payload);
    } else {
      const bytes = toBytes(data, 'a string, binary data or a PreparedMessage');
      if (!this.#canStart()) return false;
      this.#encodeAndWrite(Opcode.Binary, bytes, true);
    }
    return true;
  }

  /** Begins a message in fragments. */
  startMessage(type: 'text' | 'binary'): MessageWriter {
    const canStart = this.#canStart();
    const writer = new MessageWriter(type, (opcode, piece, last) => {
      if (last) this.#openMessage = undefined;
      if (!this.#closing.canSend) return false;
      this.#encodeAndWrite(opcode, piece, last);
      return true;
    });
    if (canStart) this.#openMessage = writer;
    return writer;
  }

  /** Whether the connection takes another message. Throws while one is being sent in fragments. */
  #canStart(): boolean {
    // [6.1-2] [6.1-3] Nothing is sent once the connection is on its way to be closed.
    if (!this.#closing.canSend) return false;
    // [5.4-4] The fragments of one message are not interleaved with another.
    if (this.#openMessage === undefined) return true;
    throw new DOMException('a fragmented message is being sent; end it first', 'InvalidStateError');
  }

  #encodeAndWrite(opcode: Opcode, piece: Uint8Array, last: boolean): void {
    if (this.#extensions.length === 0) return this.#writer.write(last ? FIN : 0, opcode, piece);
    const first = opcode !== Opcode.Continuation;
    let bytes = toKeep(piece);
    if (first) this.#marked = 0;
    for (const extension of this.#extensions) {
      if (!first && (this.#marked & extension.reservedBits) === 0) continue;
      const encoded = this.#encode(extension, bytes, first, last);
      if (encoded === undefined) continue;
      bytes = encoded;
      this.#marked |= extension.reservedBits;
    }
    // [5.2-2] Only the first frame of a message that an extension has transformed has a reserved bit set.
    // [6.1-4] [6.1-7] The data is put in a frame; the last one has FIN.
    this.#writer.write((last ? FIN : 0) | (first ? this.#marked << 4 : 0), opcode, bytes);
  }

  #encode(extension: Extension, bytes: Uint8Array, first: boolean, last: boolean): Uint8Array | undefined {
    try {
      return extension.encode(bytes, first, last);
    } catch (error) {
      // What the peer can decode is no longer known.
      this.#endpoint.failByFault(error);
      throw error;
    }
  }
}
