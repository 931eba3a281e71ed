import { formatRefusal, HandshakeError, type RefusalOptions, ResponseReader, refusalFor } from '@rfc6455/handshake';
import { describe, expect, it } from 'vitest';
import { requestFault } from '../src/handshake-error.ts';
import { text } from './helpers.ts';

const format = (options: RefusalOptions): string => text(formatRefusal(options));

describe('formatRefusal', () => {
  it('writes a refusal without a body [4.2.2-5] [4.2.2-7]', () => {
    expect(format({ status: 404 })).toBe('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    expect(format({ status: 403 })).toBe('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });

  it('writes with 426 the protocol and its version [4.2.2-6] [4.4-1]', () => {
    expect(format({ status: 426 })).toBe(
      'HTTP/1.1 426 Upgrade Required\r\nConnection: close, Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
        'Content-Length: 0\r\n\r\n',
    );
  });

  it('writes with 405 the method, or what the caller allows', () => {
    expect(format({ status: 405 })).toContain('\r\nAllow: GET\r\n');
    const more = format({ status: 405, headers: [['allow', 'GET, HEAD']] });
    expect(more).toContain('\r\nallow: GET, HEAD\r\n');
    expect(more).not.toContain('Allow: GET\r\n');
  });

  it('writes a body as UTF-8, with its length in bytes', () => {
    expect(format({ status: 503, headers: [['Retry-After', '120']], body: 'später €' })).toBe(
      'HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 11\r\n' +
        'Retry-After: 120\r\n\r\nsp\xc3\xa4ter \xe2\x82\xac',
    );
  });

  it('writes another type of body, if the caller has one', () => {
    const refusal = format({ status: 400, headers: [['content-type', 'application/json']], body: '{}' });
    expect(refusal).toBe(
      'HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 2\r\ncontent-type: application/json\r\n\r\n{}',
    );
  });

  it('writes a redirect, and a request for authentication [4.2.2-3]', () => {
    expect(format({ status: 302, reason: 'Found', headers: [['Location', '/']] })).toContain('HTTP/1.1 302 Found\r\n');
    const unauthorized = format({ status: 401, headers: [['WWW-Authenticate', 'Basic realm="\xe9"']] });
    expect(unauthorized).toContain('HTTP/1.1 401 Unauthorized\r\n');
    expect(unauthorized).toContain('\r\nWWW-Authenticate: Basic realm="\xe9"\r\n');
  });

  it('writes the reason of the caller, or none where there is no usual one', () => {
    expect(format({ status: 404, reason: 'Nothing here' })).toContain('HTTP/1.1 404 Nothing here\r\n');
    expect(format({ status: 404, reason: '' })).toContain('HTTP/1.1 404 \r\n');
    expect(format({ status: 599 })).toContain('HTTP/1.1 599 \r\n');
  });

  it.each([0, 100, 101, 200, 299, 600, 400.5, Number.NaN])('refuses the status %d', (status) => {
    expect(() => formatRefusal({ status })).toThrow(new RangeError(`status: expected 300 to 599, got ${status}`));
  });

  it('refuses a status that is no number', () => {
    expect(() => formatRefusal({ status: '404\r\nX: y' as unknown as number })).toThrow(RangeError);
  });

  it.each<[string, Partial<RefusalOptions>]>([
    ['a reason that breaks the line', { reason: 'x\r\nX: y' }],
    ['a reason above U+00FF', { reason: '\u0100' }],
    ['a header name that breaks the line', { headers: [['X: y\r\nZ', 'x']] }],
    ['a header value that breaks the line', { headers: [['X', 'y\r\nZ: x']] }],
    ['a length of the caller', { headers: [['Content-Length', '0']] }],
    ['a connection of the caller', { headers: [['Connection', 'keep-alive']] }],
    ['a version of the caller', { headers: [['Sec-WebSocket-Version', '8']] }],
  ])('throws a TypeError for %s', (_, wrong) => {
    expect(() => formatRefusal({ status: 400, ...wrong })).toThrow(TypeError);
  });

  it('says what is wrong with a reason', () => {
    expect(() => formatRefusal({ status: 400, reason: 'x\n' })).toThrow(
      new TypeError('expected a head without control characters, got "x\\n"'),
    );
  });

  it('is read by ResponseReader, which leaves the body', () => {
    const reader = new ResponseReader();
    expect(reader.receive(formatRefusal({ status: 431, body: 'too much' }))).toEqual({
      httpVersion: '1.1',
      status: 431,
      reason: 'Request Header Fields Too Large',
      headers: [
        ['Connection', 'close'],
        ['Content-Type', 'text/plain; charset=utf-8'],
        ['Content-Length', '8'],
      ],
    });
    expect(text(reader.rest)).toBe('too much');
  });
});

describe('refusalFor', () => {
  it('answers with the status of the error, and says what is wrong in ASCII [4.2.1-1] [10.7-4]', () => {
    expect(refusalFor(requestFault('INVALID_HOST', 'b\xfccher\r\n'))).toEqual({
      status: 400,
      body: 'expected a Host such as example.com or [::1]:8080, got "b\\u00fccher\\r\\n" (RFC 6455 section 4.2.1)\n',
    });
    expect(refusalFor(requestFault('UNSUPPORTED_VERSION', '8')).status).toBe(426);
  });

  it('answers 400 for an error without a status', () => {
    expect(refusalFor(new HandshakeError('INVALID_HOST', 'x')).status).toBe(400);
  });
});
