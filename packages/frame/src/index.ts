/** RFC 6455 §5: frames as bytes, without I/O. */

export type { Role } from '@rfc6455/close-codes';
export { allocate } from '#allocate';
export { type Close, decodeClosePayload, encodeClosePayload, MAX_REASON_BYTES } from './close-payload.ts';
export { collectFrames } from './collect-frames.ts';
export { encodeFrame, type Frame, type FrameInit } from './frame.ts';
export {
  DEFAULT_MAX_FRAME_SIZE,
  FrameDecoder,
  type FrameDecoderOptions,
} from './frame-decoder.ts';
export type { FrameHandler } from './frame-handler.ts';
export {
  type FrameHeader,
  frameHeaderLength,
  MAX_HEADER_BYTES,
  type ReservedBits,
  writeFrameHeader,
} from './frame-header.ts';
export { applyMask, maskInPlace, maskInto } from './masking.ts';
export { isControl, isOpcode, Opcode } from './opcode.ts';
export { PayloadBuffer } from './payload-buffer.ts';
export { ProtocolError, type ProtocolErrorCode, VIOLATIONS, type Violation } from './protocol-error.ts';
export { decodeUtf8, Utf8Validator, utf8Length, writeUtf8 } from './utf8.ts';
