import { describe, expect, test } from 'vitest';
import { median, quantile, ratios, spread } from '../lib/statistics.ts';

describe('median', () => {
  test('is the middle of an odd number of values, in any order', () => {
    expect(median([30, 9, 100])).toBe(30);
  });

  test('is the mean of the two in the middle of an even number', () => {
    expect(median([4, 1, 3, 100])).toBe(3.5);
  });

  test('leaves its argument as it is', () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });

  test('of nothing is not a number', () => {
    expect(median([])).toBeNaN();
  });
});

describe('quantile', () => {
  const sorted = Array.from({ length: 1000 }, (_, i) => i);

  test('is the value with that share below it', () => {
    expect(quantile(sorted, 0.5)).toBe(500);
    expect(quantile(sorted, 0.999)).toBe(999);
  });

  test('of few values is the greatest of them', () => {
    expect(quantile([1, 2, 3], 0.999)).toBe(3);
    expect(quantile([1, 2, 3], 1)).toBe(3);
  });

  test('of nothing is not a number', () => {
    expect(quantile([], 0.5)).toBeNaN();
  });
});

test('a spread has the middle and both ends', () => {
  expect(spread([5, 1, 3])).toEqual({ median: 3, least: 1, most: 5 });
});

test('ratios are taken round by round: a round that is slow for both sides does not show', () => {
  expect(ratios([20, 2, 40], [10, 1, 10])).toEqual({ median: 2, least: 2, most: 4 });
});
