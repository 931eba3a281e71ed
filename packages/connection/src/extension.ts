/**
 * What an extension is to a connection: something that transforms the payload of messages and marks them with
 * reserved bits.
 *
 * RFC 6455 §5.8 and §9.
 */
import type { ReservedBits } from '@rfc6455/frame';
import { excerpt } from './argument.ts';

/**
 * An extension as it was negotiated, for one connection.
 *
 * The reserved bits mark the first frame of a message that the extension has transformed (RFC 6455 §5.2); other
 * messages pass it by. Control frames are never transformed.
 *
 * @example
 * ```ts
 * import { Connection, type Extension } from '@rfc6455/connection';
 *
 * const invert = (piece: Uint8Array) => piece.map((byte) => byte ^ 0xff);
 * const inverted: Extension = { name: 'x-inverted', reservedBits: 4, decode: invert, encode: invert };
 * const connection = new Connection({ role: 'server', handler: {}, extensions: [inverted] });
 * connection.send(Uint8Array.of(0x00, 0x0f));
 * connection.takeOutput()[0]; // => c2 02 ff f0
 * ```
 */
export interface Extension {
  /** The name that was negotiated. */
  readonly name: string;
  /** The reserved bits that it uses, RSV1 = 4, RSV2 = 2, RSV3 = 1. No two extensions share one. */
  readonly reservedBits: ReservedBits;
  /**
   * Transforms back a piece of a message that is marked with the reserved bits.
   *
   * @param piece the next bytes, cut anywhere; it belongs to the extension
   * @param last whether these are the last bytes of the message; there may be none
   * @param maxLength how many bytes the message may still grow by; an extension that would go over it stops early and
   * throws a `ProtocolError` with code `MESSAGE_TOO_LARGE`
   * @returns the bytes of the message, as many as there are so far; they belong to the connection
   * @throws ProtocolError to fail the connection with its close code; anything else fails it with 1007
   */
  decode(piece: Uint8Array, last: boolean, maxLength: number): Uint8Array;
  /**
   * Transforms a piece of a message that is to be sent.
   *
   * @param piece the next bytes; it is not changed
   * @param first whether these are the first bytes of the message
   * @param last whether these are the last
   * @returns the bytes to send, which are not changed afterwards; for the first piece, undefined leaves the whole
   * message as it is and the extension is not asked about the rest of it
   */
  encode(piece: Uint8Array, first: boolean, last: boolean): Uint8Array | undefined;
}

/** What a connection without extensions has. */
export const NO_EXTENSIONS: readonly Extension[] = /* @__PURE__ */ Object.freeze([]);

/** The reserved bits of all the extensions together. Throws a TypeError where two want the same. */
export function claimedBits(extensions: readonly Extension[]): ReservedBits {
  let claimed = 0;
  for (const { name, reservedBits } of extensions) {
    if ((claimed & reservedBits) !== 0) {
      throw new TypeError(`extensions: expected different reserved bits, but ${excerpt(name)} wants one that is taken`);
    }
    claimed |= reservedBits;
  }
  return claimed as ReservedBits;
}
