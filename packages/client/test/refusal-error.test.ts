import type { HeaderList } from '@rfc6455/handshake';
import { expect, it, vi } from 'vitest';
import { RefusalError } from '../src/index.ts';

function refusal(status: number, headers: HeaderList = [], body = '') {
  const response = { httpVersion: '1.1', status, reason: 'Reason', headers };
  return new RefusalError(response, { bytes: new TextEncoder().encode(body), truncated: false });
}

it('is a HandshakeError with the response', () => {
  const error = refusal(401, [['WWW-Authenticate', 'Basic']], 'who é');
  expect(error).toMatchObject({
    name: 'HandshakeError',
    code: 'UNEXPECTED_STATUS',
    section: '4.1',
    status: 401,
    response: { status: 401, headers: [['WWW-Authenticate', 'Basic']] },
    text: 'who é',
    bodyTruncated: false,
    location: undefined,
    retryAfter: undefined,
  });
  expect(error.message).toBe('expected status 101, got "401 Reason" (RFC 6455 section 4.1)');
});

it('tells where a redirect leads, but not in its message, since there may be a token in it', () => {
  const error = refusal(302, [['Location', 'wss://other.test/?token=secret']]);
  expect(error.location).toBe('wss://other.test/?token=secret');
  expect(error.message).toContain('(see location, and maxRedirects)');
  expect(error.message).not.toContain('secret');
});

it('tells in how many seconds the server wants to be asked again', () => {
  expect(refusal(503, [['Retry-After', '120']]).retryAfter).toBe(120);
  expect(refusal(503, [['retry-after', 'never']]).retryAfter).toBeUndefined();
  vi.useFakeTimers({ now: Date.UTC(2030, 0, 1, 0, 0, 0) });
  expect(refusal(429, [['Retry-After', 'Tue, 01 Jan 2030 00:01:30 GMT']]).retryAfter).toBe(90);
  vi.useRealTimers();
});

it('decodes a body that is not UTF-8 without a fuss', () => {
  const response = { httpVersion: '1.1', status: 500, reason: '', headers: [] };
  const error = new RefusalError(response, { bytes: new Uint8Array([0x61, 0xff]), truncated: true });
  expect(error.text).toBe('a\ufffd');
  expect(error.bodyTruncated).toBe(true);
});
