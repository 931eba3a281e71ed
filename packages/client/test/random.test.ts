import crypto from 'node:crypto';
import { expect, it, vi } from 'vitest';

it('draws numbers that are all different and use every bit [10.3-1]', async () => {
  const { randomUint32 } = await import('../src/random.ts');
  const numbers = Array.from({ length: 10_000 }, randomUint32);
  // Two of 10,000 are equal with a probability of about 1 %, three pairs with one of about 10^-7.
  expect(new Set(numbers).size).toBeGreaterThan(9_997);
  for (let bit = 0; bit < 32; bit++) {
    const ones = numbers.filter((number) => (number >>> bit) & 1).length;
    expect(ones, `bit ${bit}`).toBeGreaterThan(4_500);
    expect(ones, `bit ${bit}`).toBeLessThan(5_500);
  }
  expect(numbers.every((number) => Number.isInteger(number) && number >= 0 && number < 2 ** 32)).toBe(true);
});

it('fetches 8 KiB at a time, hands each number out once, and wipes it [10.3-1]', async () => {
  vi.resetModules();
  let count = 0;
  const pools: Uint32Array[] = [];
  const fill = vi.spyOn(crypto, 'randomFillSync').mockImplementation((pool) => {
    pools.push(pool as Uint32Array);
    return (pool as Uint32Array).map((_, i, all) => {
      count += 1;
      all[i] = count;
      return count;
    }) as never;
  });
  vi.doMock('node:crypto', () => ({ randomFillSync: crypto.randomFillSync }));
  const { randomUint32 } = await import('../src/random.ts');
  const numbers = Array.from({ length: 2049 }, randomUint32);
  expect(numbers).toEqual(Array.from({ length: 2049 }, (_, i) => i + 1));
  expect(fill).toHaveBeenCalledTimes(2);
  expect(pools[0]!.byteLength).toBe(8192);
  expect(pools[0]!.slice(0, 2)).toEqual(new Uint32Array([0, 2050]));
  vi.doUnmock('node:crypto');
  vi.restoreAllMocks();
});
