import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLatin1, encodeLatin1 } from '../src/latin1.ts';

const hex = (digits: string): Uint8Array =>
  Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

describe('decodeLatin1', () => {
  it('makes one character of each byte', () => {
    expect(decodeLatin1(hex('4150'))).toBe('AP');
    expect(decodeLatin1(hex('41e9ff'))).toBe('A\xe9\xff');
    expect(decodeLatin1(hex('80818d9d9f'))).toBe('\x80\x81\x8d\x9d\x9f');
  });

  it('does not take a byte order mark or another sequence of UTF-8 for one', () => {
    expect(decodeLatin1(hex('efbbbf41'))).toBe('\xef\xbb\xbfA');
    expect(decodeLatin1(hex('c3a9'))).toBe('\xc3\xa9');
  });

  it('takes more bytes than a call has arguments', () => {
    const bytes = new Uint8Array(200_000).fill(0xe9);
    expect(decodeLatin1(bytes)).toBe('\xe9'.repeat(200_000));
  });
});

describe('encodeLatin1', () => {
  it('makes one byte of each character', () => {
    expect(encodeLatin1('AP')).toEqual(hex('4150'));
    expect(encodeLatin1('A\x80\xe9\xff')).toEqual(hex('4180e9ff'));
  });

  it('is undone by decodeLatin1', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 9000 }), (bytes) => {
        expect(encodeLatin1(decodeLatin1(bytes))).toEqual(new Uint8Array(bytes));
      }),
    );
  });
});
