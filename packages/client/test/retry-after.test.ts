import { expect, it } from 'vitest';
import { parseRetryAfter } from '../src/retry-after.ts';

const NOW = Date.UTC(1994, 10, 6, 8, 49, 0);

it.each([
  ['0', 0],
  ['120', 120],
  ['Sun, 06 Nov 1994 08:49:37 GMT', 37],
  ['Sunday, 06-Nov-94 08:49:37 GMT', 37],
  ['Sun Nov  6 08:49:37 1994', 37],
  ['Sun, 06 Nov 1994 08:48:00 GMT', 0],
])('reads %s as %d seconds', (value, seconds) => {
  expect(parseRetryAfter(value, NOW)).toBe(seconds);
});

it.each([
  '',
  '-1',
  '1.5',
  '1e3',
  '0x10',
  ' 1',
  'soon',
  '1994-11-06T08:49:37Z',
  'Sun, 06 Nov 1994 08:49:37',
  'Sun, 06 Nov 1994 08:49:37 +0100',
  'Sun, 06 Nov 1994 25:49:37 GMT',
  'Sun, 6 Nov 1994 08:49:37 GMT',
])('reads nothing from %j', (value) => {
  expect(parseRetryAfter(value, NOW)).toBeUndefined();
});
