import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quote } from '../src/quote.ts';

describe('quote', () => {
  it('puts a string in quotes and escapes what is not printable ASCII', () => {
    expect(quote('a b')).toBe('"a b"');
    expect(quote('"\\')).toBe('"\\"\\\\"');
    expect(quote('\r\n\0\x1b\x7f\x9b')).toBe('"\\r\\n\\u0000\\u001b\\u007f\\u009b"');
    expect(quote('é\u202e😀')).toBe('"\\u00e9\\u202e\\ud83d\\ude00"');
  });

  it('cuts after 100 characters', () => {
    expect(quote('a'.repeat(100))).toBe(`"${'a'.repeat(100)}"`);
    expect(quote('a'.repeat(101))).toBe(`"${'a'.repeat(100)}..."`);
  });

  it('shows what is not a string without quotes', () => {
    expect([quote(5), quote(Number.NaN), quote(null), quote(undefined)]).toEqual(['5', 'NaN', 'null', 'nothing']);
    expect(quote(['a\r\nb'])).toBe('a\\r\\nb');
  });

  const anyCharacter = fc.integer({ min: 0, max: 0x10ffff }).map((codePoint) => String.fromCodePoint(codePoint));

  it('gives printable ASCII, and at most 100 characters of the value, for any value', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, maxLength: 300 }), (value) => {
        expect(quote(value)).toMatch(/^"[ -~]*"$/);
        expect(quote(value).length).toBeLessThanOrEqual(2 + 6 * 100 + 3);
      }),
    );
  });
});
