import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../src/text-data.ts';
import { hex } from './bytes.ts';

describe('encodeUtf8', () => {
  it.each([
    ['nothing', '', ''],
    ['one byte', 'a\u007f', '61 7f'],
    ['two bytes', '\u0080\u07ff', 'c2 80 df bf'],
    ['three bytes', '\u0800\uffff', 'e0 a0 80 ef bf bf'],
    ['four bytes', '\u{10000}\u{10ffff}', 'f0 90 80 80 f4 8f bf bf'],
    ['a byte order mark', '\ufeff', 'ef bb bf'],
    ['a high surrogate alone', 'a\ud83d', '61 ef bf bd'],
    ['a low surrogate alone', '\ude00a', 'ef bf bd 61'],
    ['two surrogates in the wrong order', '\ude00\ud83d', 'ef bf bd ef bf bd'],
  ])('encodes %s', (_, text, bytes) => {
    expect(encodeUtf8(text)).toEqual(hex(bytes));
  });
});
