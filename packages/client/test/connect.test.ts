import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { getEventListeners } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, LookupFunction, Socket } from 'node:net';
import { acceptKey } from '@rfc6455/handshake';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { type ConnectOptions, connect, type ExtensionOfferer } from '../src/index.ts';
import { takenLanes } from '../src/lane.ts';
import { makeCertificates } from './certificates.ts';
import { accepting, answer, field, listen, rejection, type Script, type TestServer, until } from './test-server.ts';

/** Where a test server is. */
const at = (server: TestServer, path = '/') => `ws://127.0.0.1:${server.port}${path}`;

/** A frame of a server with a short payload. */
const frame = (opcode: number, payload: string) =>
  Buffer.from([0x80 | opcode, payload.length, ...Buffer.from(payload)]);

/** A response with status 101 and what follows it, in one piece. */
const acceptingWith = (request: string, ...frames: Uint8Array[]) =>
  Buffer.concat([Buffer.from(accepting(request)), ...frames]);

/** Accepts, sends these frames, the last of which is a Close, and closes when that has been answered. */
function closingWith(...frames: Uint8Array[]): Script {
  return (request, stream) => {
    stream.once('data', () => stream.end());
    return acceptingWith(request, ...frames);
  };
}

/** The sockets that are made from now on until the end of the test. */
function watchSockets(): Socket[] {
  const sockets: Socket[] = [];
  const onSocket = (message: unknown) => sockets.push((message as { socket: Socket }).socket);
  subscribe('net.client.socket', onSocket);
  onTestFinished(() => void unsubscribe('net.client.socket', onSocket));
  return sockets;
}

/** Connects to a server with this script, closes, and returns the request. */
async function requestOf(options: ConnectOptions = {}, path = '/', script: Script = (request) => accepting(request)) {
  let request = '';
  const server = await answer((head, stream) => {
    request = head;
    return script(head, stream);
  });
  const socket = await connect(at(server, path), options);
  socket.terminate();
  await socket.closed;
  return request;
}

describe('a connection', () => {
  it('talks to a server of another make, and closes cleanly', async () => {
    const http = createServer();
    const server = new WebSocketServer({ server: http, handleProtocols: () => 'chat' });
    server.on('connection', (peer) => {
      peer.send('early');
      peer.on('message', (data, isBinary) => peer.send(data as Buffer, { binary: isBinary }));
    });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    const { port } = http.address() as AddressInfo;
    const socket = await connect(`ws://localhost:${port}/chat?room=1`, { subprotocols: ['chat'] });
    expect(socket).toMatchObject({ role: 'client', state: 'open', subprotocol: 'chat', extensions: [] });
    expect(socket.response.status).toBe(101);
    expect(socket.uri).toMatchObject({ host: 'localhost', port, resourceName: '/chat?room=1' });
    socket.send('hello');
    socket.send(new Uint8Array(100_000).fill(7));
    const got: unknown[] = [];
    for await (const message of socket) {
      got.push(typeof message === 'string' ? message : message.length);
      if (got.length === 3) socket.close(1000, 'done');
    }
    expect(got).toEqual(['early', 'hello', 100_000]);
    expect(await socket.closed).toMatchObject({ code: 1000, reason: 'done', wasClean: true });
    server.close();
    http.close();
  });

  it('goes through TLS for wss, with all the options of TLS [4.1-13] [4.1-15]', async () => {
    const { ca, local } = makeCertificates();
    const server = await answer(closingWith(frame(1, 'hello'), frame(8, '')), { tls: local });
    const sockets = watchSockets();
    const socket = await connect(`wss://localhost:${server.port}/`, { tls: { ca } });
    const got: unknown[] = [];
    for await (const message of socket) got.push(message);
    expect(got).toEqual(['hello']);
    await until(() => sockets.every(({ destroyed }) => destroyed));
    const error = await rejection(connect(`wss://localhost:${server.port}/`));
    expect(error).toMatchObject({ name: 'ConnectError', code: 'TLS_FAILED' });
    await until(() => sockets.every(({ destroyed }) => destroyed));
  });

  it('is masked with a fresh key for each frame [5.1-1] [10.3-1]', async () => {
    const received: Buffer[] = [];
    const server = await answer((request, stream) => {
      stream.on('data', (chunk: Buffer) => received.push(chunk));
      return accepting(request);
    });
    const socket = await connect(at(server));
    socket.send('a');
    socket.send('a');
    await until(() => Buffer.concat(received).length >= 14);
    const bytes = Buffer.concat(received);
    const [one, two] = [bytes.subarray(0, 7), bytes.subarray(7, 14)];
    expect([one[0], one[1], two[0], two[1]]).toEqual([0x81, 0x81, 0x81, 0x81]);
    expect(one.subarray(2, 6)).not.toEqual(two.subarray(2, 6));
    expect([one[6]! ^ one[2]!, two[6]! ^ two[2]!]).toEqual([0x61, 0x61]);
    socket.terminate();
  });

  it('has no listener of the attempt on its stream, and no delay of small packets', async () => {
    const http = createServer();
    const server = new WebSocketServer({ server: http });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    const sockets = watchSockets();
    const { signal } = new AbortController();
    const socket = await connect(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`, { signal });
    const [stream] = sockets;
    const counts = ['connect', 'data', 'end', 'error', 'close', 'drain', 'secureConnect'].map((event) => [
      event,
      stream!.listeners(event).filter((listener) => listener.name !== 'onReadableStreamEnd').length,
    ]);
    expect(Object.fromEntries(counts)).toEqual({
      connect: 0,
      data: 1,
      end: 1,
      error: 1,
      close: 1,
      drain: 1,
      secureConnect: 0,
    });
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    await socket.close(1000);
    server.close();
    http.close();
  });
});

describe('the URI', () => {
  const seen = async (uri: (port: number) => string | URL) => {
    let request = '';
    const server = await answer((head) => {
      request = head;
      return accepting(head);
    });
    const socket = await connect(uri(server.port));
    socket.terminate();
    return { target: request.split('\r\n')[0], host: field(request, 'Host'), port: server.port };
  };

  it('as a ws string is taken as it is [4.1-20] [4.1-21]', async () => {
    const { target, host, port } = await seen((port) => `ws://LOCALHOST:${port}/a/../%7eb?c[]`.replace('[]', ''));
    expect(target).toBe('GET /a/../%7eb?c HTTP/1.1');
    expect(host).toBe(`localhost:${port}`);
  });

  it('as a URL, or an http string, is taken as browsers do', async () => {
    expect((await seen((port) => new URL(`ws://localhost:${port}/a/../é?[]`))).target).toBe(
      'GET /%C3%A9?%5B%5D HTTP/1.1',
    );
    expect((await seen((port) => `HTTP://localhost:${port}/a b`)).target).toBe('GET /a%20b HTTP/1.1');
  });

  it.each([
    ['http://', 'UriError', 'INVALID_URL'],
    ['ftp://example.com/', 'UriError', 'INVALID_SCHEME'],
    ['ws://example.com/#a', 'UriError', 'FRAGMENT_NOT_ALLOWED'],
    ['ws://user:secret@example.com/', 'UriError', 'USERINFO_NOT_ALLOWED'],
    ['ws://example.com/a b', 'UriError', 'INVALID_PATH'],
    ['ws://example.com/\r\nX: y', 'UriError', 'INVALID_PATH'],
    ['ws://example.com/?\r\nX: y', 'UriError', 'INVALID_QUERY'],
    ['ws://example.com\r\nX: y/', 'UriError', 'INVALID_HOST'],
    ['ws://[v1.a]/', 'ConnectError', 'LOOKUP_FAILED'],
  ])('%j is rejected before anything is done [4.1-4]', async (uri, name, code) => {
    const sockets = watchSockets();
    const lookup = vi.fn();
    const error = await rejection(connect(uri, { lookup }));
    expect(error).toMatchObject({ name, code });
    expect((error as Error).message).not.toContain('secret');
    expect(lookup).not.toHaveBeenCalled();
    expect(sockets).toEqual([]);
  });

  it.each([undefined, null, 1, {}, ['ws://example.com/']])('may not be %j', async (uri) => {
    expect(await rejection(connect(uri as never))).toMatchObject({
      name: 'TypeError',
      message: `uri: expected a string or a URL, got ${typeof uri}`,
    });
  });
});

describe('the request', () => {
  it('is that of §4.1, with a new key each time [4.1-26]', async () => {
    const requests = [await requestOf(), await requestOf()];
    const keys = requests.map((request) => field(request, 'Sec-WebSocket-Key')!);
    expect(keys[0]).not.toBe(keys[1]);
    // [4.1-25] [4.1-26]
    for (const key of keys) expect(Buffer.from(key, 'base64')).toHaveLength(16);
    const host = field(requests[0]!, 'Host');
    expect(requests[0]).toBe(
      `GET / HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Key: ${keys[0]}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
    );
  });

  it('has the subprotocols, the origin and the headers that were asked for [4.1-28] [4.1-31] [4.1-34]', async () => {
    const request = await requestOf({
      subprotocols: ['chat', 'superchat'],
      origin: 'https://example.com',
      headers: { Authorization: 'Bearer x', Cookie: 'a=1; b=2' },
    });
    expect(field(request, 'Sec-WebSocket-Protocol')).toBe('chat, superchat');
    expect(field(request, 'Origin')).toBe('https://example.com');
    expect(field(request, 'Authorization')).toBe('Bearer x');
    expect(field(request, 'Cookie')).toBe('a=1; b=2');
  });

  it('is made at the call: options may be changed afterwards', async () => {
    const headers = { a: '1' };
    const subprotocols = ['chat'];
    const promise = requestOf({ headers, subprotocols });
    await new Promise((resolve) => setImmediate(resolve));
    const request = await promise;
    expect(field(request, 'a')).toBe('1');
  });

  it.each<[string, object]>([
    ['a line break in a subprotocol', { subprotocols: ['chat\r\nX: y'] }],
    ['a comma in a subprotocol', { subprotocols: ['a,b'] }],
    ['an empty subprotocol', { subprotocols: [''] }],
    ['a subprotocol twice', { subprotocols: ['a', 'a'] }],
    ['a subprotocol that is no string', { subprotocols: [1] }],
    ['one subprotocol without a list', { subprotocols: 'chat' }],
    ['a line break in the name of a header', { headers: { 'X\r\nY': 'z' } }],
    ['a space in the name of a header', { headers: { 'X ': 'z' } }],
    ['an empty name of a header', { headers: { '': 'z' } }],
    ['a line break in the value of a header', { headers: { X: 'a\r\nY: z' } }],
    ['a lone LF in the value of a header', { headers: { X: 'a\nY: z' } }],
    ['a NUL in the value of a header', { headers: { X: 'a\0' } }],
    ['a character above U+00FF in the value of a header', { headers: { X: '\u010d\u010aY: z' } }],
    ['a value of a header that is no string', { headers: { X: 1 } }],
    ['headers that are not pairs', { headers: [1] }],
    ['headers that are text', { headers: 'X: y' }],
    ['a line break in the origin', { origin: 'https://example.com\r\nX: y' }],
    ['an origin with a path', { origin: 'https://example.com/' }],
    ['an empty origin', { origin: '' }],
    ['a Host', { headers: { host: 'example.org' } }],
    ['an Upgrade', { headers: { Upgrade: 'h2c' } }],
    ['a Connection', { headers: { connection: 'close' } }],
    ['an Origin among the headers', { headers: { Origin: 'https://example.com' } }],
    ['a Sec-WebSocket-Key', { headers: { 'sec-websocket-key': 'x' } }],
    ['a Sec-WebSocket-Extensions', { headers: [['Sec-WebSocket-Extensions', 'x']] }],
    ['a Sec-WebSocket-Protocol', { headers: new Map([['Sec-WebSocket-Protocol', 'x']]) }],
    ['a Content-Length', { headers: { 'Content-Length': '1' } }],
    ['a Transfer-Encoding', { headers: { 'Transfer-Encoding': 'chunked' } }],
    ['a certificate that cannot be read', { tls: { ca: 'no certificate', cert: 'no certificate' } }],
  ])('is not made with %s: nothing is looked up or sent', async (_title, options) => {
    const sockets = watchSockets();
    const lookup = vi.fn();
    const error = await rejection(connect('wss://example.com/', { ...options, lookup }));
    if (!('tls' in options)) expect(error).toBeInstanceOf(TypeError);
    expect(error).toBeInstanceOf(Error);
    expect((error as Error).message).not.toMatch(/[\r\n\0]/);
    expect(lookup).not.toHaveBeenCalled();
    expect(sockets).toEqual([]);
  });
});

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

describe('an extension', () => {
  const flip = (bytes: Uint8Array) => bytes.map((byte) => ~byte);
  const flipper: ExtensionOfferer = {
    name: 'x-flip',
    offers: [[['strength', '9']], []],
    agree(params) {
      if (params.length > 0) throw new RangeError('no parameters, please');
      return { name: 'x-flip', reservedBits: 4, decode: flip, encode: flip };
    },
  };

  it('that the server has agreed to is in use [5.8-1] [4.1-33] [9-1] [9.1-6]', async () => {
    let request = '';
    const server = await answer((head, stream) => {
      request = head;
      stream.on('data', (chunk: Buffer) => {
        if (chunk.length < 20) stream.write(chunk[0] === 0xc1 ? frame(1, 'flipped') : frame(1, 'not flipped'));
      });
      const flipped = Buffer.concat([Buffer.from([0xc1, 5]), flip(Buffer.from('hello'))]);
      return Buffer.concat([Buffer.from(accepting(head, { 'Sec-WebSocket-Extensions': 'x-flip' })), flipped]);
    });
    const got: unknown[] = [];
    const socket = await connect(at(server), {
      extensions: [flipper],
      message: (_socket, data) => got.push(data),
    });
    expect(field(request, 'Sec-WebSocket-Extensions')).toBe('x-flip; strength=9, x-flip');
    expect(socket.extensions).toEqual([{ name: 'x-flip', params: [] }]);
    socket.send('a');
    await until(() => got.length === 2);
    expect(got).toEqual(['hello', 'flipped']);
    socket.terminate();
  });

  it('that the server has not agreed to is not in use [9.1-6]', async () => {
    const server = await answer((request, stream) => {
      stream.on('data', (chunk: Buffer) => {
        if (chunk.length < 20) stream.write(frame(1, (chunk[0]! & 0x40) === 0 ? 'plain' : 'flipped'));
      });
      return accepting(request);
    });
    const socket = await connect(at(server), { extensions: [flipper] });
    expect(socket.extensions).toEqual([]);
    socket.send('a');
    const { value } = await socket[Symbol.asyncIterator]().next();
    expect(value).toBe('plain');
    socket.terminate();
  });

  it.each([
    ['parameters that it does not know [9-3] [9.1-5]', 'x-flip; strength=10', 'INVALID_EXTENSIONS'],
    ['another name [4.1-40]', 'x-flop', 'UNOFFERED_EXTENSION'],
    ['its name twice', 'x-flip, x-flip', 'DUPLICATE_EXTENSION'],
    ['no name [9.1-1]', ';strength=1', 'INVALID_EXTENSIONS'],
  ])('fails the handshake when the server answers with %s', async (_title, value, code) => {
    const server = await answer((request) => accepting(request, { 'Sec-WebSocket-Extensions': value }));
    const error = await rejection(connect(at(server), { extensions: [flipper] }));
    expect(error).toMatchObject({ name: 'HandshakeError', code, status: 101 });
    if (value.includes('10')) expect(error).toHaveProperty('cause.message', 'no parameters, please');
    await until(() => server.open === 0);
  });
});

describe('what comes right behind the response', () => {
  it('goes to the handlers, in order, before the promise settles', async () => {
    const server = await answer((request) => acceptingWith(request, frame(1, 'one'), frame(2, 'two'), frame(9, 'p')));
    const order: unknown[] = [];
    const socket = await connect(at(server), {
      open: (socket) => order.push('open', socket.uri.host, socket.response.status, socket.state),
      message: (_socket, data) => order.push(typeof data === 'string' ? data : Buffer.from(data).toString()),
      ping: () => order.push('ping'),
    });
    order.push('connected');
    expect(order).toEqual(['open', '127.0.0.1', 101, 'open', 'one', 'two', 'ping', 'connected']);
    socket.terminate();
  });

  it('waits to be iterated over', async () => {
    const server = await answer(closingWith(frame(1, 'one'), frame(1, 'two'), frame(8, '')));
    const socket = await connect(at(server));
    await socket.closed;
    const got: unknown[] = [];
    for await (const message of socket) got.push(message);
    expect(got).toEqual(['one', 'two']);
  });

  it('may be the end: the promise is fulfilled all the same', async () => {
    const server = await answer(closingWith(Buffer.from([0x88, 2, 0x0f, 0xa0])));
    const closed: unknown[] = [];
    const socket = await connect(at(server), { close: (_socket, report) => closed.push(report.code) });
    expect(socket.state).toBe('closing');
    expect(await socket.closed).toMatchObject({ code: 4000, wasClean: true, initiator: 'remote' });
    expect(closed).toEqual([4000]);
  });

  it('may break the protocol: that is told to the socket, not to the attempt', async () => {
    const server = await answer(closingWith(Buffer.from([0x83, 0])));
    const socket = await connect(at(server));
    expect(await socket.closed).toMatchObject({ code: 1006, wasClean: false, cause: { name: 'ProtocolError' } });
  });

  it('reaches the handlers as methods of the options', async () => {
    const server = await answer((request) => acceptingWith(request, frame(1, 'one')));
    class Chat {
      readonly got: unknown[] = [];
      message(_socket: unknown, data: unknown) {
        this.got.push(data);
      }
    }
    const chat = new Chat();
    const socket = await connect(at(server), chat);
    expect(chat.got).toEqual(['one']);
    socket.terminate();
  });

  it('is not read when `open` pauses', async () => {
    const server = await answer((request, stream) => {
      setTimeout(() => stream.write(frame(1, 'later')), 20);
      return accepting(request);
    });
    const got: unknown[] = [];
    const socket = await connect(at(server), {
      open: (socket) => socket.pause(),
      message: (_socket, data) => got.push(data),
    });
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(got).toEqual([]);
    socket.resume();
    await until(() => got.length === 1);
    socket.terminate();
  });
});

it('rejects with the RangeError of an option of the socket, and leaves nothing behind', async () => {
  const server = await answer((request) => accepting(request));
  const sockets = watchSockets();
  expect(await rejection(connect(at(server), { maxMessageSize: -1 }))).toBeInstanceOf(RangeError);
  expect(sockets.every(({ destroyed }) => destroyed)).toBe(true);
  expect(takenLanes()).toBe(0);
});

it('closes with 1011 when `open` throws, and opens all the same', async () => {
  const server = await answer((request) => accepting(request));
  const errors: unknown[] = [];
  const socket = await connect(at(server), {
    open: () => {
      throw new Error('mine');
    },
    error: (_socket, error) => errors.push(error),
  });
  expect(socket.closeSent).toMatchObject({ code: 1011 });
  expect(errors).toMatchObject([{ code: 'HANDLER_FAILED', cause: { message: 'mine' } }]);
  socket.terminate();
});

it('uses the lookup that it is given', async () => {
  const server = await answer((request) => accepting(request));
  const lookup: LookupFunction = (_name, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]);
  const socket = await connect(`ws://some.test:${server.port}/`, { lookup });
  expect(socket.uri.host).toBe('some.test');
  socket.terminate();
});

it('fails when there is no such host or no server', async () => {
  const lookup: LookupFunction = (_name, _options, callback) => callback(new Error('ENOTFOUND'), []);
  expect(await rejection(connect('ws://nowhere.test/', { lookup }))).toMatchObject({ code: 'LOOKUP_FAILED' });
  const server = await listen(() => {});
  await server.close();
  expect(await rejection(connect(at(server)))).toMatchObject({ code: 'TCP_FAILED', cause: { code: 'ECONNREFUSED' } });
});
