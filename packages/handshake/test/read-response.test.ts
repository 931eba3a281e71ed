import { type HandshakeErrorCode, type HandshakeOffer, type ResponseHead, readResponse } from '@rfc6455/handshake';
import { describe, expect, it } from 'vitest';
import { ACCEPT, errorOf, KEY, responseHead } from './helpers.ts';

const offered: HandshakeOffer = {
  key: KEY,
  subprotocols: ['chat', 'superchat'],
  extensions: [
    { name: 'foo', params: [['x', '1']] },
    { name: 'bar', params: [] },
    { name: 'bar', params: [['y', true]] },
  ],
};

function expectFailure(head: ResponseHead, code: HandshakeErrorCode, offer: HandshakeOffer = offered): void {
  const error = errorOf(() => readResponse(head, offer));
  expect(error).toMatchObject({ code, status: head.status, headers: [] });
  expect(error.response).toBe(head);
}

const messageOf = (head: ResponseHead): string => errorOf(() => readResponse(head, offered)).message;

describe('readResponse', () => {
  it('reads the example of section 1.2', () => {
    const head = responseHead();
    expect(readResponse(head, offered)).toEqual({ subprotocol: 'chat', extensions: [], headers: head.headers });
  });

  it('finds the names of fields in any case, in any order', () => {
    const head = responseHead();
    const headers = head.headers.map(([name, value]) => [name.toLowerCase(), value] as const).reverse();
    expect(readResponse({ ...head, headers }, offered).subprotocol).toBe('chat');
  });

  it('needs no subprotocol and no extension', () => {
    const head = responseHead({ 'Sec-WebSocket-Protocol': undefined });
    const { subprotocol, extensions } = readResponse(head, { key: KEY });
    expect({ subprotocol, extensions }).toEqual({ subprotocol: undefined, extensions: [] });
  });

  it('takes any reason, and fields that it does not know', () => {
    const head = responseHead({ 'Set-Cookie': ['a=1', 'b=2'], Server: 'x' }, { reason: '' });
    expect(readResponse(head, offered).subprotocol).toBe('chat');
  });

  it('refuses a key that is none', () => {
    expect(() => readResponse(responseHead(), { key: 'abc' })).toThrow(TypeError);
  });
});

describe('the status line', () => {
  it.each([100, 102, 200, 301, 302, 400, 401, 403, 404, 426, 500, 503])(
    'fails the client with status %i [4.1-36]',
    (status) => {
      expectFailure(responseHead({}, { status }), 'UNEXPECTED_STATUS');
    },
  );

  it('fails it before anything else, and gives the head for the procedures of HTTP', () => {
    const head = responseHead(
      { Upgrade: undefined, 'Sec-WebSocket-Accept': undefined, Location: 'https://example.com/' },
      { status: 302, reason: 'Found', httpVersion: '1.0' },
    );
    const error = errorOf(() => readResponse(head, offered));
    expect(error.message).toBe('expected status 101, got "302 Found" (RFC 6455 section 4.1)');
    expect(error.response?.headers).toContainEqual(['Location', 'https://example.com/']);
  });

  it('fails it with 101 in HTTP/1.0 or HTTP/2.0 [4.1-42]', () => {
    expectFailure(responseHead({}, { httpVersion: '1.0' }), 'UNSUPPORTED_HTTP_VERSION');
    expectFailure(responseHead({}, { httpVersion: '2.0' }), 'UNSUPPORTED_HTTP_VERSION');
    expect(messageOf(responseHead({}, { httpVersion: '1.0' }))).toContain('expected HTTP/1.1, got "HTTP/1.0"');
  });
});

describe('Upgrade', () => {
  it.each([
    [undefined],
    [''],
    ['h2c'],
    ['websocket, h2c'],
    ['websockets'],
    [['websocket', 'websocket']],
    [['web', 'socket']],
  ])('fails the client as %j [4.1-37]', (upgrade) => {
    expectFailure(responseHead({ Upgrade: upgrade }), 'INVALID_UPGRADE');
  });

  it('is told with all its values', () => {
    expect(messageOf(responseHead({ Upgrade: ['h2c', 'websocket'] }))).toContain('got "h2c, websocket"');
  });

  it.each(['websocket', 'WebSocket', 'WEBSOCKET'])('is taken as %s [4.1-37]', (upgrade) => {
    expect(readResponse(responseHead({ Upgrade: upgrade }), offered).subprotocol).toBe('chat');
  });
});

describe('Connection', () => {
  it.each([[undefined], [''], ['keep-alive'], ['Upgrades'], ['"Upgrade"'], [['close', 'keep-alive']]])(
    'fails the client as %j [4.1-38]',
    (connection) => {
      expectFailure(responseHead({ Connection: connection }), 'INVALID_CONNECTION');
    },
  );

  it('is told with all its values', () => {
    expect(messageOf(responseHead({ Connection: ['close', 'TE'] }))).toContain('got "close, TE"');
  });

  it.each([['upgrade'], ['UPGRADE'], ['keep-alive, Upgrade'], [',upgrade,'], [['keep-alive', 'Upgrade']]])(
    'is taken as %j [4.1-38]',
    (connection) => {
      expect(readResponse(responseHead({ Connection: connection }), offered).subprotocol).toBe('chat');
    },
  );
});

describe('Sec-WebSocket-Accept', () => {
  it.each([
    undefined,
    '',
    'x',
    KEY,
    ACCEPT.toLowerCase(),
    ACCEPT.slice(0, -1),
    `${ACCEPT}=`,
    `${ACCEPT} x`,
    `"${ACCEPT}"`,
  ])('fails the client as %j [4.1-39]', (accept) => {
    expectFailure(responseHead({ 'Sec-WebSocket-Accept': accept }), 'INVALID_ACCEPT');
  });

  it('fails it when it is that of another key [4.1-39]', () => {
    expectFailure(responseHead(), 'INVALID_ACCEPT', { ...offered, key: 'AAAAAAAAAAAAAAAAAAAAAA==' });
  });

  it('fails it twice, the same or not [11.3.3-1]', () => {
    expectFailure(responseHead({ 'Sec-WebSocket-Accept': [ACCEPT, ACCEPT] }), 'DUPLICATE_HEADER');
    expectFailure(responseHead({ 'Sec-WebSocket-Accept': [ACCEPT, 'x'] }), 'DUPLICATE_HEADER');
  });
});

describe('Sec-WebSocket-Protocol', () => {
  it.each(['mqtt', 'Chat', '__proto__', 'constructor'])(
    'fails the client as %s, which was not offered [4.1-41]',
    (value) => {
      expectFailure(responseHead({ 'Sec-WebSocket-Protocol': value }), 'UNOFFERED_SUBPROTOCOL');
    },
  );

  it('fails it when none was offered [4.1-41]', () => {
    expectFailure(responseHead(), 'UNOFFERED_SUBPROTOCOL', { key: KEY });
  });

  it.each(['', ',', 'chat, superchat', 'chat,', ', chat', 'a b', '"chat"'])(
    'fails it as %j, which is not one token [4.1-42]',
    (value) => {
      expectFailure(responseHead({ 'Sec-WebSocket-Protocol': value }), 'INVALID_SUBPROTOCOLS');
    },
  );

  it('is a list by its comma, which is what is told', () => {
    expect(messageOf(responseHead({ 'Sec-WebSocket-Protocol': 'chat, superchat' }))).toContain('got ","');
  });

  it('fails it twice [11.3.4-2]', () => {
    expectFailure(responseHead({ 'Sec-WebSocket-Protocol': ['chat', 'superchat'] }), 'DUPLICATE_HEADER');
    expectFailure(responseHead({ 'Sec-WebSocket-Protocol': ['chat', 'chat'] }), 'DUPLICATE_HEADER');
  });
});

describe('Sec-WebSocket-Extensions', () => {
  const read = (value: string | string[]): unknown =>
    readResponse(responseHead({ 'Sec-WebSocket-Extensions': value }), offered).extensions;

  it('are those in use, in the order of the server, with its parameters [9.1-6]', () => {
    expect(read('bar; z=2, foo')).toEqual([
      { name: 'bar', params: [['z', '2']] },
      { name: 'foo', params: [] },
    ]);
  });

  it('may be in several fields, as section 4.2.2 has it [9.1-3]', () => {
    expect(read(['bar', 'foo'])).toEqual(read('bar, foo'));
  });

  it.each(['x', 'foo, x', 'FOO', '__proto__', 'constructor; a=1'])(
    'fail the client as %j: not offered [4.1-40] [9-2]',
    (value) => {
      expectFailure(responseHead({ 'Sec-WebSocket-Extensions': value }), 'UNOFFERED_EXTENSION');
    },
  );

  it('fail it when none was offered [4.1-40]', () => {
    expectFailure(responseHead({ 'Sec-WebSocket-Extensions': 'foo' }), 'UNOFFERED_EXTENSION', {
      key: KEY,
      subprotocols: ['chat'],
    });
  });

  it.each(['foo, foo', 'bar, foo, bar; y', ['foo', 'foo']].map((value) => [value]))(
    'fail it as %j: one twice',
    (value) => {
      expectFailure(responseHead({ 'Sec-WebSocket-Extensions': value }), 'DUPLICATE_EXTENSION');
    },
  );

  it.each(['', ',', 'foo;', 'foo; x="a b"', 'foo bar'])('fail it as %j: malformed [9.1-1]', (value) => {
    expectFailure(responseHead({ 'Sec-WebSocket-Extensions': value }), 'INVALID_EXTENSIONS');
  });
});
