import { describe, expect, it } from 'vitest';
import { allocate } from '#allocate';

describe('allocate', () => {
  it.each([0, 1, 4095, 4096, 100_000])('gives %d bytes that nobody else has', (count) => {
    const bytes = allocate(count);
    expect(Object.getPrototypeOf(bytes)).toBe(Uint8Array.prototype);
    expect(bytes).toHaveLength(count);
    expect(bytes.byteOffset).toBe(0);
    expect(bytes.buffer.byteLength).toBe(count);
    expect(allocate(count).buffer).not.toBe(bytes.buffer);
  });
});
