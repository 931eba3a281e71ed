/** A message that is encoded once and sent on many connections. RFC 6455 §5.2: a server's frames hold no masking key. */
import { frameHeaderLength, Opcode, utf8Length, writeFrameHeader, writeUtf8 } from '@rfc6455/frame';
import { type BinaryData, toBytes } from './binary-data.ts';

/**
 * A message with its frame already encoded, as any server sends it. Make it once, `send` it on each connection: all
 * write the same bytes, so never change them. A client can send it too; it is masked afresh each time. Extensions leave
 * it alone.
 *
 * @example
 * ```ts
 * import { Connection, PreparedMessage } from '@rfc6455/connection';
 *
 * const everyone = [1, 2, 3].map(() => new Connection({ role: 'server', handler: {} }));
 * const news = new PreparedMessage('news');
 * for (const connection of everyone) connection.send(news);
everyone[2]!.takeOutput()[0]; // => 81 04 6e 65 77 73
 * ```
 */
export class PreparedMessage {
  /** Text or Binary. */
  readonly opcode: Opcode;
  /** The whole frame, not masked. */
  readonly frame: Uint8Array;
  /** The payload: the end of `frame`. */
  readonly payload: Uint8Array;

  /**
   * @param data text, or binary data, which is copied
   * @throws TypeError for anything else
   */
  constructor(data: string | BinaryData) {
    const text = typeof data === 'string';
    const bytes = text ? undefined : toBytes(data, 'a string or binary data');
    const length = bytes?.length ?? utf8Length(data as string);
    const headerLength = frameHeaderLength(length, undefined);
    this.opcode = text ? Opcode.Text : Opcode.Binary;
    this.frame = new Uint8Array(headerLength + length);
    this.payload = this.frame.subarray(headerLength);
    writeFrameHeader(this.frame, 0, 0x80 | this.opcode, length, undefined);
    if (bytes !== undefined) this.payload.set(bytes);
    else writeUtf8(data as string, this.frame, headerLength);
  }
}
