/**
 * The calls by which a frame decoder tells what it finds.
 *
 * RFC 6455 §5.2.
 */
import type { FrameHeader } from './frame-header.ts';
import type { ProtocolError } from './protocol-error.ts';

/**
 * What a `FrameDecoder` tells. The calls for one frame come in this order: `frameStart`, `framePayload` for each
 * piece of a payload that is not empty, `frameEnd`.
 */
export interface FrameHandler {
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
