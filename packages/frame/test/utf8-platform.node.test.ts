import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as platform from '../src/utf8-platform.node.ts';
import { concat, hex, utf8 } from './bytes.ts';
import { anyText } from './texts.ts';
import { describeUtf8Platform } from './utf8-platform-cases.ts';

const { decodeUtf8, skipValidUtf8, utf8Length, writeUtf8 } = platform;

describeUtf8Platform(platform);

describe('skipValidUtf8', () => {
  // 48 bytes: from here on the call is worth it.
  const text = utf8('abcdefghijklmnop'.repeat(3));

  it('skips what is valid', () => {
    expect(skipValidUtf8(text, 0, 48)).toBe(48);
    expect(skipValidUtf8(utf8('é'.repeat(24)), 0, 48)).toBe(48 - 2);
  });

  it('skips nothing when there are fewer than 48 bytes', () => {
    expect(skipValidUtf8(text, 0, 47)).toBe(0);
    expect(skipValidUtf8(text, 1, 48)).toBe(1);
  });

  it('skips nothing when a byte is not valid, wherever it is', () => {
    for (let at = 0; at < 48; at++) {
      const bytes = text.slice();
      bytes[at] = 0xff;
      // The last byte may begin a sequence: it is left to the caller.
      expect([at, skipValidUtf8(bytes, 0, 48)]).toEqual([at, at < 47 ? 0 : 47]);
    }
  });

  it.each([
    ['two bytes', 'c3', 48],
    ['three bytes', 'e8', 48],
    ['three bytes, two there', 'e8 aa', 48],
    ['four bytes', 'f0', 48],
    ['four bytes, two there', 'f0 9f', 48],
    ['four bytes, three there', 'f0 9f 98', 48],
    ['three bytes that are whole', 'e8 aa 9e', 48],
    ['four bytes that are whole', 'f0 9f 98 80', 52],
  ])('stops before a sequence of %s at the end', (_, end, skipped) => {
    const bytes = concat(text, hex(end));
    expect(skipValidUtf8(bytes, 0, bytes.length)).toBe(skipped);
  });

  it('skips nothing when the end is more continuation bytes than a sequence has', () => {
    const bytes = concat(text, hex('f0 9f 98 80 80'));
    expect(skipValidUtf8(bytes, 0, bytes.length)).toBe(0);
  });

  it('works on any Uint8Array, with any offset', () => {
    const around = concat(hex('ff ff ff'), text, hex('ff'));
    expect(skipValidUtf8(around, 3, 51)).toBe(51);
    expect(skipValidUtf8(around.subarray(2, 52), 1, 49)).toBe(49);
    expect(skipValidUtf8(around.subarray(0, 51), 3, 51)).toBe(51);
    expect(skipValidUtf8(around.subarray(3), 0, 48)).toBe(48);
    expect(skipValidUtf8(around.subarray(3, 51), 0, 48)).toBe(48);
    expect(skipValidUtf8(Buffer.from(around), 3, 51)).toBe(51);
  });

  it('skips complete, valid UTF-8 only, whatever stands there', () => {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    const anyBytes = fc.oneof(fc.uint8Array({ maxLength: 60 }), anyText.map(utf8), fc.constant(text));
    fc.assert(
      fc.property(fc.array(anyBytes, { maxLength: 4 }), fc.nat({ max: 5 }), (parts, start) => {
        const bytes = concat(new Uint8Array(start), ...parts);
        const skipped = skipValidUtf8(bytes, start, bytes.length);
        expect(skipped).toBeGreaterThanOrEqual(start);
        expect(decoder.decode(bytes.subarray(start, skipped))).toBe(decodeUtf8(bytes, start, skipped));
      }),
    );
  });
});

describe('the functions that Node does not document', () => {
  it('work on a Buffer, on a Uint8Array and on shared memory', () => {
    for (const target of [Buffer.alloc(8), new Uint8Array(8), new Uint8Array(new SharedArrayBuffer(8))]) {
      expect(writeUtf8('hé', target, 2)).toBe(3);
      expect(decodeUtf8(target, 2, 5)).toBe('hé');
    }
    expect(utf8Length('hé')).toBe(3);
  });
});
