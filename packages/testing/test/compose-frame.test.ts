import { encodeFrame, isControl, isOpcode } from '@rfc6455/frame';
import { composeFrame } from '@rfc6455/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('composeFrame', () => {
  it('makes of a good frame what encodeFrame makes of it', () => {
    const frames = fc.record({
      opcode: fc.constantFrom(0x0, 0x1, 0x2, 0x8, 0x9, 0xa),
      fin: fc.boolean(),
      reservedBits: fc.nat({ max: 7 }),
      maskingKey: fc.option(fc.nat({ max: 0xffff_ffff }), { nil: undefined }),
      payload: fc.oneof(
        fc.uint8Array({ maxLength: 10 }),
        fc.constantFrom(125, 126, 127, 65_535, 65_536).map((length) => new Uint8Array(length).fill(7)),
      ),
    });
    const property = fc.property(frames, (frame) => {
      fc.pre(!isControl(frame.opcode) || (frame.fin && frame.payload.length <= 125));
      if (!isOpcode(frame.opcode)) throw new Error('no opcode');
      expect(hex(composeFrame(frame))).toBe(hex(encodeFrame(frame as never)));
    });
    fc.assert(property);
  });

  it.each([
    ['an empty frame', { opcode: 0x1 }, '8100'],
    ['a reserved opcode', { opcode: 0xf }, '8f00'],
    ['all reserved bits', { opcode: 0x2, reservedBits: 7 }, 'f200'],
    ['a Ping in fragments', { opcode: 0x9, fin: false }, '0900'],
    ['a Ping that is too long', { opcode: 0x9, payload: 'x'.repeat(126) }, `897e007e${'78'.repeat(126)}`],
    ['text in UTF-8', { opcode: 0x1, payload: 'é' }, '8102c3a9'],
    ['a length in 16 bits', { opcode: 0x1, payload: 'a', lengthBits: 16 }, '817e000161'],
    ['a length in 64 bits', { opcode: 0x1, payload: 'a', lengthBits: 64 }, '817f000000000000000161'],
    ['a length of 2^63', { opcode: 0x2, payloadLength: 2n ** 63n }, '827f8000000000000000'],
    ['a length that is cut off', { opcode: 0x2, payloadLength: 300, lengthBits: 7 }, '822c'],
    ['a length that promises more', { opcode: 0x1, payload: 'a', payloadLength: 3 }, '810361'],
    ['a mask without a key', { opcode: 0x1, payload: 'a', masked: true }, '81810000000061'],
    ['a mask', { opcode: 0x1, payload: 'a', maskingKey: 0xff000000 }, '8181ff0000009e'],
    ['no mask although there is a key', { opcode: 0x1, payload: 'a', maskingKey: 1, masked: false }, '810161'],
  ] as const)('%s', (_what, draft, expected) => {
    expect(hex(composeFrame(draft))).toBe(expected);
  });
});
