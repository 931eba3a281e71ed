import { acceptKey, encodeKey } from '@rfc6455/handshake';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isKey } from '../src/key.ts';
import { ACCEPT, KEY } from './helpers.ts';

describe('encodeKey', () => {
  it('encodes the nonce of the example [4.1-25]', () => {
    expect(encodeKey(new TextEncoder().encode('the sample nonce'))).toBe(KEY);
  });

  it('encodes 0x01 to 0x10 with zero bits at the end, unlike the note in item 7 of section 4.1 [4.1-25]', () => {
    expect(encodeKey(Uint8Array.from({ length: 16 }, (_, index) => index + 1))).toBe('AQIDBAUGBwgJCgsMDQ4PEA==');
    expect(isKey('AQIDBAUGBwgJCgsMDQ4PEC==')).toBe(false);
  });

  it('gives a key for any 16 bytes, and another for any others', () => {
    const nonce = fc.uint8Array({ minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(nonce, nonce, (one, other) => {
        expect(isKey(encodeKey(one))).toBe(true);
        expect(encodeKey(one) === encodeKey(other)).toBe(one.join() === other.join());
      }),
    );
  });

  it.each([0, 15, 17, 24])('refuses %i bytes', (length) => {
    expect(() => encodeKey(new Uint8Array(length))).toThrow(new RangeError(`nonce: expected 16 bytes, got ${length}`));
  });
});

describe('isKey', () => {
  it.each([
    ['no text', ''],
    ['a word', 'abc'],
    ['the base64 of 15 bytes', 'AAAAAAAAAAAAAAAAAAAA'],
    ['the base64 of 17 bytes', 'AAAAAAAAAAAAAAAAAAAAAAA='],
    ['the base64 of 18 bytes', 'AAAAAAAAAAAAAAAAAAAAAAAA'],
    ['no padding', 'dGhlIHNhbXBsZSBub25jZQ'],
    ['half of the padding', 'dGhlIHNhbXBsZSBub25jZQ='],
    ['too much padding', 'dGhlIHNhbXBsZSBub25jZQ==='],
    ['base64url', '__79_P37-vn49_b19PPy8Q=='],
    ['bits that are not zero', 'dGhlIHNhbXBsZSBub25jZR=='],
    ['a space in it', 'dGhlIHNhbXBs SBub25jZQ=='],
    ['a space behind it', 'dGhlIHNhbXBsZSBub25jZQ== '],
    ['a line feed behind it', 'dGhlIHNhbXBsZSBub25jZQ==\n'],
    ['something else than a string', [KEY]],
  ])('refuses %s [4.2.1-1]', (_, key) => {
    expect(isKey(key)).toBe(false);
  });
});

describe('acceptKey', () => {
  it('derives the value of the example in sections 1.3 and 4.2.2 [4.1-39]', () => {
    expect(acceptKey(KEY)).toBe(ACCEPT);
  });

  it.each(['', 'abc', 'AQIDBAUGBwgJCgsMDQ4PEC=='])('refuses %j, which is no key', (key) => {
    expect(() => acceptKey(key)).toThrow(
      new TypeError(`expected a Sec-WebSocket-Key of 16 bytes in base64, got ${JSON.stringify(key)}`),
    );
  });
});

describe('isKey, for a key with something around it,', () => {
  it('says no', () => {
    expect(['xdGhlIHNhbXBsZSBub25jZQ==', 'dGhlIHNhbXBsZSBub25jZQ==x'].map(isKey)).toEqual([false, false]);
  });
});
