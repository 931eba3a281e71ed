import { describe, expect, it } from 'vitest';
import { refuse } from '../src/index.ts';

const textOf = ({ response }: { response: Uint8Array }) => Buffer.from(response).toString();

describe('refuse', () => {
  it('makes a response with status, headers and text [4.2.2-5]', () => {
    const refusal = refuse(401, { headers: [['WWW-Authenticate', 'Bearer']], body: 'né' });
    expect(refusal.status).toBe(401);
    expect(textOf(refusal)).toBe(
      'HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n' +
        'Content-Length: 3\r\nWWW-Authenticate: Bearer\r\n\r\nné',
    );
  });

  it('knows the text of each status', () => {
    expect(textOf(refuse(429))).toMatch(/^HTTP\/1\.1 429 Too Many Requests\r\n/);
    expect(textOf(refuse(499))).toMatch(/^HTTP\/1\.1 499 \r\n/);
  });

  it('can redirect [4.2.2-3]', () => {
    expect(textOf(refuse(307, { headers: [['Location', 'wss://example.com/']] }))).toContain(
      '\r\nLocation: wss://example.com/\r\n',
    );
  });

  it.each([101, 200, 600, 400.5, Number.NaN])('does not take the status %d', (status) => {
    expect(() => refuse(status)).toThrow(RangeError);
  });

  it('does not let a header break out of its line', () => {
    expect(() => refuse(401, { headers: [['X-A', 'a\r\nX-B: b']] })).toThrow(TypeError);
    expect(() => refuse(401, { headers: [['X-A\r\n', 'a']] })).toThrow(TypeError);
    expect(() => refuse(401, { headers: [['Content-Length', '5']] })).toThrow(TypeError);
  });
});
