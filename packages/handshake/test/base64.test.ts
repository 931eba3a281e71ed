import { expect, it } from 'vitest';
import { encodeBase64 } from '../src/base64.ts';

it.each([
  ['', ''],
  ['f', 'Zg=='],
  ['fo', 'Zm8='],
  ['foo', 'Zm9v'],
  ['foobar', 'Zm9vYmFy'],
])('the base64 of %j is %j, as RFC 4648 has it', (text, encoded) => {
  expect(encodeBase64(new TextEncoder().encode(text))).toBe(encoded);
});

it('covers all bytes', () => {
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  expect(atob(encodeBase64(all))).toBe(String.fromCharCode(...all));
});
