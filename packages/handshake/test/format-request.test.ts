import { formatRequest, HANDSHAKE_ERRORS, type HandshakeErrorCode, type RequestOptions } from '@rfc6455/handshake';
import { describe, expect, it } from 'vitest';
import { KEY, text } from './helpers.ts';

const options: RequestOptions = { host: 'server.example.com', resourceName: '/chat', key: KEY };
const format = (more: Partial<RequestOptions> = {}): string => text(formatRequest({ ...options, ...more }));

describe('formatRequest', () => {
  it('writes the example of section 1.2, in an order of its own [4.1-18] [4.1-19] [4.1-20] [4.1-21] [4.1-22] [4.1-23]', () => {
    expect(format({ origin: 'http://example.com', subprotocols: ['chat', 'superchat'] })).toBe(
      [
        'GET /chat HTTP/1.1',
        'Host: server.example.com',
        'Upgrade: websocket',
        'Connection: Upgrade',
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
        'Sec-WebSocket-Version: 13',
        'Origin: http://example.com',
        'Sec-WebSocket-Protocol: chat, superchat',
        '\r\n',
      ].join('\r\n'),
    );
  });

  it('writes no field for what is not asked for [4.1-31] [4.1-24] [4.1-29] [4.1-30]', () => {
    const expected =
      'GET /chat HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n';
    expect(format()).toBe(expected);
    expect(format({ origin: undefined, subprotocols: [], extensions: [], headers: [] })).toBe(expected);
  });

  it('writes extensions and more fields [4.1-33] [4.1-34]', () => {
    const extensions = [{ name: 'permessage-deflate', params: [['client_max_window_bits', true] as const] }];
    const request = format({
      extensions,
      headers: [
        ['Cookie', 'a=\xe9'],
        ['Authorization', 'Basic x'],
      ],
    });
    expect(request).toContain('\r\nSec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n');
    expect(request.endsWith('\r\nCookie: a=\xe9\r\nAuthorization: Basic x\r\n\r\n')).toBe(true);
  });

  it.each<[string, Partial<Record<keyof RequestOptions, unknown>>, HandshakeErrorCode]>([
    ['a resource name without a slash', { resourceName: 'chat' }, 'INVALID_TARGET'],
    ['an empty resource name', { resourceName: '' }, 'INVALID_TARGET'],
    ['a fragment', { resourceName: '/chat#top' }, 'INVALID_TARGET'],
    ['a space in the resource name', { resourceName: '/a HTTP/1.1\r\nX: y' }, 'INVALID_TARGET'],
    ['a resource name above ASCII', { resourceName: '/é' }, 'INVALID_TARGET'],
    ['a resource name that is no string', { resourceName: ['/'] }, 'INVALID_TARGET'],
    ['an empty host', { host: '' }, 'INVALID_HOST'],
    ['a host that breaks the line', { host: 'a\r\nX: y' }, 'INVALID_HOST'],
    ['userinfo in the host', { host: 'user@a' }, 'INVALID_HOST'],
    ['a port that is none', { host: 'a:b' }, 'INVALID_HOST'],
    ['a key that is none', { key: 'abc' }, 'INVALID_KEY'],
    ['a key that breaks the line', { key: `${KEY}\r\nX: y` }, 'INVALID_KEY'],
    ['an origin that breaks the line', { origin: 'null\r\nX: y' }, 'INVALID_ORIGIN'],
    ['an origin with a path', { origin: 'http://a/' }, 'INVALID_ORIGIN'],
    ['a subprotocol that breaks the line', { subprotocols: ['a\r\nX: y'] }, 'INVALID_SUBPROTOCOLS'],
    ['a subprotocol twice', { subprotocols: ['a', 'a'] }, 'INVALID_SUBPROTOCOLS'],
    [
      'an extension that breaks the line',
      { extensions: [{ name: 'a', params: [['b', '\r\nX: y']] }] },
      'INVALID_EXTENSIONS',
    ],
    ['a header name that breaks the line', { headers: [['X: y\r\nZ', 'x']] }, 'INVALID_HEADER_NAME'],
    ['a header value that breaks the line', { headers: [['X', 'y\r\nZ: x']] }, 'CONTROL_CHARACTER'],
    ['a header value with NUL', { headers: [['X', '\0']] }, 'CONTROL_CHARACTER'],
    ['a header value above U+00FF', { headers: [['X', '\u0100']] }, 'CONTROL_CHARACTER'],
  ])('throws a TypeError for %s [4.1-3] [4.1-4] [4.1-32]', (_, wrong, code) => {
    const action = () => formatRequest({ ...options, ...wrong } as RequestOptions);
    expect(action).toThrow(TypeError);
    expect(action).toThrow(`expected ${HANDSHAKE_ERRORS[code].expected}, got `);
  });

  it.each([
    'Host',
    'upgrade',
    'Connection',
    'Origin',
    'Sec-WebSocket-Key',
    'sec-websocket-version',
    'Content-Length',
    'Transfer-Encoding',
  ])('takes no %s field but its own', (name) => {
    expect(() => format({ headers: [[name, 'x']] })).toThrow(
      new TypeError(`expected no header that the handshake writes itself, got "${name}"`),
    );
  });
});
