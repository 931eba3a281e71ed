import { type CloseCodeRange, closeCodeRange } from '@rfc6455/close-codes';
import { describe, expect, it } from 'vitest';

describe('closeCodeRange', () => {
  it.each<[number, CloseCodeRange]>([
    [0, 'unused'],
    [-0, 'unused'],
    [999, 'unused'],
    [1000, 'protocol'],
    [1016, 'protocol'],
    [2999, 'protocol'],
    [3000, 'library'],
    [3999, 'library'],
    [4000, 'private'],
    [4999, 'private'],
    [5000, 'outside'],
    [65535, 'outside'],
    [65536, 'outside'],
    [-1, 'outside'],
    [999.5, 'outside'],
    [1000.5, 'outside'],
    [Number.NaN, 'outside'],
    [Number.POSITIVE_INFINITY, 'outside'],
  ])('places %d in %s', (code, range) => {
    expect(closeCodeRange(code)).toBe(range);
  });

  it('places what is not a number outside', () => {
    const values: unknown[] = ['1000', null, undefined, {}, 1000n, Symbol('1000')];
    expect(values.map((value) => closeCodeRange(value as number))).toEqual(values.map(() => 'outside'));
  });
});
