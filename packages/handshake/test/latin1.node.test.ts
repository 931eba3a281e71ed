import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLatin1, encodeLatin1 } from '../src/latin1.node.ts';
import { decodeLatin1 as portableDecode } from '../src/latin1.ts';

describe('latin1 of the platform', () => {
  it('agrees with the portable code', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 9000 }), (bytes) => {
        const text = decodeLatin1(bytes);
        expect(text).toBe(portableDecode(bytes));
        expect(encodeLatin1(text)).toEqual(bytes);
      }),
    );
  });

  it('decodes a view of a larger buffer', () => {
    expect(decodeLatin1(Uint8Array.of(0x41, 0x42, 0xe9, 0x43).subarray(1, 3))).toBe('Bé');
  });

  it('encodes into memory that nobody else has', () => {
    const bytes = encodeLatin1('GET');
    expect(bytes.constructor).toBe(Uint8Array);
    expect(bytes.buffer.byteLength).toBe(3);
  });
});
