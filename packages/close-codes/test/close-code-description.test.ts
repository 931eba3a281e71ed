import { closeCodes, describeCloseCode, mayReceiveCloseCode, shouldReconnect } from '@rfc6455/close-codes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('describeCloseCode', () => {
  it('returns the entry of a registered code with its range', () => {
    for (const entry of closeCodes) {
      expect(describeCloseCode(entry.code)).toEqual({ ...entry, range: entry.code < 3000 ? 'protocol' : 'library' });
    }
  });

  it.each([
    [999, 'unused', 'Codes below 1000 are not used.', 'none'],
    [1016, 'protocol', 'Reserved for the protocol and its extensions, not registered.', 'none'],
    [3001, 'library', 'For libraries and frameworks, not registered.', 'both'],
    [4999, 'private', 'For private use between applications.', 'both'],
    [5000, 'outside', 'Not a close code: no integer from 0 to 4999.', 'none'],
  ])('describes the unregistered code %d by its range, %s', (code, range, meaning, senders) => {
    const onWire = senders === 'both';
    const reference = 'RFC 6455 §7.4.2';
    expect(describeCloseCode(code)).toEqual({
      code,
      name: undefined,
      meaning,
      reference,
      senders,
      onWire,
      retry: 'no',
      range,
    });
  });

  it('describes what is not a number as outside', () => {
    expect(describeCloseCode('__proto__' as unknown as number).range).toBe('outside');
    expect(describeCloseCode(Number.NaN).range).toBe('outside');
  });

  it('agrees with mayReceiveCloseCode on every code', () => {
    fc.assert(
      fc.property(fc.integer({ min: -10, max: 70_000 }), (code) => {
        expect(describeCloseCode(code).onWire).toBe(mayReceiveCloseCode(code));
      }),
    );
  });
});

describe('shouldReconnect', () => {
  it.each([1001, 1005, 1006, 1011, 1012, 1013, 1014, 3008])('is true for %d', (code) => {
    expect(shouldReconnect(code)).toBe(true);
  });

  it.each([1000, 1002, 1003, 1007, 1008, 1009, 1010, 1015, 2000, 3000, 3003, 4000, 5000, -1, Number.NaN])(
    'is false for %d',
    (code) => {
      expect(shouldReconnect(code)).toBe(false);
    },
  );
});
