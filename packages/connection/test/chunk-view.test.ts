import { describe, expect, it } from 'vitest';
import { view } from '../src/chunk-view.ts';
import { hex, toHex } from './bytes.ts';

describe('view', () => {
  it('is on the memory of the chunk, wherever the chunk begins in it', () => {
    const memory = hex('00 01 02 03 04 05 06 07');
    const chunk = memory.subarray(2);
    const part = view(chunk, 1, 3);
    expect(toHex(part)).toBe('03 04');
    memory[3] = 0xff;
    expect(toHex(part)).toBe('ff 04');
    expect(toHex(view(chunk, 3, 6))).toBe('05 06 07');
  });

  it.each([8, 131_072, 131_073])('goes back and forth between chunks of %d bytes', (length) => {
    const [one, two] = [new Uint8Array(length).fill(1), new Uint8Array(length).fill(2)];
    for (const chunk of [one, two, one, one, two]) {
      const part = view(chunk, length - 2, length);
      expect(part.buffer).toBe(chunk.buffer);
      expect(toHex(part)).toBe(chunk === one ? '01 01' : '02 02');
    }
  });

  it('of no bytes is on no memory of others', () => {
    const chunk = hex('01 02');
    expect(view(chunk, 1, 1).buffer.byteLength).toBe(0);
  });

  it('is a plain Uint8Array also of a subclass', () => {
    class Bytes extends Uint8Array {}
    expect(view(Bytes.of(1, 2, 3), 0, 2).constructor).toBe(Uint8Array);
  });
});
