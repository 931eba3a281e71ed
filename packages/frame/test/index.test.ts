import * as frame from '@rfc6455/frame';
import { expect, it } from 'vitest';

it('exports what the README lists, and nothing else', () => {
  expect(Object.keys(frame).sort()).toEqual([
    'DEFAULT_MAX_FRAME_SIZE',
    'FrameDecoder',
    'MAX_HEADER_BYTES',
    'MAX_REASON_BYTES',
    'Opcode',
    'PayloadBuffer',
    'ProtocolError',
    'Utf8Validator',
    'VIOLATIONS',
    'allocate',
    'applyMask',
    'collectFrames',
    'decodeClosePayload',
    'decodeUtf8',
    'encodeClosePayload',
    'encodeFrame',
    'frameHeaderLength',
    'isControl',
    'isOpcode',
    'maskInPlace',
    'maskInto',
    'utf8Length',
    'writeFrameHeader',
    'writeUtf8',
  ]);
});
