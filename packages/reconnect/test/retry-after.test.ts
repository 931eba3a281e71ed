import { parseRetryAfter } from '@rfc6455/reconnect';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const NOV_1994 = Date.UTC(1994, 10, 6, 8, 49, 37);

describe('parseRetryAfter', () => {
  it.each([
    ['0', 0],
    ['120', 120_000],
    ['007', 7_000],
  ])('reads the seconds %s', (value, ms) => {
    expect(parseRetryAfter(value, NOV_1994)).toBe(ms);
  });

  it.each(['Sun, 06 Nov 1994 08:49:37 GMT', 'Sunday, 06-Nov-94 08:49:37 GMT', 'Sun Nov  6 08:49:37 1994'])(
    'reads the date %s',
    (value) => {
      expect(parseRetryAfter(value, NOV_1994 - 5_000)).toBe(5_000);
    },
  );

  it('reads a date that has passed as 0', () => {
    expect(parseRetryAfter('Sun, 06 Nov 1994 08:49:37 GMT', NOV_1994 + 1)).toBe(0);
  });

  it('takes a two-digit year that is more than 50 years ahead for one of the last century', () => {
    const now = Date.UTC(2026, 0, 1);
    expect(parseRetryAfter('Saturday, 01-Jan-28 00:00:00 GMT', now)).toBe(Date.UTC(2028, 0, 1) - now);
    expect(parseRetryAfter('Friday, 01-Jan-99 00:00:00 GMT', now)).toBe(0);
  });

  it('knows leap days and leap seconds', () => {
    const at = (value: string) => parseRetryAfter(value, 0);
    expect(at('Tue, 29 Feb 2000 00:00:00 GMT')).toBe(Date.UTC(2000, 1, 29));
    expect(at('Wed, 01 Mar 2000 00:00:00 GMT')).toBe(Date.UTC(2000, 2, 1));
    expect(at('Sat, 29 Feb 2025 00:00:00 GMT')).toBeUndefined();
    expect(at('Mon, 29 Feb 2100 00:00:00 GMT')).toBeUndefined();
    expect(at('Sat, 31 Dec 2016 23:59:60 GMT')).toBe(Date.UTC(2017, 0, 1));
  });

  it('agrees with the platform on every second from 1970 to 9999', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 253_402_300_799 }), (seconds) => {
        expect(parseRetryAfter(new Date(seconds * 1000).toUTCString(), 0)).toBe(seconds * 1000);
      }),
    );
  });

  it.each([
    '',
    ' ',
    '-1',
    '+1',
    '1.5',
    '1e3',
    '0x10',
    '10 ',
    '１０',
    'soon',
    'Sun, 06 Nov 1994 08:49:37',
    'Sun, 6 Nov 1994 08:49:37 GMT',
    'Sun, 06 Nov 1994 08:49:37 UTC',
    'Sun, 06 nov 1994 08:49:37 GMT',
    'Xxx, 06 Nov 1994 08:49:37 GMT',
    'Sun, 06 Nov 1994 24:00:00 GMT',
    'Sun, 06 Nov 1994 08:60:00 GMT',
    'Sun, 06 Nov 1994 08:49:61 GMT',
    'Sun, 00 Nov 1994 08:49:37 GMT',
    'Sun, 31 Nov 1994 08:49:37 GMT',
    'Sun, 06-Nov-1994 08:49:37 GMT',
    'Sun Nov 06 08:49:37 1994 GMT',
    '1994-11-06T08:49:37Z',
  ])('does not read %o', (value) => {
    expect(parseRetryAfter(value, NOV_1994)).toBeUndefined();
  });

  it('reads or refuses any text', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), (value, now) => {
        const delay = parseRetryAfter(value, now);
        expect(delay === undefined || delay >= 0).toBe(true);
      }),
    );
  });

  it('reads as many digits as come', () => {
    expect(parseRetryAfter('9'.repeat(100_000), 0)).toBe(Number.POSITIVE_INFINITY);
    expect(parseRetryAfter(`${'9'.repeat(100_000)}x`, 0)).toBeUndefined();
  });
});
