import { formatResponse, type ResponseOptions } from '@rfc6455/handshake';
import { describe, expect, it } from 'vitest';
import { KEY, text } from './helpers.ts';

const format = (more: Partial<ResponseOptions> = {}): string => text(formatResponse({ key: KEY, ...more }));

describe('formatResponse', () => {
  it('writes the example of section 1.2 [4.2.2-12]', () => {
    expect(format({ subprotocol: 'chat' })).toBe(
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
        'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Protocol: chat\r\n\r\n',
    );
  });

  it('writes no field for what is not agreed [4.2.2-9]', () => {
    const expected =
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
      'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n';
    expect(format()).toBe(expected);
    expect(format({ subprotocol: undefined, extensions: [], headers: [] })).toBe(expected);
  });

  it('writes all extensions in one field, and more fields [11.3.2-2]', () => {
    const extensions = [
      { name: 'foo', params: [] },
      { name: 'bar', params: [['baz', '2'] as const] },
    ];
    const response = format({
      extensions,
      headers: [
        ['Set-Cookie', 'a=1'],
        ['Set-Cookie', 'b=\xe9'],
      ],
    });
    expect(
      response.endsWith(
        '\r\nSec-WebSocket-Extensions: foo, bar; baz=2\r\nSet-Cookie: a=1\r\nSet-Cookie: b=\xe9\r\n\r\n',
      ),
    ).toBe(true);
  });

  it.each<[string, Partial<Record<keyof ResponseOptions, unknown>>]>([
    ['a key that is none', { key: 'abc' }],
    ['an empty subprotocol', { subprotocol: '' }],
    ['two subprotocols', { subprotocol: 'a, b' }],
    ['a subprotocol that breaks the line', { subprotocol: 'a\r\nX: y' }],
    ['an extension that breaks the line', { extensions: [{ name: 'a\r\nX: y', params: [] }] }],
    ['a header name that breaks the line', { headers: [['X: y\r\nZ', 'x']] }],
    ['a header value that breaks the line', { headers: [['X', 'y\r\nZ: x']] }],
    ['a field that is its own', { headers: [['Sec-WebSocket-Protocol', 'x']] }],
    ['a length', { headers: [['Content-Length', '0']] }],
  ])('throws a TypeError for %s', (_, wrong) => {
    expect(() => formatResponse({ key: KEY, ...wrong } as ResponseOptions)).toThrow(TypeError);
  });
});
