/** What both files behind `#utf8` must do: run by the test of each. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, hex, toHex, utf8 } from './bytes.ts';
import { anyText, wellFormedText } from './texts.ts';

/** What a file behind `#utf8` exports. */
export interface Utf8Platform {
  skipValidUtf8(bytes: Uint8Array, start: number, end: number): number;
  decodeUtf8(bytes: Uint8Array, start: number, end: number): string;
  utf8Length(text: string): number;
  writeUtf8(text: string, target: Uint8Array, at: number): number;
}

const texts: [name: string, text: string, bytes: string][] = [
  ['no text', '', ''],
  ['ASCII', 'a\u0000\u007f', '61 00 7f'],
  ['two bytes', '\u0080\u07ff', 'c2 80 df bf'],
  ['three bytes', '\u0800\ud7ff\ue000\uffff', 'e0 a0 80 ed 9f bf ee 80 80 ef bf bf'],
  ['four bytes', '\u{10000}\u{10ffff}', 'f0 90 80 80 f4 8f bf bf'],
  ['a byte order mark, which is content', '\ufeffa\ufeff', 'ef bb bf 61 ef bb bf'],
];

const loneSurrogates: [name: string, text: string, bytes: string][] = [
  ['a high one', 'a\ud800b', '61 ef bf bd 62'],
  ['a high one at the end', 'a\udbff', '61 ef bf bd'],
  ['a low one', 'a\udc00b', '61 ef bf bd 62'],
  ['a low one at the start', '\udfff', 'ef bf bd'],
  ['two in the wrong order', '\udc00\ud800', 'ef bf bd ef bf bd'],
  ['a high one before a pair', '\ud800\ud83d\ude00', 'ef bf bd f0 9f 98 80'],
  ['a low one after a pair', '\ud83d\ude00\ude00', 'f0 9f 98 80 ef bf bd'],
];

export function describeUtf8Platform(platform: Utf8Platform): void {
  const { decodeUtf8, utf8Length, writeUtf8 } = platform;

  describe('utf8Length', () => {
    it.each([...texts, ...loneSurrogates])('counts the bytes of %s', (_, text, bytes) => {
      expect(utf8Length(text)).toBe(hex(bytes).length);
    });

    it('agrees with TextEncoder on any text', () => {
      fc.assert(
        fc.property(anyText, (text) => {
          expect(utf8Length(text)).toBe(utf8(text).length);
        }),
      );
    });
  });

  describe('writeUtf8', () => {
    it.each([...texts, ...loneSurrogates])('writes %s', (_, text, bytes) => {
      const target = new Uint8Array(hex(bytes).length);
      expect(writeUtf8(text, target, 0)).toBe(target.length);
      expect(toHex(target)).toBe(toHex(hex(bytes)));
    });

    it('agrees with TextEncoder on any text at any place, and leaves the bytes around it alone', () => {
      fc.assert(
        fc.property(anyText, fc.nat({ max: 20 }), fc.nat({ max: 20 }), (text, before, after) => {
          const encoded = utf8(text);
          const target = new Uint8Array(before + encoded.length + after).fill(0xee);
          expect(writeUtf8(text, target, before)).toBe(encoded.length);
          const expected = concat(new Uint8Array(before).fill(0xee), encoded, new Uint8Array(after).fill(0xee));
          expect(toHex(target)).toBe(toHex(expected));
        }),
      );
    });

    it('writes a long text, of one-byte and of two-byte units', () => {
      for (const text of ['a'.repeat(100_000), 'é'.repeat(100_000), '語'.repeat(100_000)]) {
        const target = new Uint8Array(utf8Length(text));
        expect(writeUtf8(text, target, 0)).toBe(target.length);
        expect(new TextDecoder().decode(target)).toBe(text);
      }
    });

    it('writes no text at the end of the target', () => {
      expect(writeUtf8('', new Uint8Array(3), 3)).toBe(0);
    });
  });

  describe('decodeUtf8', () => {
    it.each(texts)('decodes %s', (_, text, bytes) => {
      expect(decodeUtf8(hex(bytes), 0, hex(bytes).length)).toBe(text);
    });

    it('decodes what stands between start and end', () => {
      expect(decodeUtf8(hex('ff 68 c3 a9 ff'), 1, 4)).toBe('hé');
      expect(decodeUtf8(concat(hex('ff'), hex('68 c3 a9 ff')).subarray(1), 0, 3)).toBe('hé');
      expect(decodeUtf8(hex('ff ff'), 1, 1)).toBe('');
    });

    it('gives back any well-formed text', () => {
      fc.assert(
        fc.property(wellFormedText, fc.nat({ max: 9 }), (text, before) => {
          const encoded = utf8(text);
          const bytes = concat(new Uint8Array(before), encoded, hex('61'));
          expect(decodeUtf8(bytes, before, before + encoded.length)).toBe(text);
        }),
      );
    });
  });
}
