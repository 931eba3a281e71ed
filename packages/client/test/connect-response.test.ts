/** What a server may answer, and what becomes of it. */
import { getEventListeners } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { acceptKey } from '@rfc6455/handshake';
import { describe, expect, it, vi } from 'vitest';
import { connect } from '../src/index.ts';
import { takenLanes } from '../src/lane.ts';
import { accepting, answer, at, field, rejection, type Script, until } from './test-server.ts';
import { watchSockets } from './watch-sockets.ts';

describe('a response', () => {
  it.each<[string, Parameters<typeof accepting>[1]]>([
    ['Connection: keep-alive, Upgrade', { Connection: 'keep-alive, Upgrade' }],
    ['Connection in two fields', { Connection: ['keep-alive', 'upgrade'] }],
    ['Upgrade: WebSocket', { Upgrade: 'WebSocket' }],
    ['an offered subprotocol', { 'Sec-WebSocket-Protocol': 'b' }],
    ['other fields', { Server: 'x', 'Set-Cookie': ['a=1', 'b=2'], __proto: 'y' }],
  ])('with %s opens the connection', async (_title, fields) => {
    const server = await answer((request) => accepting(request, fields));
    const socket = await connect(at(server), { subprotocols: ['a', 'b'] });
    expect(socket.state).toBe('open');
    expect(socket.subprotocol).toBe(fields?.['Sec-WebSocket-Protocol'] ?? '');
    socket.terminate();
  });

  it.each<[string, Script, string]>([
    ['no Accept [4.1-39]', (r) => accepting(r, { 'Sec-WebSocket-Accept': undefined }), 'INVALID_ACCEPT'],
    ['a wrong Accept [4.1-39]', (r) => accepting(r, { 'Sec-WebSocket-Accept': 'x' }), 'INVALID_ACCEPT'],
    [
      'the Accept of another key [4.1-39]',
      (r) => accepting(r, { 'Sec-WebSocket-Accept': acceptKey('dGhlIHNhbXBsZSBub25jZQ==') }),
      'INVALID_ACCEPT',
    ],
    [
      'Accept twice [11.3.3-1]',
      (r) => {
        const accept = acceptKey(field(r, 'Sec-WebSocket-Key')!);
        return accepting(r, { 'Sec-WebSocket-Accept': [accept, accept] });
      },
      'DUPLICATE_HEADER',
    ],
    ['no Upgrade [4.1-37]', (r) => accepting(r, { Upgrade: undefined }), 'INVALID_UPGRADE'],
    ['another Upgrade [4.1-37]', (r) => accepting(r, { Upgrade: 'h2c' }), 'INVALID_UPGRADE'],
    ['a second Upgrade [4.1-37]', (r) => accepting(r, { Upgrade: 'websocket, h2c' }), 'INVALID_UPGRADE'],
    ['no Connection [4.1-38]', (r) => accepting(r, { Connection: undefined }), 'INVALID_CONNECTION'],
    ['Connection: keep-alive [4.1-38]', (r) => accepting(r, { Connection: 'keep-alive' }), 'INVALID_CONNECTION'],
    ['Connection: Upgrades [4.1-38]', (r) => accepting(r, { Connection: 'Upgrades' }), 'INVALID_CONNECTION'],
    [
      'a subprotocol that was not offered [4.1-41]',
      (r) => accepting(r, { 'Sec-WebSocket-Protocol': 'other' }),
      'UNOFFERED_SUBPROTOCOL',
    ],
    [
      'a subprotocol in another case [4.1-41]',
      (r) => accepting(r, { 'Sec-WebSocket-Protocol': 'CHAT' }),
      'UNOFFERED_SUBPROTOCOL',
    ],
    [
      'two subprotocols [4.1-42]',
      (r) => accepting(r, { 'Sec-WebSocket-Protocol': 'chat, chat2' }),
      'INVALID_SUBPROTOCOLS',
    ],
    [
      'Sec-WebSocket-Protocol twice [11.3.4-2]',
      (r) => accepting(r, { 'Sec-WebSocket-Protocol': ['chat', 'chat'] }),
      'DUPLICATE_HEADER',
    ],
    [
      'an extension that was not offered [4.1-40]',
      (r) => accepting(r, { 'Sec-WebSocket-Extensions': 'permessage-deflate' }),
      'UNOFFERED_EXTENSION',
    ],
    ['HTTP/1.0', (r) => accepting(r).replace('HTTP/1.1', 'HTTP/1.0'), 'UNSUPPORTED_HTTP_VERSION'],
    ['no HTTP', () => 'SSH-2.0-OpenSSH_9.6\r\n', 'MALFORMED_START_LINE'],
    ['lone LFs', (r) => accepting(r).replaceAll('\r', ''), 'INVALID_LINE_END'],
    ['a folded header', (r) => accepting(r, { A: 'b\r\n c' }), 'FOLDED_HEADER'],
    ['a space before a colon', (r) => accepting(r, { 'A ': 'b' }), 'INVALID_HEADER_NAME'],
    ['a NUL', (r) => accepting(r, { A: 'b\0' }), 'CONTROL_CHARACTER'],
    ['101 headers', (r) => accepting(r, { A: Array(98).fill('b') }), 'TOO_MANY_HEADERS'],
    ['16 KiB of header', (r) => accepting(r, { A: 'b'.repeat(16_384) }), 'HEAD_TOO_LARGE'],
  ])('with %s fails the handshake, and nothing is left', async (_title, script, code) => {
    const server = await answer(script);
    const sockets = watchSockets();
    const { signal } = new AbortController();
    const message = vi.fn();
    const error = await rejection(connect(at(server), { subprotocols: ['chat', 'chat2'], signal, message }));
    expect(error).toMatchObject({ name: 'HandshakeError', code });
    expect(sockets.map(({ destroyed }) => destroyed)).toEqual([true]);
    await until(() => server.open === 0);
    expect(takenLanes()).toBe(0);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('has the limits that the options ask for', async () => {
    const server = await answer((request) => accepting(request, { A: 'b'.repeat(20_000), B: Array(150).fill('c') }));
    const limits = { maxHeaderBytes: 30_000, maxHeaders: 200 };
    const socket = await connect(at(server), limits);
    socket.terminate();
    expect(await rejection(connect(at(server), { ...limits, maxHeaders: 100 }))).toMatchObject({
      code: 'TOO_MANY_HEADERS',
    });
    expect(await rejection(connect(at(server), { ...limits, maxHeaderBytes: 20_000 }))).toMatchObject({
      code: 'HEAD_TOO_LARGE',
    });
  });

  it('may come one byte at a time, after interim ones', async () => {
    const server = await answer((request, stream) => {
      const bytes = `HTTP/1.1 103 Early Hints\r\n\r\n${accepting(request)}`;
      let sent = 0;
      const timer = setInterval(() => {
        stream.write(bytes[sent++]!);
        if (sent === bytes.length) clearInterval(timer);
      }, 0);
      return undefined;
    });
    const socket = await connect(at(server));
    expect(socket.state).toBe('open');
    socket.terminate();
  });

  it('that never ends is cut off at its size', async () => {
    const server = await answer((_request, stream) => {
      const more = () => {
        while (!stream.destroyed && stream.write('A: b\r\n'.repeat(100)));
      };
      stream.on('drain', more);
      stream.write('HTTP/1.1 101 X\r\n');
      more();
      return undefined;
    });
    expect(await rejection(connect(at(server)))).toMatchObject({ code: 'TOO_MANY_HEADERS' });
    expect(await rejection(connect(at(server), { maxHeaders: 10_000 }))).toMatchObject({ code: 'HEAD_TOO_LARGE' });
    await until(() => server.open === 0);
  });

  it('with more than 16 interim ones before it is given up', async () => {
    const server = await answer(() => 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(17));
    expect(await rejection(connect(at(server)))).toMatchObject({ code: 'TOO_MANY_INTERIM_RESPONSES' });
  });

  it.each<[string, Script, RegExp]>([
    ['at once', (_r, stream) => void stream.end(), /the server closed it after 0 bytes/],
    ['within the head', (_r, stream) => void stream.end('HTTP/1.1 1'), /the server closed it after 10 bytes/],
    ['by a reset', (_r, stream) => void stream.resetAndDestroy(), /ECONNRESET after 0 bytes/],
  ])('is missing when the server leaves %s', async (_title, script, message) => {
    const server = await answer(script);
    const error = await rejection(connect(at(server, '/?token=secret')));
    expect(error).toMatchObject({ name: 'ConnectError', code: 'INCOMPLETE_RESPONSE', host: '127.0.0.1' });
    expect((error as Error).message).toMatch(message);
    expect((error as Error).message).not.toContain('secret');
    expect(takenLanes()).toBe(0);
  });
});

describe('a refusal', () => {
  const refusing = (status: string, headers: string, body: string) =>
    `HTTP/1.1 ${status}\r\n${headers}Content-Length: ${body.length}\r\n\r\n${body}`;

  it.each([
    ['200 OK', '', {}],
    ['302 Found', 'Location: /elsewhere\r\n', { location: '/elsewhere' }],
    ['401 Unauthorized', 'WWW-Authenticate: Basic realm="x"\r\n', {}],
    ['403 Forbidden', '', {}],
    ['426 Upgrade Required', 'Sec-WebSocket-Version: 13, 8\r\n', {}],
    ['503 Service Unavailable', 'Retry-After: 120\r\n', { retryAfter: 120 }],
  ])('with %s carries status, headers and body, and is not followed', async (status, headers, more) => {
    const server = await answer(() => refusing(status, headers, 'because'));
    const error = await rejection(connect(at(server)));
    expect(error).toMatchObject({
      name: 'HandshakeError',
      code: 'UNEXPECTED_STATUS',
      status: Number(status.slice(0, 3)),
      text: 'because',
      bodyTruncated: false,
      ...more,
    });
    const [name, value] = headers.trim().split(': ');
    if (value !== undefined) {
      expect((error as { response: { headers: unknown } }).response.headers).toContainEqual([name, value]);
    }
    await until(() => server.open === 0);
    expect(server.accepted).toBe(1);
    expect(takenLanes()).toBe(0);
  });

  it('has a bounded body', async () => {
    const server = await answer(() => refusing('403 Forbidden', '', 'x'.repeat(100_000)));
    expect(await rejection(connect(at(server)))).toMatchObject({
      body: new Uint8Array(65_536).fill(0x78),
      bodyTruncated: true,
    });
    expect(await rejection(connect(at(server), { maxResponseBody: 3 }))).toMatchObject({ text: 'xxx' });
    expect(await rejection(connect(at(server), { maxResponseBody: 0 }))).toMatchObject({ text: '', status: 403 });
  });

  it('of a whole HTTP server is read, in chunks or to the end', async () => {
    const http = createServer();
    http.on('upgrade', (request, stream) => {
      stream.end(
        request.url === '/chunks'
          ? 'HTTP/1.1 403 Forbidden\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbeca\r\n3\r\nuse\r\n0\r\n\r\n'
          : 'HTTP/1.1 403 Forbidden\r\n\r\nbecause',
      );
    });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    const { port } = http.address() as AddressInfo;
    for (const path of ['chunks', 'end']) {
      expect(await rejection(connect(`ws://127.0.0.1:${port}/${path}`))).toMatchObject({
        status: 403,
        text: 'because',
        bodyTruncated: false,
      });
    }
    http.close();
  });

  it('whose body does not come does not hold up the next attempt', async () => {
    const server = await answer((request) =>
      request.startsWith('GET /slow ') ? 'HTTP/1.1 403 Forbidden\r\nContent-Length: 9\r\n\r\nso' : accepting(request),
    );
    const slow = rejection(connect(at(server, '/slow'), { handshakeTimeout: 300 }));
    const settled: string[] = [];
    slow.then(() => settled.push('slow'));
    const socket = await connect(at(server));
    settled.push('next');
    expect(await slow).toMatchObject({ status: 403, text: 'so', bodyTruncated: true });
    expect(settled).toEqual(['next', 'slow']);
    socket.terminate();
  });
});
