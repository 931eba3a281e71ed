/** Opening handshakes that a server must not accept, and what it answers. RFC 6455 §4.2, §4.4, §9.1, §10.7, §11.3. */
import { describe, expect, it } from 'vitest';
import { KEY } from './harness/endpoint.ts';
import { type Answer, exchange, type FieldChange, request } from './harness/exchange.ts';
import { expectUnharmed, useTarget } from './harness/use-target.ts';

const target = useTarget();

const base64 = (length: number) => Buffer.alloc(length, 'k').toString('base64');
const more = (text: string) => request().replace('\r\n\r\n', `\r\n${text}\r\n\r\n`);

type Refusals = readonly (readonly [string, string])[];

const NOT_AN_UPGRADE: Refusals = [
  ['no Upgrade', request({ Upgrade: undefined })],
  ['Upgrade to something else', request({ Upgrade: 'h2c' })],
  ['Upgrade to something longer', request({ Upgrade: 'websockets' })],
  ['no Connection', request({ Connection: undefined })],
  ['Connection: keep-alive only', request({ Connection: 'keep-alive' })],
  ['Connection: UpgradeX', request({ Connection: 'UpgradeX' })],
];

const WRONG_VERSION: Refusals = [
  ...['', '0', '7', '8', '14', '013', '13.0', '-13', '13, 8', 'abc', '130', '0x0d'].map(
    (version) => [`version ${JSON.stringify(version)}`, request({ 'Sec-WebSocket-Version': version })] as const,
  ),
  ['no version', request({ 'Sec-WebSocket-Version': undefined })],
  [
    'the draft with two keys and eight bytes behind the head',
    `${request({
      'Sec-WebSocket-Version': undefined,
      'Sec-WebSocket-Key': undefined,
      'Sec-WebSocket-Key1': '4 @1  46546xW%0l 1 5',
      'Sec-WebSocket-Key2': '12998 5 Y3 1  .P00',
      Origin: 'http://localhost',
    })}^n:ds[4U`,
  ],
  [
    'the draft without any key',
    request({ 'Sec-WebSocket-Version': undefined, 'Sec-WebSocket-Key': undefined, 'WebSocket-Protocol': 'sample' }),
  ],
];

const WRONG_METHOD: Refusals = ['POST', 'PUT', 'HEAD', 'OPTIONS', 'DELETE', 'get', 'GETX'].map((method) => [
  `method ${method}`,
  request({}, `${method} / HTTP/1.1`),
]);

const WRONG_HTTP: Refusals = ['1.0', '0.9', '2.0', '3.0'].map((version) => [
  `HTTP/${version}`,
  request({}, `GET / HTTP/${version}`),
]);

const field = (name: string, values: readonly FieldChange[]): Refusals =>
  values.map((value) => [
    `${name} ${value === undefined ? 'missing' : JSON.stringify(value)}`,
    request({ [name]: value }),
  ]);

const INVALID_FIELD: Refusals = [
  ...field('Host', [
    undefined,
    '',
    ['a', 'a'],
    ['a', 'b'],
    '[::1',
    '[::1]]',
    'a b',
    'a/b',
    'user@host',
    'a:b',
    'a:99999',
    'a?b',
    'a#b',
  ]),
  ...field('Sec-WebSocket-Key', [
    undefined,
    '',
    'abc',
    base64(15),
    base64(17),
    `${KEY} x`,
    'dGhlIHNhbXBsZSBub25jZ!==',
    'dGhlIHNhbXBsZSBub25jZR==',
  ]),
  ...field('Sec-WebSocket-Key', [[KEY, KEY], `${KEY}, ${KEY}`]),
  ...field('Sec-WebSocket-Version', [
    ['13', '13'],
    ['13', '8'],
  ]),
];

const INVALID_SUBPROTOCOLS: Refusals = field('Sec-WebSocket-Protocol', [
  'a b',
  'a, a',
  ['a', 'a'],
  '',
  ',',
  'a;b',
  'a/b',
  '"a"',
  'a, (b)',
  '\xe4',
  'a=b',
]);

const INVALID_EXTENSIONS: Refusals = field('Sec-WebSocket-Extensions', [
  '',
  ',',
  'a b',
  'a;',
  'a; ;',
  'a; b=',
  'a; =c',
  ';',
  '"a"',
  'a; b="',
  'a; b="c d"',
  'a; b=""',
  'a; b="c\\"',
  'a; b=c=d',
  'a, b;',
  '\xe4',
]);

const INVALID_TARGET: Refusals = [
  '/x#fragment',
  '/#',
  '*',
  'x',
  '?x',
  'http://elsewhere/x',
  'http://localhost@elsewhere/',
  'http://',
  'ws://localhost/x',
  'ftp://localhost/x',
  'localhost:80',
  '/\x7f',
  '/\xe4',
].map((name) => [`the target ${JSON.stringify(name)}`, request({}, `GET ${name} HTTP/1.1`)]);

const WITH_BODY: Refusals = [
  ['Content-Length and a body', `${request({ 'Content-Length': '5' })}hello`],
  ['Content-Length 0 and 5', `${request({ 'Content-Length': ['0', '5'] })}hello`],
  ['Content-Length 0, 5', `${request({ 'Content-Length': '0, 5' })}hello`],
  ['Content-Length -1', request({ 'Content-Length': '-1' })],
  ['Content-Length +0', request({ 'Content-Length': '+0' })],
  ['Transfer-Encoding: chunked and a body', `${request({ 'Transfer-Encoding': 'chunked' })}5\r\nhello\r\n0\r\n\r\n`],
  ['Transfer-Encoding: identity', request({ 'Transfer-Encoding': 'identity' })],
  [
    'Content-Length and Transfer-Encoding',
    `${request({ 'Content-Length': '5', 'Transfer-Encoding': 'chunked' })}0\r\n\r\n`,
  ],
];

const NOT_HTTP: Refusals = [
  ['bare LF everywhere', request().replaceAll('\r\n', '\n')],
  ['one bare LF', request().replace('localhost\r\n', 'localhost\n')],
  ['bare CR everywhere', request().replaceAll('\r\n', '\r')],
  ['one bare CR', request().replace('localhost\r\n', 'localhost\r')],
  ['a CR inside a value', more('X: a\rb')],
  ['a LF inside a value', more('X: a\nb')],
  ['a NUL inside a value', more('X: a\0b')],
  ['a NUL inside a name', more('X\0: a')],
  ['an escape character inside a value', more('X: \x1b[31m')],
  ['a DEL inside a value', more('X: \x7f')],
  ['a line folded with a space', more('X: a\r\n b')],
  ['a line folded with a tab', more('X: a\r\n\tb')],
  ['a folded first line', request().replace('\r\nHost', '\r\n Host')],
  ['a line without a colon', more('X')],
  ['a line without a name', more(': x')],
  ['a space before the colon', more('X : a')],
  ['a space inside a name', more('X Y: a')],
  ['a name that is not ASCII', more('\xe4: a')],
  ['lower-case http', request({}, 'GET / http/1.1')],
  ['no version', request({}, 'GET /')],
  ['two spaces in the request line', request({}, 'GET  / HTTP/1.1')],
  ['a fourth word in the request line', request({}, 'GET / HTTP/1.1 x')],
  ['a tab in the request line', request({}, 'GET\t/ HTTP/1.1')],
  ['HTTP/1.10', request({}, 'GET / HTTP/1.10')],
  ['a TLS handshake', `\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03${'x'.repeat(300)}\r\n\r\n`],
  ['a frame', `\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58\r\n\r\n`],
];

const TOO_LARGE: Refusals = [
  ['a header of 60 KB', more(`X: ${'x'.repeat(60_000)}`)],
  ['a header name of 60 KB', more(`${'x'.repeat(60_000)}: x`)],
  ['a header that never ends', more(`X: ${'x'.repeat(500_000)}`).trimEnd()],
  ['101 headers', more(Array.from({ length: 96 }, (_, i) => `X-${i}: ${i}`).join('\r\n'))],
  ['3000 headers behind the others', more(Array.from({ length: 3000 }, (_, i) => `X-${i}: ${i}`).join('\r\n'))],
  ['2000 headers before the others', request().replace('Host', `${'X: x\r\n'.repeat(2000)}Host`)],
];

const LONG_LINE: Refusals = [
  ['a target of 60 KB', request({}, `GET /${'x'.repeat(60_000)} HTTP/1.1`)],
  ['a method of 60 KB', request({}, `${'G'.repeat(60_000)} / HTTP/1.1`)],
];

const TABLES: readonly (readonly [number, string, Refusals])[] = [
  [426, 'what is not an upgrade to WebSocket [4.1-22] [4.1-23] [4.2.1-1]', NOT_AN_UPGRADE],
  [426, 'another version [4.1-30] [4.2.2-6] [4.4-1]', WRONG_VERSION],
  [405, 'another method than GET [4.1-19]', WRONG_METHOD],
  [505, 'another version of HTTP [4.1-19]', WRONG_HTTP],
  [
    400,
    'a field that is missing, malformed or there twice [4.1-21] [4.1-24] [4.1-25] [11.3.1-1] [11.3.5-2]',
    INVALID_FIELD,
  ],
  [400, 'malformed or repeated subprotocols [4.1-32]', INVALID_SUBPROTOCOLS],
  [400, 'malformed extensions [4.3-1] [9.1-1] [9.1-2]', INVALID_EXTENSIONS],
  [400, 'a target that is no resource name of this host [3-2] [4.1-20]', INVALID_TARGET],
  [400, 'a request with a body', WITH_BODY],
  [400, 'what is not HTTP [4.1-18] [4.2.1-1]', NOT_HTTP],
  [431, 'a head that is too large [10.4-1]', TOO_LARGE],
  [414, 'a request line that is too long [10.4-1]', LONG_LINE],
];

/** What Node's own HTTP server puts right or allows before we see it. */
const BEFORE_US = ['two spaces in the request line', '101 headers'];

/** The answer is whole, it is the only one, and it does not open the connection. */
function expectRefusal(answer: Answer, status: number): void {
  expect(answer.status, answer.head).toBe(status);
  expect(answer.field('Connection').join()).toMatch(/^close/);
  expect(answer.field('Content-Length')).toEqual([String(answer.body.length)]);
  expect(answer.field('Sec-WebSocket-Accept')).toEqual([]);
  expect(answer.field('Sec-WebSocket-Version')).toEqual(status === 426 ? ['13'] : []);
  expect(answer.field('Upgrade')).toEqual(status === 426 ? ['websocket'] : []);
  expect(answer.field('Allow')).toEqual(status === 405 ? ['GET'] : []);
  // What came is quoted at most in visible ASCII.
  expect(answer.body).toMatch(/^[\x20-\x7e\n]*$/);
}

describe.each(TABLES)('a server answers %i to %s [10.7-4]', (status, _, refusals) => {
  it.each(refusals)('%s', async (_, bytes) => {
    const port = await target.process.call('serve', {});
    expectRefusal(await exchange(port, bytes), status);
    expectUnharmed(target.process);
    expect((await exchange(port, request())).status).toBe(101);
  });

  it('and one behind an HTTP server never opens a connection', async () => {
    const port = await target.process.call('serve', { via: 'attach' });
    for (const [what, bytes] of refusals.filter(([what]) => !BEFORE_US.includes(what))) {
      const { status } = await exchange(port, bytes);
      expect(status, what).not.toBe(101);
      expect(status, what).toBeGreaterThanOrEqual(200);
    }
    expect((await exchange(port, request())).status).toBe(101);
  });
});

describe.each(['serve', 'attach'] as const)('a server made with %s accepts', (via) => {
  it.each([
    ['names and tokens in any case', request({ Upgrade: 'WebSocket', Connection: 'keep-alive, UPGRADE' })],
    ['lists over several fields', request({ Upgrade: ['h2c', 'websocket'], Connection: ['keep-alive', 'upgrade'] })],
    ['an absolute target of the same host', request({}, 'GET http://localhost/x HTTP/1.1')],
    ['a length of nothing', request({ 'Content-Length': '0' })],
    ['white space around values', request({ Host: ' \t localhost \t', 'Sec-WebSocket-Version': '  13  ' })],
    ['a malformed cookie', request({ Cookie: '=;;= "\xe4; __proto__' })],
    ['94 headers more', more(Array.from({ length: 94 }, (_, i) => `X-${i}: ${i}`).join('\r\n'))],
    ['header names that objects have', more('__proto__: a\r\nconstructor: b\r\ntoString: c\r\nhasOwnProperty: d')],
  ])('%s', async (_, bytes) => {
    const port = await target.process.call('serve', { via });
    const { status, field } = await exchange(port, bytes);
    expect(status).toBe(101);
    expect(field('Sec-WebSocket-Accept')).toEqual(['s3pPLMBiTxaQ9kYGzzhZRbK+xOo=']);
  });

  it.each([
    ['subprotocols', 'Sec-WebSocket-Protocol', '__proto__, constructor, toString, hasOwnProperty, valueOf'],
    ['extensions', 'Sec-WebSocket-Extensions', '__proto__; __proto__=1, constructor; prototype, toString'],
    ['extensions of the past', 'Sec-WebSocket-Extensions', 'x-webkit-deflate-frame, deflate-stream'],
  ])('%s that it does not speak, and names none [4.2.2-9] [4.2.2-11] [9-2]', async (_, name, value) => {
    const port = await target.process.call('serve', { via, subprotocols: ['chat'] });
    const answer = await exchange(port, request({ [name]: value }));
    expect(answer.status).toBe(101);
    expect(answer.field(name)).toEqual([]);
  });
});
