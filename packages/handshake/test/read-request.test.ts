import { type HandshakeErrorCode, type RequestHead, readRequest } from '@rfc6455/handshake';
import { describe, expect, it } from 'vitest';
import { errorOf, KEY, requestHead } from './helpers.ts';

const VERSION = {
  headers: [
    ['Upgrade', 'websocket'],
    ['Sec-WebSocket-Version', '13'],
  ],
};

function expectRefusal(head: RequestHead, code: HandshakeErrorCode, status: number): void {
  expect(errorOf(() => readRequest(head))).toMatchObject({ code, status, response: undefined });
}

describe('readRequest', () => {
  it('reads the example of section 1.2', () => {
    const head = requestHead();
    expect(readRequest(head)).toEqual({
      resourceName: '/chat',
      path: '/chat',
      query: undefined,
      host: 'server.example.com',
      key: KEY,
      origin: 'http://example.com',
      subprotocols: ['chat', 'superchat'],
      extensions: [],
      headers: head.headers,
    });
    expect(readRequest(head).headers).toBe(head.headers);
  });

  it('needs no more than the six parts that are not optional [4.2.1-1]', () => {
    const request = readRequest(requestHead({ Origin: undefined, 'Sec-WebSocket-Protocol': undefined }));
    expect(request).toMatchObject({ origin: undefined, subprotocols: [], extensions: [] });
  });

  it('finds the names of fields in any case, in any order', () => {
    const head = requestHead();
    const headers = head.headers.map(([name, value]) => [name.toUpperCase(), value] as const).reverse();
    expect(readRequest({ ...head, headers })).toEqual({ ...readRequest(head), headers });
  });

  it('parts the resource name at the first question mark', () => {
    const parts = (target: string): unknown => {
      const { resourceName, path, query } = readRequest(requestHead({}, { target }));
      return { resourceName, path, query };
    };
    expect(parts('/a?b?c')).toEqual({ resourceName: '/a?b?c', path: '/a', query: 'b?c' });
    expect(parts('/?')).toEqual({ resourceName: '/?', path: '/', query: '' });
    expect(parts('http://server.example.com?x=%20')).toEqual({ resourceName: '/?x=%20', path: '/', query: 'x=%20' });
  });

  it('takes extensions from all their fields [9.1-3] [11.3.2-1]', () => {
    const fields = { 'Sec-WebSocket-Extensions': ['foo', 'bar; baz=2, foo; x'] };
    expect(readRequest(requestHead(fields)).extensions).toEqual([
      { name: 'foo', params: [] },
      { name: 'bar', params: [['baz', '2']] },
      { name: 'foo', params: [['x', true]] },
    ]);
  });

  it('takes subprotocols from all their fields [11.3.4-1]', () => {
    const fields = { 'Sec-WebSocket-Protocol': ['a, b', 'c'] };
    expect(readRequest(requestHead(fields)).subprotocols).toEqual(['a', 'b', 'c']);
  });

  it('ignores fields that it does not know', () => {
    const fields = { Cookie: 'a=1', 'Sec-WebSocket-Key1': 'x', __proto__x: '1', 'Sec-WebSocket-Accept': ['x', 'y'] };
    expect(readRequest(requestHead(fields)).path).toBe('/chat');
  });
});

describe('the request line', () => {
  it.each(['1.0', '0.9', '2.0', '3.0'])('is refused in HTTP/%s with 505 [4.2.1-1] [4.1-19]', (httpVersion) => {
    const head = requestHead({}, { httpVersion });
    expectRefusal(head, 'UNSUPPORTED_HTTP_VERSION', 505);
    expect(errorOf(() => readRequest(head)).message).toContain(`expected HTTP/1.1, got "HTTP/${httpVersion}"`);
  });

  it('is taken in an HTTP/1 above 1.1 [4.1-19]', () => {
    expect(readRequest(requestHead({}, { httpVersion: '1.2' })).path).toBe('/chat');
  });

  it.each(['POST', 'HEAD', 'OPTIONS', 'CONNECT', 'get', 'GETX'])(
    'is refused with the method %s with 405 [4.2.1-1]',
    (method) => {
      const error = errorOf(() => readRequest(requestHead({}, { method })));
      expect(error).toMatchObject({ code: 'METHOD_NOT_GET', status: 405, headers: [['Allow', 'GET']] });
    },
  );

  it.each([
    '*',
    'server.example.com:80',
    'chat',
    '',
    '/x#frag',
    '/x?y#',
    'http://server.example.com/#',
    'http://other.example/chat',
    'http://server.example.com:81/chat',
    'ws://server.example.com/chat',
    'http://user@server.example.com/',
    '/\xe9',
    '/a b',
  ])('is refused with the target %j with 400 [4.1-20] [3-2]', (target) => {
    expectRefusal(requestHead({}, { target }), 'INVALID_TARGET', 400);
  });

  it.each([
    'http://server.example.com/chat',
    'https://SERVER.example.com:443/chat',
    'HTTP://server.example.com:80/chat',
  ])('is taken with the target %s [4.1-20]', (target) => {
    expect(readRequest(requestHead({}, { target })).resourceName).toBe('/chat');
  });

  it('is not told with its query', () => {
    expect(errorOf(() => readRequest(requestHead({}, { target: '/?s3cret#' }))).message).not.toContain('s3cret');
  });
});

describe('Host', () => {
  it.each([undefined, '', ' ', 'a b', 'a/b', 'user@host', '[::1', 'host:port', 'host:65536', 'a, b'])(
    'is refused as %j with 400 [4.1-21]',
    (host) => {
      expectRefusal(requestHead({ Host: host }), 'INVALID_HOST', 400);
    },
  );

  it('is refused twice, the same or not, with 400', () => {
    expectRefusal(requestHead({ Host: ['a', 'b'] }), 'DUPLICATE_HEADER', 400);
    expectRefusal(requestHead({ Host: ['a', 'a'] }), 'DUPLICATE_HEADER', 400);
  });

  it('comes in lower case, with its port', () => {
    expect(readRequest(requestHead({ Host: 'Server.Example.COM:8080' })).host).toBe('server.example.com:8080');
    expect(readRequest(requestHead({ Host: '[::1]:80' })).host).toBe('[::1]:80');
  });
});

describe('a body', () => {
  it.each([
    { 'Content-Length': '5' },
    { 'Content-Length': '00' },
    { 'Content-Length': '' },
    { 'Content-Length': ['0', '5'] },
    { 'Content-Length': '0, 5' },
    { 'Transfer-Encoding': 'chunked' },
    { 'Transfer-Encoding': 'identity' },
    { 'Transfer-Encoding': '' },
    { 'Content-Length': '0', 'Transfer-Encoding': 'chunked' },
  ])('is refused as %j with 400 [4.2.1-1]', (fields) => {
    expectRefusal(requestHead(fields), 'REQUEST_WITH_BODY', 400);
  });

  it('of no bytes is none', () => {
    expect(readRequest(requestHead({ 'Content-Length': '0' })).path).toBe('/chat');
  });
});

describe('Upgrade and Connection', () => {
  it.each([
    { Upgrade: undefined },
    { Connection: undefined },
    { Upgrade: undefined, Connection: undefined },
    { Upgrade: 'h2c' },
    { Upgrade: 'websocket/13' },
    { Upgrade: '' },
    { Connection: 'keep-alive' },
    { Connection: 'close' },
    { Connection: 'Upgrades' },
  ])('are refused as %j with 426 [4.1-22] [4.1-23]', (fields) => {
    const error = errorOf(() => readRequest(requestHead(fields)));
    expect(error).toMatchObject({ code: 'NOT_AN_UPGRADE', status: 426, ...VERSION });
  });

  it('are told with all their values', () => {
    const head = requestHead({ Upgrade: ['h2c', 'TLS/1.0'], Connection: ['close', 'TE'] });
    expect(errorOf(() => readRequest(head)).message).toContain('got "Upgrade: h2c, TLS/1.0 and Connection: close, TE"');
  });

  it.each([
    { Upgrade: 'WebSocket', Connection: 'upgrade' },
    { Upgrade: 'h2c, WEBSOCKET', Connection: 'keep-alive, Upgrade' },
    { Upgrade: ['h2c', 'websocket'], Connection: ['keep-alive', 'x,UPGRADE'] },
  ])('are taken as %j [4.1-22] [4.1-23]', (fields) => {
    expect(readRequest(requestHead(fields)).path).toBe('/chat');
  });
});

describe('Sec-WebSocket-Version', () => {
  it.each([undefined, '', '0', '7', '8', '12', '14', '25', '013', '13, 8', '13,13', '1 3', 'x'])(
    'is refused as %j with 426 and the version that is spoken [4.2.2-6] [4.4-1]',
    (version) => {
      const error = errorOf(() => readRequest(requestHead({ 'Sec-WebSocket-Version': version })));
      expect(error).toMatchObject({ code: 'UNSUPPORTED_VERSION', status: 426, ...VERSION });
    },
  );

  it('is refused twice with 400 [11.3.5-2]', () => {
    expectRefusal(requestHead({ 'Sec-WebSocket-Version': ['13', '13'] }), 'DUPLICATE_HEADER', 400);
    expectRefusal(requestHead({ 'Sec-WebSocket-Version': ['13', '8'] }), 'DUPLICATE_HEADER', 400);
  });
});

describe('Sec-WebSocket-Key', () => {
  it.each([
    undefined,
    '',
    'abc',
    'AAAAAAAAAAAAAAAAAAAA',
    'AAAAAAAAAAAAAAAAAAAAAAA=',
    'dGhlIHNhbXBsZSBub25jZR==',
    '!'.repeat(24),
    `${KEY}, x`,
  ])('is refused as %j with 400 [4.2.1-1] [4.1-25]', (key) => {
    expectRefusal(requestHead({ 'Sec-WebSocket-Key': key }), 'INVALID_KEY', 400);
  });

  it('is refused twice, the same or not, with 400 [11.3.1-1]', () => {
    expectRefusal(requestHead({ 'Sec-WebSocket-Key': [KEY, KEY] }), 'DUPLICATE_HEADER', 400);
    expectRefusal(requestHead({ 'Sec-WebSocket-Key': [KEY, 'AAAAAAAAAAAAAAAAAAAAAA=='] }), 'DUPLICATE_HEADER', 400);
  });
});

describe('Origin', () => {
  it('comes in lower case, as section 4.2.2 has it', () => {
    expect(readRequest(requestHead({ Origin: 'HTTPS://Example.COM:8443' })).origin).toBe('https://example.com:8443');
    expect(readRequest(requestHead({ Origin: 'null' })).origin).toBe('null');
    expect(readRequest(requestHead({ Origin: 'file://' })).origin).toBe('file://');
  });

  it('is undefined without the field: the client is no browser [4.2.1-2]', () => {
    expect(readRequest(requestHead({ Origin: undefined })).origin).toBeUndefined();
  });

  it.each(['', 'example.com', 'http://example.com/', 'http://[', 'http://a http://b', '*'])(
    'is refused as %j with 400 [4.2.1-1]',
    (origin) => {
      expectRefusal(requestHead({ Origin: origin }), 'INVALID_ORIGIN', 400);
    },
  );

  it('is refused twice with 400', () => {
    expectRefusal(requestHead({ Origin: ['http://a', 'http://b'] }), 'DUPLICATE_HEADER', 400);
  });
});

describe('Sec-WebSocket-Protocol and Sec-WebSocket-Extensions', () => {
  it.each(['', 'a b', 'a, a', '"a"'])('are refused as the subprotocols %j with 400 [4.1-32]', (value) => {
    expectRefusal(requestHead({ 'Sec-WebSocket-Protocol': value }), 'INVALID_SUBPROTOCOLS', 400);
  });

  it('are refused with a subprotocol that two fields have with 400 [4.1-32]', () => {
    expectRefusal(requestHead({ 'Sec-WebSocket-Protocol': ['a', 'b, a'] }), 'INVALID_SUBPROTOCOLS', 400);
  });

  it.each(['', 'a;', 'a; b="c d"', 'a b'])('are refused as the extensions %j with 400 [9.1-1]', (value) => {
    expectRefusal(requestHead({ 'Sec-WebSocket-Extensions': value }), 'INVALID_EXTENSIONS', 400);
  });
});

describe('the first thing that is wrong', () => {
  it('is what decides, from the version of HTTP on', () => {
    const wrong = {
      Host: undefined,
      Upgrade: undefined,
      'Sec-WebSocket-Version': undefined,
      'Sec-WebSocket-Key': undefined,
    };
    const refusal = (head: RequestHead): string => errorOf(() => readRequest(head)).code;
    expect(refusal(requestHead(wrong, { httpVersion: '1.0', method: 'POST' }))).toBe('UNSUPPORTED_HTTP_VERSION');
    expect(refusal(requestHead(wrong, { method: 'POST' }))).toBe('METHOD_NOT_GET');
    expect(refusal(requestHead(wrong))).toBe('INVALID_HOST');
    expect(refusal(requestHead({ ...wrong, Host: 'a' }))).toBe('NOT_AN_UPGRADE');
    expect(refusal(requestHead({ ...wrong, Host: 'a', Upgrade: 'websocket' }))).toBe('UNSUPPORTED_VERSION');
  });
});
