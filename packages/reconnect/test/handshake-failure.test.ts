import { describe, expect, it } from 'vitest';
import { readHandshakeFailure } from '../src/handshake-failure.ts';

const NOW = Date.UTC(2026, 10, 22);

describe('readHandshakeFailure', () => {
  it.each([
    ['a Headers', new Headers({ 'Retry-After': '30' })],
    ['a Map', new Map([['retry-after', '30']])],
    [
      'a list of pairs',
      [
        ['Content-Length', '0'],
        ['Retry-After', ' 30'],
      ],
    ],
    ['an object', { 'content-length': '0', 'retry-after': '30' }],
    ['an object without a prototype', Object.assign(Object.create(null), { 'RETRY-AFTER': '30' })],
  ])('reads the response with its headers in %s', (_, headers) => {
    const failure = { response: { status: 503, headers } };
    expect(readHandshakeFailure(failure, NOW)).toEqual({ status: 503, retryAfter: 30_000 });
  });

  it('reads an HTTP-date against the time', () => {
    const headers = new Headers({ 'Retry-After': 'Sun, 22 Nov 2026 00:01:00 GMT' });
    expect(readHandshakeFailure({ response: { headers } }, NOW).retryAfter).toBe(60_000);
  });

  it('reads retryAfter, a number of seconds, and status', () => {
    expect(readHandshakeFailure({ status: 429, retryAfter: 1.5 }, NOW)).toEqual({ status: 429, retryAfter: 1_500 });
  });

  it('reads the error of an event, and the cause of an error', () => {
    const cause = Object.assign(new Error('refused'), { status: 503, retryAfter: '7' });
    const expected = { status: 503, retryAfter: 7_000 };
    expect(readHandshakeFailure({ type: 'error', error: cause }, NOW)).toEqual(expected);
    expect(readHandshakeFailure({ error: new Error('x', { cause }) }, NOW)).toEqual(expected);
    expect(readHandshakeFailure(new Error('x', { cause }), NOW)).toEqual(expected);
  });

  it('prefers what is nearest', () => {
    const failure = { status: 429, error: { status: 503, retryAfter: 5 } };
    expect(readHandshakeFailure(failure, NOW)).toEqual({ status: 429, retryAfter: 5_000 });
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'status 503'],
    ['an empty event', new Event('error')],
    ['other types', { status: '503', retryAfter: true, response: 1 }],
    ['a negative number', { retryAfter: -1 }],
    ['a value that is no delay', { response: { headers: [['retry-after', 'soon']] } }],
    ['headers without it', { response: { headers: { __proto__: 'x' } } }],
    ['odd headers', { response: { headers: [null, 1, 'x'].map((name) => [name]) } }],
  ])('finds nothing in %s', (_, failure) => {
    expect(readHandshakeFailure(failure, NOW)).toEqual({ status: undefined, retryAfter: undefined });
  });

  it('does not follow a cause for ever', () => {
    const failure: { cause?: unknown } = {};
    failure.cause = failure;
    expect(readHandshakeFailure(failure, NOW)).toEqual({ status: undefined, retryAfter: undefined });
  });
});
