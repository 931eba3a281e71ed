/**
 * The calls by which a frame decoder tells what it finds.
 *
 * RFC 6455 §5.2.
 */
import type { FrameHeader } from './frame-header.ts';
import type { Opcode } from './opcode.ts';
import type { ProtocolError } from './protocol-error.ts';

/**
 * What a `FrameDecoder` tells. The calls for one frame come in this order: `frameStart`, `framePayload` for each
 * piece of a payload that is not empty, `frameEnd`. A handler with `wholeMessage` gets that one call for most messages.
 */
export interface FrameHandler {
  /**
   * A message is complete that came in one frame, in one chunk and with no reserved bit set, which most do: a call in
   * the place of three. Without this method the three are made.
   *
   * @param opcode Text or Binary
   * @param bytes the chunk; the payload, unmasked, is `bytes[start, end)`, which may be empty
   * @param ascii as for `framePayload`
   */
  wholeMessage?(opcode: Opcode, bytes: Uint8Array, start: number, end: number, ascii: boolean): void;
  /**
   * A header is complete and allowed.
   *
   * @param header the decoder's own object, the same for every frame: what it says holds until `frameEnd` returns
   */
  frameStart(header: FrameHeader): void;
  /**
   * A piece of the payload, unmasked: `bytes[start, end)`.
   *
   * @param ascii true if every byte is known to be below 0x80, which unmasking finds out on its way; false says nothing
   */
  framePayload(bytes: Uint8Array, start: number, end: number, ascii: boolean): void;
  /** The payload is complete. */
  frameEnd(): void;
  /** The peer broke a rule. Nothing follows. */
  frameError(error: ProtocolError): void;
}
