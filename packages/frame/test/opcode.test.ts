import { isControl, isOpcode, Opcode } from '@rfc6455/frame';
import { describe, expect, it } from 'vitest';

const nibbles = Array.from({ length: 16 }, (_, value) => value);

describe('Opcode', () => {
  it('holds the six opcodes of RFC 6455 section 5.2', () => {
    expect(Opcode).toEqual({ Continuation: 0x0, Text: 0x1, Binary: 0x2, Close: 0x8, Ping: 0x9, Pong: 0xa });
  });
});

describe('isOpcode', () => {
  it('accepts the six that are defined and refuses the ten that are reserved [5.2-4]', () => {
    expect(nibbles.filter(isOpcode)).toEqual([0x0, 0x1, 0x2, 0x8, 0x9, 0xa]);
  });

  it('refuses everything else, without throwing', () => {
    const values: unknown[] = [-1, 8.5, 16, 0x81, Number.NaN, Number.POSITIVE_INFINITY, '1', null, undefined, {}, 1n];
    expect(values.filter((value) => isOpcode(value as number))).toEqual([]);
  });
});

describe('isControl', () => {
  it('is true for the opcodes whose most significant bit is 1, also for the reserved ones', () => {
    expect(nibbles.filter(isControl)).toEqual([0x8, 0x9, 0xa, 0xb, 0xc, 0xd, 0xe, 0xf]);
  });
});
