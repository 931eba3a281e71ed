import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha1Base64 } from '../src/sha1.node.ts';
import { sha1Base64 as portable } from '../src/sha1.ts';

const ascii = fc.string({ unit: 'binary-ascii', maxLength: 200 });

describe('sha1 of the platform', () => {
  it('gives the digest of the example in section 4.2.2', () => {
    const text = 'dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
    expect(sha1Base64(text)).toBe('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
  });

  it('agrees with the portable code', () => {
    fc.assert(
      fc.property(ascii, (text) => {
        expect(sha1Base64(text)).toBe(portable(text));
      }),
    );
  });
});
