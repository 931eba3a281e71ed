import type { Frame } from '@rfc6455/frame';
import { describeFrame } from '@rfc6455/testing';
import { describe, expect, it } from 'vitest';

const frame = (opcode: number, payload: string | number[], rest: Partial<Frame> = {}) =>
  ({
    fin: true,
    reservedBits: 0,
    maskingKey: undefined,
    opcode,
    payload: Uint8Array.from(typeof payload === 'string' ? Buffer.from(payload) : payload),
    ...rest,
  }) as Frame;

describe('describeFrame', () => {
  it.each([
    [frame(0x1, 'Hello'), 'text Hello'],
    [frame(0x1, ''), 'text'],
    [frame(0x1, [0xe2, 0x82], { fin: false }), 'text+ e2 82'],
    [frame(0x0, 'lo'), 'continuation lo'],
    [frame(0x2, [0, 255]), 'binary 00 ff'],
    [frame(0x2, new Array(60).fill(1)), `binary ${'01 '.repeat(60).trim()}`],
    [frame(0x2, new Array(61).fill(1)), 'binary of 61 bytes'],
    [frame(0x1, 'x'.repeat(70), { reservedBits: 4 }), 'text rsv4 of 70 bytes'],
    [frame(0x9, 'p'), 'ping p'],
    [frame(0xa, [0xff]), 'pong ff'],
    [frame(0x8, []), 'close'],
    [frame(0x8, [3, 232]), 'close 1000'],
    [frame(0x8, [3, 234, ...Buffer.from('UNMASKED_FRAME_FROM_CLIENT')]), 'close 1002 UNMASKED_FRAME_FROM_CLIENT'],
    [frame(0x8, [3, 232, ...Buffer.from('x'.repeat(123))]), `close 1000 ${'x'.repeat(123)}`],
    [frame(0x8, [3]), 'close 03'],
    [frame(0x8, [3, 237]), 'close 03 ed'],
  ])('%#: %j', (given, expected) => {
    expect(describeFrame(given)).toBe(expected);
  });
});
