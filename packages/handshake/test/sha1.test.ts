import { describe, expect, it } from 'vitest';
import { sha1 } from '../src/sha1.ts';

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

describe('sha1 in portable code', () => {
  it('gives the digest of the example in section 4.2.2', () => {
    const input = new TextEncoder().encode('dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11');
    expect(hex(sha1(input))).toBe('b37a4f2cc0624f1690f64606cf385945b2bec4ea');
  });

  it('gives the digests of RFC 3174', () => {
    expect(hex(sha1(new TextEncoder().encode('abc')))).toBe('a9993e364706816aba3e25717850c26c9cd0d89d');
    expect(hex(sha1(new Uint8Array(0)))).toBe('da39a3ee5e6b4b0d3255bfef95601890afd80709');
  });
});
