import { getEventListeners } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { type ConnectOptions, connect } from '../src/index.ts';
import { makeCertificates } from './certificates.ts';
import { accepting, answer, at, closingWith, field, frame, rejection, type Script, until } from './test-server.ts';
import { watchSockets } from './watch-sockets.ts';

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
    expect(error).toMatchObject({ name: 'ConnectError', code: 'CERTIFICATE_UNKNOWN_ISSUER' });
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
