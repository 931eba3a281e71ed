/**
 * Whole frames from a {@link FrameDecoder}: for tools, tests and small programs that want a payload in one piece.
 *
 * RFC 6455 §5.2.
 */
import type { Frame } from './frame.ts';
import type { FrameHandler } from './frame-handler.ts';
import type { FrameHeader } from './frame-header.ts';
import { PayloadBuffer } from './payload-buffer.ts';
import type { ProtocolError } from './protocol-error.ts';

/**
 * Makes a handler that hands out each frame with its whole payload, copied out of the bytes that it came in.
 *
 * @param onFrame called with each frame
 * @param onError called with the violation that ends the stream
 * @example
 * ```ts
 * import { collectFrames, FrameDecoder } from '@rfc6455/frame';
 *
 * const handler = collectFrames(
 *   (frame) => console.log(frame.opcode, frame.payload.length), // => 9 0
 *   (error) => console.log(error.code),
 * );
 * new FrameDecoder({ role: 'client', handler }).receive(Uint8Array.of(0x89, 0x00));
 * ```
 */
export function collectFrames(onFrame: (frame: Frame) => void, onError: (error: ProtocolError) => void): FrameHandler {
  const payload = new PayloadBuffer();
  let header: FrameHeader;
  return {
    frameStart(started) {
      header = started;
    },
    framePayload(bytes, start, end) {
      payload.append(bytes, start, end, header.payloadLength - payload.length - (end - start));
    },
    frameEnd() {
      const { fin, reservedBits, opcode, masked, maskingKey } = header;
      onFrame({ fin, reservedBits, opcode, maskingKey: masked ? maskingKey : undefined, payload: payload.take() });
    },
    frameError: onError,
  };
}
