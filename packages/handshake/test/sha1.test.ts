import { describe, expect, it } from 'vitest';
import { sha1Base64 } from '../src/sha1.ts';

describe('sha1 in portable code', () => {
  it('gives the digest of the example in section 4.2.2', () => {
    const text = 'dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
    expect(sha1Base64(text)).toBe('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
  });

  it('gives the digests of RFC 3174', () => {
    expect(sha1Base64('abc')).toBe('qZk+NkcGgWq6PiVxeFDCbJzQ2J0=');
    expect(sha1Base64('')).toBe('2jmj7l5rSw0yVb/vlWAYkK/YBwk=');
  });
});
