import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha1 } from '../src/sha1.node.ts';
import { sha1 as portable } from '../src/sha1.ts';

describe('sha1 of the platform', () => {
  it('gives the digest of the example in section 4.2.2', () => {
    const input = new TextEncoder().encode('dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11');
    expect(Buffer.from(sha1(input)).toString('hex')).toBe('b37a4f2cc0624f1690f64606cf385945b2bec4ea');
  });

  it('agrees with the portable code', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect([...sha1(bytes)]).toEqual([...portable(bytes)]);
      }),
    );
  });
});
