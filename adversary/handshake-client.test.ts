/** Answers that must not open a connection, and what a client makes of them. RFC 6455 §4.1, §4.2.2, §9.1, §10.7, §11.3. */
import { describe, expect, it } from 'vitest';
import { acceptHead } from './harness/endpoint.ts';
import type { FieldChange } from './harness/exchange.ts';
import { type Answer, answering, changed } from './harness/responses.ts';
import { useTarget } from './harness/use-target.ts';
import { CLOSE, closePayload, frame, TEXT } from './harness/wire.ts';

const target = useTarget();

const accept = (request: string) => /^Sec-WebSocket-Accept: (.*)\r$/m.exec(acceptHead(request))![1]!;
const withAccept =
  (change: (good: string) => FieldChange): Answer =>
  (request) =>
    changed({ 'Sec-WebSocket-Accept': change(accept(request)) })(request);
const field = (name: string, values: readonly FieldChange[]) =>
  values.map(
    (value) =>
      [`${name} ${value === undefined ? 'missing' : JSON.stringify(value)}`, changed({ [name]: value })] as const,
  );
const behind =
  (more: string): Answer =>
  (request) =>
    acceptHead(request).replace('\r\n\r\n', `\r\n${more}\r\n\r\n`);
const key = (request: string) => /^Sec-WebSocket-Key: (.*)\r$/m.exec(request)![1]!;
const swapCase = (text: string) =>
  text.replace(/[a-z]/i, (letter) => (letter < 'a' ? letter.toLowerCase() : letter.toUpperCase()));

const TABLES: readonly (readonly [string, string, readonly (readonly [string, Answer])[]])[] = [
  [
    'INVALID_ACCEPT',
    'a Sec-WebSocket-Accept that does not prove anything [4.1-39]',
    [
      ['missing', withAccept(() => undefined)],
      ['empty', withAccept(() => '')],
      ['that of RFC 6455 §1.3', withAccept(() => 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=')],
      ['the key itself', (request) => changed({ 'Sec-WebSocket-Accept': key(request) })(request)],
      ['in another case', withAccept(swapCase)],
      ['without its padding', withAccept((good) => good.replace('=', ''))],
      ['with more behind it', withAccept((good) => `${good}x`)],
      ['in a list', withAccept((good) => `x, ${good}`)],
      ['in quotes', withAccept((good) => `"${good}"`)],
    ],
  ],
  [
    'DUPLICATE_HEADER',
    'fields that may be there once only [11.3.3-1] [11.3.4-2]',
    [
      ['Sec-WebSocket-Accept twice', withAccept((good) => [good, good])],
      ['Sec-WebSocket-Accept, wrong and right', withAccept((good) => ['x', good])],
      ['Sec-WebSocket-Protocol twice', changed({ 'Sec-WebSocket-Protocol': ['chat', 'chat'] })],
    ],
  ],
  [
    'INVALID_UPGRADE',
    'another Upgrade [4.1-37]',
    field('Upgrade', [undefined, '', 'h2c', 'websockets', 'websocket, h2c', ['websocket', 'h2c'], 'websocket/13']),
  ],
  [
    'INVALID_CONNECTION',
    'a Connection without the token Upgrade [4.1-38]',
    field('Connection', [
      undefined,
      '',
      'close',
      'keep-alive',
      'Upgraded',
      'keep-alive, not-upgrade',
      'keep-alive; upgrade',
      '"upgrade"',
    ]),
  ],
  [
    'UNOFFERED_SUBPROTOCOL',
    'a subprotocol that was not asked for [4.1-41]',
    field('Sec-WebSocket-Protocol', ['other', 'CHAT', '__proto__', 'constructor', 'toString']),
  ],
  [
    'INVALID_SUBPROTOCOLS',
    'what is not one subprotocol [4.1-42]',
    field('Sec-WebSocket-Protocol', ['', ',', 'chat, superchat', 'chat,', 'a b', '"chat"', 'chat;q=1', '\xe4']),
  ],
  [
    'UNOFFERED_EXTENSION',
    'an extension that was not asked for [4.1-40]',
    field('Sec-WebSocket-Extensions', [
      'permessage-deflate',
      'foo; bar',
      ['foo', 'bar'],
      '__proto__',
      'constructor; __proto__=1',
      'x-webkit-deflate-frame',
    ]),
  ],
  [
    'INVALID_EXTENSIONS',
    'malformed extensions [9.1-1] [9.1-2]',
    field('Sec-WebSocket-Extensions', ['', ',', 'a b', 'a;', 'a; b=', 'a; b="', 'a; b="c d"', '\xe4']),
  ],
  [
    'UNSUPPORTED_HTTP_VERSION',
    '101 in another version of HTTP [4.1-42]',
    ['1.0', '2.0', '0.9'].map((version) => [`HTTP/${version}`, changed({}, `HTTP/${version} 101 Switching Protocols`)]),
  ],
  [
    'MALFORMED_START_LINE',
    'what is no status line [4.1-36]',
    [
      'HTTP/1.1101',
      'HTTP/1.1 1010 X',
      'HTTP/1.1 10 X',
      'HTTP/1.1  101 X',
      'http/1.1 101 X',
      'HTTP/1 101 X',
      '101 X',
      'HTTP/1.1 +101',
      'HTTP/1.1 -01 X',
      'HTTP/1.1 0x65',
      'SSH-2.0-OpenSSH_9.9',
      'ICY 200 OK',
    ].map((line) => [JSON.stringify(line), changed({}, line)]),
  ],
  [
    'CONTROL_CHARACTER',
    'control characters [10.7-1]',
    [
      ['a NUL in a value', behind('X: a\0b')],
      ['a NUL in the reason', changed({}, 'HTTP/1.1 101 a\0b')],
      ['an escape character', behind('X: \x1b[31m')],
      ['a frame in place of an answer', () => '\x81\x05hello\r\n\r\n'],
    ],
  ],
  [
    'INVALID_LINE_END',
    'line ends that are not CR LF [10.7-1]',
    [
      ['bare LF everywhere', (request) => acceptHead(request).replaceAll('\r\n', '\n')],
      ['one bare LF', (request) => acceptHead(request).replace('\r\n', '\n')],
      ['bare CR everywhere', (request) => acceptHead(request).replaceAll('\r\n', '\r')],
      ['a CR inside a value', behind('X: a\rb')],
      ['a LF inside a value', behind('X: a\nb')],
    ],
  ],
  [
    'FOLDED_HEADER',
    'a folded line [10.7-1]',
    [
      ['with a space', behind('X: a\r\n b')],
      ['with a tab', behind('X: a\r\n\tb')],
    ],
  ],
  [
    'INVALID_HEADER_NAME',
    'a field without a proper name [10.7-1]',
    [
      ['no colon', behind('X')],
      ['no name', behind(': x')],
      ['a space before the colon', behind('X : x')],
      ['a space inside', behind('X Y: x')],
    ],
  ],
  [
    'HEAD_TOO_LARGE',
    'a head that is too large [10.4-1]',
    [
      ['a field of 60 KB', behind(`X: ${'x'.repeat(60_000)}`)],
      ['a field that never ends', (request) => behind(`X: ${'x'.repeat(500_000)}`)(request).trimEnd()],
      ['a reason of 60 KB', changed({}, `HTTP/1.1 101 ${'x'.repeat(60_000)}`)],
    ],
  ],
  [
    'TOO_MANY_HEADERS',
    'a head with too many fields [10.4-1]',
    [['101 of them', behind(Array.from({ length: 98 }, (_, i) => `X-${i}: ${i}`).join('\r\n'))]],
  ],
];

const OPTIONS = { subprotocols: ['chat', 'superchat'] };

describe.each(TABLES)('a client fails with %s on %s [4.1-36]', (code, _, answers) => {
  it.each(answers)('%s', async (_, answerTo) => {
    const { port, sent } = await answering(answerTo);
    const error = await target.process.call('attempt', `ws://127.0.0.1:${port}/`, OPTIONS);
    expect([error?.name, error?.code]).toEqual(['HandshakeError', code]);
    // [4.1-35] It has sent nothing but its request, and is gone.
    expect(await sent()).toBe('');
    // What came is quoted at most in visible ASCII.
    expect(error?.message).toMatch(/^[\x20-\x7e]*$/);
  });
});

describe('a client opens the connection for', () => {
  it.each([
    ['names and tokens in any case', changed({ Upgrade: 'WEBSOCKET', Connection: 'upgrade' })],
    ['a Connection with more tokens', changed({ Connection: 'keep-alive, Upgrade' })],
    ['a Connection over two fields', changed({ Connection: ['keep-alive', 'Upgrade'] })],
    ['white space around the values', withAccept((good) => ` \t ${good} \t `)],
    ['no reason', changed({}, 'HTTP/1.1 101')],
    ['its first subprotocol', changed({ 'Sec-WebSocket-Protocol': 'chat' })],
    ['its last subprotocol', changed({ 'Sec-WebSocket-Protocol': 'superchat' })],
    ['fields with names that objects have', behind('__proto__: a\r\nconstructor: b\r\ntoString: c')],
    [
      'interim responses first',
      (request) => `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n${acceptHead(request)}`,
    ],
    ['16 interim responses first', (request) => 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(16) + acceptHead(request)],
  ] as readonly (readonly [string, Answer])[])('%s', async (_, answerTo) => {
    const { port } = await answering(answerTo);
    expect(await target.process.call('attempt', `ws://127.0.0.1:${port}/`, OPTIONS)).toBe(undefined);
  });
});

describe('a client, for bytes behind the head,', () => {
  it('takes those behind a 101 for frames, and those behind a bad one for nothing', async () => {
    const frames = Buffer.concat([frame('client', TEXT, 'hello'), frame('client', CLOSE, closePayload(1000))]).toString(
      'latin1',
    );
    const good = await target.endpoint('client', { behaviour: 'count' });
    await target.process.call('received');
    const peer = await good.open(Buffer.from(frames, 'latin1'));
    await peer.take(1);
    expect(await target.process.call('received')).toEqual({ messages: 1, bytes: 5 });
    const { port } = await answering((request) => changed({ 'Sec-WebSocket-Accept': 'x' })(request) + frames);
    const attempt = target.process.call('connect', '/bad', `ws://127.0.0.1:${port}/bad`, { behaviour: 'count' });
    await expect(attempt).rejects.toThrow('INVALID_ACCEPT');
    expect(await target.process.call('received')).toEqual({ messages: 0, bytes: 0 });
  });
});
