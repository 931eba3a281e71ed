import { HANDSHAKE_ERRORS } from '@rfc6455/handshake';
import { describe, expect, it } from 'vitest';
import {
  clientReads,
  keySteps,
  serverReads,
  type Wish,
  writeAnswer,
  writeRequest,
} from '../../.vitepress/theme/set-pieces/handshake-workbench/handshake.ts';
import { answerMistakes, requestMistakes } from '../../.vitepress/theme/set-pieces/handshake-workbench/mistakes.ts';

const wish: Wish = {
  uri: 'ws://server.example.com/chat',
  origin: 'http://example.com',
  subprotocols: 'chat, superchat',
  extensions: 'permessage-deflate',
  nonce: new TextEncoder().encode('the sample nonce'),
};
const support = { subprotocols: 'superchat', extensions: 'permessage-deflate' };
const request = writeRequest(wish);
const answer = writeAnswer(serverReads(request), support).head;

describe('the handshake', () => {
  it('is that of RFC 6455 §1.3', () => {
    expect(request).toEqual([
      'GET /chat HTTP/1.1',
      'Host: server.example.com',
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      'Sec-WebSocket-Version: 13',
      'Origin: http://example.com',
      'Sec-WebSocket-Protocol: chat, superchat',
      'Sec-WebSocket-Extensions: permessage-deflate',
    ]);
    expect(answer).toEqual([
      'HTTP/1.1 101 Switching Protocols',
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
      'Sec-WebSocket-Protocol: superchat',
      'Sec-WebSocket-Extensions: permessage-deflate',
    ]);
    expect(clientReads(answer, wish)).toMatchObject({ error: undefined, result: { subprotocol: 'superchat' } });
  });

  it('is shown from the nonce to the Accept', () => {
    expect(keySteps(wish.nonce).map(({ value }) => value)).toEqual([
      '74 68 65 20 73 61 6d 70 6c 65 20 6e 6f 6e 63 65',
      'dGhlIHNhbXBsZSBub25jZQ==',
      'dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11',
      'b3 7a 4f 2c c0 62 4f 16 90 f6 46 06 cf 38 59 45 b2 be c4 ea',
      's3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
    ]);
  });

  it.each([
    [{ uri: 'http://example.com' }, 'UriError'],
    [{ uri: 'ws://example.com/#a' }, 'UriError'],
    [{ origin: 'no origin' }, 'TypeError'],
    [{ subprotocols: 'a b' }, 'TypeError'],
    [{ extensions: ';' }, 'HandshakeError'],
  ])('does not begin with %j', (part, name) => {
    expect(() => writeRequest({ ...wish, ...part })).toThrow(expect.objectContaining({ name }));
  });
});

describe('the mistakes', () => {
  const refused = requestMistakes.map((mistake) => ({ mistake, reading: serverReads(mistake.make(request)) }));
  const failed = answerMistakes.map((mistake) => ({ mistake, reading: clientReads(mistake.make(answer), wish) }));

  it('in a request are refused, but for one that only the client can notice', () => {
    const accepted = refused.filter(({ reading }) => reading.error === undefined).map(({ mistake }) => mistake.name);
    expect(accepted).toEqual(['the key is another one']);
    const [other] = refused.filter(({ reading }) => reading.error === undefined);
    const reply = writeAnswer(other!.reading, support).head;
    expect(clientReads(reply, wish).error?.code).toBe('INVALID_ACCEPT');
  });

  it('in an answer all fail the connection', () => {
    for (const { mistake, reading } of failed) expect(reading.error, mistake.name).toBeDefined();
  });

  it('break every rule of the opening handshake, but for limits and line ends', () => {
    const codes = [...refused, ...failed].map(({ reading }) => reading.error?.code);
    const others = ['INVALID_LINE_END', 'REQUEST_LINE_TOO_LONG', 'HEAD_TOO_LARGE', 'TOO_MANY_HEADERS'];
    const missing = Object.keys(HANDSHAKE_ERRORS).filter((code) => !codes.some((found) => found === code));
    expect(missing.toSorted()).toEqual(others.toSorted());
  });

  it.each([
    ['the method is POST', [0]],
    ['there is no Host', []],
    ['a proxy has replaced Connection', [2, 3]],
    ['there are two keys', [4, 9]],
    ['the version of the protocol is 8', [5]],
    ['a line begins with a space', [9]],
    ['a value has a control character', [9]],
  ])('are shown at their lines: %s', (name, lines) => {
    expect(refused.find(({ mistake }) => mistake.name === name)?.reading.faulty).toEqual(lines);
  });

  it('are answered with the status and the headers that RFC 6455 asks for', () => {
    const old = refused.find(({ mistake }) => mistake.name === 'the version of the protocol is 8')!;
    const { head, body } = writeAnswer(old.reading, support);
    expect(head[0]).toBe('HTTP/1.1 426 Upgrade Required');
    expect(head).toContain('Sec-WebSocket-Version: 13');
    expect(body).toContain('got "8"');
    expect(clientReads(head, wish).error?.code).toBe('UNEXPECTED_STATUS');
  });
});

describe('a head that is changed', () => {
  it('ends with an empty line, wherever that stands', () => {
    expect(serverReads(request.toSpliced(2, 0, '')).error?.code).toBe('NOT_AN_UPGRADE');
  });

  it('may have characters that are not ASCII', () => {
    expect(serverReads([...request, 'Cookie: é']).error).toBeUndefined();
  });

  it('may be empty', () => {
    expect(serverReads([]).error?.code).toBe('MALFORMED_START_LINE');
    expect(clientReads([], wish).error?.code).toBe('MALFORMED_START_LINE');
  });
});
