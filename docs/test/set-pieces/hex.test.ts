import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { charactersOf, hex, parseHex } from '../../.vitepress/theme/set-pieces/shared/hex.ts';

describe('parseHex', () => {
  it.each([
    ['81 05', [0x81, 0x05]],
    ['8105', [0x81, 0x05]],
    ['0x81, 0x05', [0x81, 0x05]],
    ['\\x81\\x05', [0x81, 0x05]],
    ['81:05\n', [0x81, 0x05]],
    ['', []],
  ])('reads %j', (text, bytes) => {
    expect([...parseHex(text)]).toEqual(bytes);
  });

  it('says which character is no digit', () => {
    expect(() => parseHex('81 0g')).toThrow('got "g"');
  });

  it('says that a digit is missing', () => {
    expect(() => parseHex('81 0')).toThrow(RangeError);
  });

  it('reads what hex writes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(parseHex(hex(bytes))).toEqual(bytes);
      }),
    );
  });
});

describe('charactersOf', () => {
  it('has each character in the place of its first byte', () => {
    expect(charactersOf(new TextEncoder().encode('H é世\n\0'))).toEqual(['H', '␣', 'é', '', '世', '', '', '\\n', '·']);
  });

  it.each([
    ['c3 41', ['\ufffd', 'A']],
    ['e4 c3 a9', ['\ufffd', 'é', '']],
    ['e4 b8', ['\ufffd', '']],
    ['ff 41', ['\ufffd', 'A']],
    ['e0 80 41', ['\ufffd', '\ufffd', 'A']],
  ])('has U+FFFD where %s is not UTF-8', (bytes, expected) => {
    expect(charactersOf(parseHex(bytes))).toEqual(expected);
  });

  it('says the same as TextDecoder', () => {
    const decode = (bytes: Uint8Array) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    fc.assert(
      fc.property(fc.uint8Array({ min: 0x21 }), (bytes) => {
        expect(charactersOf(bytes).join('')).toBe(decode(bytes));
      }),
    );
  });
});
