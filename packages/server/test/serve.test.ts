import { mkdtempSync } from 'node:fs';
import { connect as connectTcp, Server as Listener } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { composeRequest } from '@rfc6455/testing';
import { WebSocket as UndiciWebSocket } from 'undici';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { WebSocket as WsWebSocket } from 'ws';
import { PreparedMessage, type Server, type ServerError, type ServerOptions, serve } from '../src/index.ts';
import { clientFrame, deferred, dial, dialTls, SWITCHING, until } from './peers.ts';
import { certificate, start } from './servers.ts';

describe('serve', () => {
  it('answers the handshake of §1.3 byte for byte, and echoes [4.2.2-1] [4.2.2-12]', async () => {
    const server = await start({ message: (socket, data) => socket.send(data) });
    const client = dial(server.port).send(composeRequest({ target: '/chat' }));
    expect(await client.head()).toBe(SWITCHING);
    client.send(clientFrame(1, 'Hello'));
    expect(await client.bytes(7)).toBe('810548656c6c6f');
  });

  it.each([
    ['ws', (url: string) => new WsWebSocket(url)],
    ['undici', (url: string) => new UndiciWebSocket(url)],
  ])('serves a client of %s', async (_name, connect) => {
    const server = await start({ message: (socket, data) => socket.send(data) });
    const client = connect(server.url) as WebSocket;
    await new Promise((resolve) => client.addEventListener('open', resolve));
    client.send('hello');
    const { data } = await new Promise<MessageEvent>((resolve) => client.addEventListener('message', resolve));
    expect(data).toBe('hello');
    expect(server.sockets.size).toBe(1);
    expect(await server.drain()).toEqual({ closed: 1, terminated: 0 });
  });

  it('calls open, message and close with the socket and its data', async () => {
    const log: unknown[] = [];
    const server: Server<{ user: string | undefined }> = await start({
      accept: (request) => ({ user: request.query }),
      open: (socket) => log.push(['open', socket.data, socket.request.path, socket.remoteAddress, server.sockets.size]),
      message: (socket, data) => log.push(['message', socket.data, data]),
      ping: (_socket, data) => log.push(['ping', Buffer.from(data).toString()]),
      close: (socket, { code, wasClean }) => log.push(['close', socket.data, code, wasClean, server.sockets.size]),
    });
    const client = dial(server.port).send(composeRequest({ target: '/chat?ann' }));
    client
      .send(clientFrame(1, 'a'))
      .send(clientFrame(9, 'b'))
      .send(clientFrame(8, Buffer.of(3, 232)));
    await client.until(() => client.ended);
    client.stream.end();
    await until(() => log.length === 4);
    const data = { user: 'ann' };
    expect(log).toEqual([
      ['open', data, '/chat', '127.0.0.1', 1],
      ['message', data, 'a'],
      ['ping', 'b'],
      ['close', data, 1000, true, 0],
    ]);
  });

  it('gives a socket without a handler for messages to an asynchronous loop', async () => {
    const got: unknown[] = [];
    const server = await start({
      async open(socket) {
        for await (const data of socket) if (got.push(data) === 2) break;
      },
    });
    dial(server.port).send(composeRequest()).send(clientFrame(1, 'a')).send(clientFrame(2, 'b'));
    await until(() => got.length === 2);
    expect(got).toEqual(['a', new Uint8Array(Buffer.from('b'))]);
  });

  it('keeps the request with the socket, with all its headers', async () => {
    const seen: unknown[] = [];
    const server = await start({
      accept(request) {
        seen.push(request.headers);
        return request;
      },
      open: ({ request, data }) => seen.push(request.headers, request === data),
    });
    const headers = { Cookie: 'a=b: c', 'X-Empty': '', 'x-twice': ['1', '2'], ['__proto__' as string]: 'x' };
    await dial(server.port).send(composeRequest({ headers })).head();
    const fields = [
      ['Host', 'server.example.com'],
      ['Upgrade', 'websocket'],
      ['Connection', 'Upgrade'],
      ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
      ['Sec-WebSocket-Version', '13'],
      ['Cookie', 'a=b: c'],
      ['X-Empty', ''],
      ['x-twice', '1'],
      ['x-twice', '2'],
      ['__proto__', 'x'],
    ];
    expect(seen).toEqual([fields, fields, true]);
  });

  it('calls the methods of an object of a class', async () => {
    class Chat implements ServerOptions<undefined> {
      readonly greeting = 'hi';
      readonly maxMessageSize = 3;
      open(socket: Parameters<NonNullable<ServerOptions<undefined>['open']>>[0]): void {
        socket.send(this.greeting);
      }
    }
    const server = await serve(new Chat());
    onTestFinished(() => server.close());
    const client = dial(server.port).send(composeRequest());
    expect(await client.bytes(4)).toBe('81026869');
    client.send(clientFrame(1, 'long'));
    await client.bytes(8);
    expect(client.body.readUInt16BE(6)).toBe(1009);
  });

  it('gives a route what the server has, unless the route has its own', async () => {
    const server = await start({
      subprotocols: ['general'],
      origins: 'any',
      open: (socket) => socket.send('general'),
      routes: {
        '/a': {},
        '/b': { subprotocols: ['special'], origins: [], open: (socket) => socket.send('special') },
      },
    });
    const ask = async (target: string, origin?: string) => {
      const headers = { Origin: origin, 'Sec-WebSocket-Protocol': 'special, general' };
      const client = dial(server.port).send(composeRequest({ target, headers }));
      const head = await client.head();
      if (client.status !== 101) return client.status;
      await client.bytes(9);
      return [/Protocol: (.*)\r/.exec(head)?.[1], client.body.subarray(2).toString()];
    };
    expect(await ask('/a', 'http://any')).toEqual(['general', 'general']);
    expect(await ask('/b', 'http://any')).toBe(403);
    expect(await ask('/b')).toEqual(['special', 'special']);
  });

  it('keeps what a handler throws to its socket', async () => {
    const errors: unknown[] = [];
    const server = await start({
      message() {
        throw new Error('oops');
      },
      error: (_socket, error) => errors.push(error.cause),
    });
    const client = dial(server.port).send(composeRequest()).send(clientFrame(1, 'x'));
    await client.bytes(4);
    expect(client.body.readUInt16BE(2)).toBe(1011);
    expect(errors).toEqual([new Error('oops')]);
  });

  it('listens on a Unix socket', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'server-')), 'socket');
    const server = await start({ path, open: (socket) => socket.send(`from ${socket.remoteAddress}.`) });
    const client = dial(path).send(composeRequest());
    await client.bytes(8);
    expect(client.body.subarray(2).toString()).toBe('from .');
    expect([server.url, server.port, server.address]).toEqual([`ws+unix:${path}`, 0, path]);
  });

  it('listens on all addresses by default, on any free port', async () => {
    const server = await serve({ open: (socket) => socket.send(socket.remoteAddress) });
    onTestFinished(() => server.close());
    expect(server.url).toBe(`ws://localhost:${server.port}`);
    const client = dial(server.port).send(composeRequest());
    await client.bytes(11);
    expect(client.body.subarray(2).toString()).toBe('127.0.0.1');
    await server.close();
    expect([server.address, server.port]).toEqual([null, 0]);
  });

  it.each([
    [{ port: 1, path: '/x' }, TypeError, 'expected a port or a path, got both'],
    [{ maxConnections: 0 }, RangeError, 'maxConnections: expected an integer from 1'],
    [{ maxConnectionsPerAddress: 0.5 }, RangeError, 'maxConnectionsPerAddress'],
    [
      { handshakeTimeout: 2 ** 31 },
      RangeError,
      'handshakeTimeout: expected an integer from 1 to 2147483647, got 2147483648',
    ],
    [{ maxHeaderBytes: -1 }, RangeError, 'maxHeaderBytes'],
    [{ maxHeaders: Number.NaN }, RangeError, 'maxHeaders'],
    [{ maxMessageSize: -1 }, RangeError, 'maxMessageSize'],
    [{ closeTimeout: 0 }, RangeError, 'closeTimeout'],
    [{ routes: { '/a': { heartbeat: { interval: 0 } } } }, RangeError, 'heartbeat.interval'],
    [{ routes: { a: {} } }, TypeError, 'routes: expected a path'],
    [{ origins: ['x'] }, TypeError, 'origins'],
    [{ hosts: ['a b'] }, TypeError, 'hosts'],
    [{ headers: [['Upgrade', 'x']] as const }, TypeError, 'expected no header that the handshake writes itself'],
    [{ tls: { cert: 'x' } }, Error, 'PEM'],
  ])('does not take %j', async (options, type, message) => {
    const failure = await serve(options).catch((error) => error);
    expect(failure).toBeInstanceOf(type);
    expect(failure.message).toContain(message);
  });

  it('rejects when the port is taken', async () => {
    const server = await start();
    await expect(serve({ host: '127.0.0.1', port: server.port })).rejects.toThrow('EADDRINUSE');
  });

  it('is closed when its signal is aborted, and does not begin when it is aborted already', async () => {
    const controller = new AbortController();
    const server = await start({ signal: controller.signal });
    const client = dial(server.port).send(composeRequest());
    await client.head();
    controller.abort(new Error('enough'));
    await client.closed;
    await until(() => server.address === null);
    await expect(serve({ signal: controller.signal })).rejects.toThrow('enough');
  });

  it('is closed when its signal is aborted while it begins', async () => {
    const controller = new AbortController();
    const starting = serve({ signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(starting).rejects.toThrow('enough');
  });
});

describe('headers', () => {
  it('go with the 101', async () => {
    const server = await start({ headers: [['Set-Cookie', 'a=1']] });
    expect(await dial(server.port).send(composeRequest()).head()).toContain('\r\nSet-Cookie: a=1\r\n');
  });

  it('may depend on the request', async () => {
    const server = await start({ headers: ({ path }) => [['X-Path', path]] });
    expect(
      await dial(server.port)
        .send(composeRequest({ target: '/a' }))
        .head(),
    ).toContain('\r\nX-Path: /a\r\n');
  });

  it('cannot break out of their line: 500, and a report', async () => {
    const errors: ServerError[] = [];
    const server = await start({
      headers: ({ query = '' }) => [['X', decodeURIComponent(query)]],
      serverError: (error) => errors.push(error),
    });
    const client = dial(server.port).send(composeRequest({ target: '/?a%0d%0aX-Y:%20z' }));
    await client.head();
    expect(client.status).toBe(500);
    expect(errors[0]?.cause).toBeInstanceOf(TypeError);
  });
});

describe('subprotocols', () => {
  it('may be selected by a function', async () => {
    const server = await start({
      subprotocols: (offered, { path }) => (path === '/last' ? offered.at(-1) : undefined),
    });
    const ask = (target: string) =>
      dial(server.port)
        .send(composeRequest({ target, headers: { 'Sec-WebSocket-Protocol': 'a, b' } }))
        .head();
    expect(await ask('/last')).toContain('\r\nSec-WebSocket-Protocol: b\r\n');
    expect(await ask('/none')).not.toContain('Sec-WebSocket-Protocol');
  });

  it('may not be one that was not offered: 500, and a report [4.2.2-8]', async () => {
    const errors: ServerError[] = [];
    const server = await start({ subprotocols: () => 'mine', serverError: (error) => errors.push(error) });
    const client = dial(server.port).send(composeRequest({ headers: { 'Sec-WebSocket-Protocol': 'a' } }));
    await client.head();
    expect(client.status).toBe(500);
    expect(String(errors[0]?.cause)).toBe("TypeError: subprotocols: expected one that the client offers, got 'mine'");
  });
});

describe('extensions', () => {
  const flip = (piece: Uint8Array) => piece.map((byte) => byte ^ 0xff);
  const inverted = {
    name: 'x-inverted',
    accept: () => ({ name: 'x-inverted', params: [], reservedBits: 4 as const, encode: flip, decode: flip }),
  };

  it('are negotiated and used [4.2.2-10] [4.2.2-11]', async () => {
    const server = await start({ extensions: [inverted], message: (socket, data) => socket.send(data) });
    const headers = { 'Sec-WebSocket-Extensions': 'x-other, x-inverted' };
    const client = dial(server.port).send(composeRequest({ headers }));
    expect(await client.head()).toContain('\r\nSec-WebSocket-Extensions: x-inverted\r\n');
    client.send(Buffer.from('c28100000000f0', 'hex'));
    expect(await client.bytes(3)).toBe('c201f0');
  });

  it('that want the same reserved bit are 500, and are reported', async () => {
    const errors: Error[] = [];
    const other = { name: 'x-other', accept: () => ({ ...inverted.accept(), name: 'x-other' }) };
    const server = await start({ extensions: [inverted, other], serverError: (error) => errors.push(error) });
    const headers = { 'Sec-WebSocket-Extensions': 'x-other, x-inverted' };
    const client = dial(server.port).send(composeRequest({ headers }));
    await client.head();
    expect(client.status).toBe(500);
    expect(errors).toMatchObject([{ code: 'HOOK_FAILED', cause: { name: 'TypeError' } }]);
    expect(server.sockets.size).toBe(0);
  });

  it('are not mentioned when none is offered [4.2.2-11]', async () => {
    const server = await start({ extensions: [inverted] });
    expect(await dial(server.port).send(composeRequest()).head()).toBe(SWITCHING);
  });
});

describe('limits of connections', () => {
  it('answer 503 to one too many, and make room when one leaves', async () => {
    const server = await start({ maxConnections: 2 });
    const idle = dial(server.port);
    const first = dial(server.port).send(composeRequest());
    await first.head();
    await until(() => idle.stream.readyState === 'open');
    const third = dial(server.port).send(composeRequest());
    await third.until(() => third.ended);
    expect(third.status).toBe(503);
    third.stream.destroy();
    idle.stream.destroy();
    await idle.closed;
    await new Promise((resolve) => setTimeout(resolve, 20));
    const fourth = dial(server.port).send(composeRequest());
    expect(await fourth.head()).toBe(SWITCHING);
  });

  it('answer 503 before a byte is read, and nothing at all when there are twice as many', async () => {
    const server = await start({ maxConnections: 1 });
    const clients = [dial(server.port)];
    await new Promise((resolve) => setTimeout(resolve, 20));
    clients.push(dial(server.port));
    await clients[1]!.head();
    expect(clients[1]!.status).toBe(503);
    clients.push(dial(server.port));
    await clients[2]!.closed;
    expect(clients[2]!.text).toBe('');
    expect(clients[0]!.ended).toBe(false);
  });

  it('hold for one address', async () => {
    const server = await start({ maxConnectionsPerAddress: 1 });
    const first = dial(server.port).send(composeRequest());
    await first.head();
    const second = dial(server.port).send(composeRequest());
    await second.until(() => second.ended);
    expect([first.status, second.status]).toEqual([101, 503]);
  });
});

describe('serverError', () => {
  it('is a process warning by default', async () => {
    const warnings: Error[] = [];
    const emitWarning = vi.spyOn(process, 'emitWarning').mockImplementation((warning) => {
      warnings.push(warning as Error);
    });
    const server = await start({
      accept() {
        throw 'a string';
      },
    });
    await dial(server.port).send(composeRequest()).head();
    expect(emitWarning).toHaveBeenCalledExactlyOnceWith(
      'a function that decides on opening handshakes threw, rejected, or returned what it may not ' +
        "(RFC 6455 section 4.2.2): 'a string'",
      'WebSocketServerWarning',
    );
    emitWarning.mockRestore();
  });

  it('is told when connections cannot be accepted', async () => {
    const listen = vi.spyOn(Listener.prototype, 'listen');
    const errors: [ServerError, unknown][] = [];
    await start({ serverError: (error, request) => errors.push([error, request]) });
    const cause = Object.assign(new Error('accept EMFILE'), { code: 'EMFILE' });
    (listen.mock.contexts[0] as Listener).emit('error', cause);
    expect(errors).toMatchObject([[{ code: 'LISTENER_FAILED', cause }, undefined]]);
    listen.mockRestore();
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('second');
      },
    ],
    ['rejects', () => Promise.reject(new Error('second'))],
  ])('that %s is a process warning too', async (_name, serverError) => {
    const emitWarning = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const server = await start({
      origins() {
        throw new Error('first');
      },
      serverError,
    });
    const client = dial(server.port).send(composeRequest());
    await client.head();
    expect(client.status).toBe(500);
    expect(emitWarning.mock.calls[0]?.[0]).toContain('Error: second');
    emitWarning.mockRestore();
  });
});

describe('over TLS', () => {
  const listen = (options: ServerOptions<undefined> & { tls?: object } = {}) =>
    start({ tls: certificate(), message: (socket, data) => socket.send(data), ...options });

  it('serves, and says wss [10.6-1]', async () => {
    const seen: unknown[] = [];
    const server = await listen({
      accept({ secure, remoteAddress }) {
        seen.push(secure, remoteAddress);
      },
    });
    expect(server.url).toBe(`wss://127.0.0.1:${server.port}`);
    const client = dialTls(server.port).send(composeRequest()).send(clientFrame(1, 'x'));
    expect(await client.bytes(3)).toBe('810178');
    expect(await client.head()).toBe(SWITCHING);
    expect(seen).toEqual([true, '127.0.0.1']);
  });

  it('serves a client of ws', async () => {
    const server = await listen();
    const client = new WsWebSocket(server.url, { rejectUnauthorized: false });
    await new Promise((resolve) => client.once('open', resolve));
    client.send('hello');
    expect(String(await new Promise((resolve) => client.once('message', resolve)))).toBe('hello');
    expect(await server.drain()).toEqual({ closed: 1, terminated: 0 });
  });

  it('does not let a page in that came without TLS', async () => {
    const server = await listen();
    const client = dialTls(server.port).send(composeRequest({ headers: { Origin: 'http://server.example.com' } }));
    await client.head();
    expect(client.status).toBe(403);
  });

  it.each([
    ['plain HTTP', composeRequest()],
    ['noise', Buffer.alloc(300, 0xff)],
    ['half a hello', Buffer.from('16030100c8010000c40303', 'hex')],
  ])('closes a connection that begins with %s, and goes on [4.2.2-2]', async (_name, bytes) => {
    const server = await listen({ handshakeTimeout: 100 });
    const bad = dial(server.port).send(bytes);
    await bad.closed;
    const good = dialTls(server.port).send(composeRequest());
    expect(await good.head()).toBe(SWITCHING);
  });

  it('survives a reset in the middle of the TLS handshake, and right after it', async () => {
    const server = await listen();
    for (let i = 0; i < 5; i++) {
      const raw = connectTcp(server.port, '127.0.0.1');
      await new Promise((resolve) => raw.once('connect', resolve));
      const secure = connectTls({ socket: raw, rejectUnauthorized: false });
      secure.on('error', () => {});
      if (i > 1) await new Promise((resolve) => secure.once('secureConnect', resolve));
      else await new Promise((resolve) => setTimeout(resolve, i));
      if (i > 2) secure.write(composeRequest());
      if (i > 3) await new Promise((resolve) => secure.once('data', resolve));
      raw.resetAndDestroy();
    }
    await until(() => server.sockets.size === 0);
    expect(await dialTls(server.port).send(composeRequest()).head()).toBe(SWITCHING);
  });

  it('cuts off a client that says nothing after TLS', async () => {
    const server = await listen({ handshakeTimeout: 100 });
    const client = dialTls(server.port);
    await client.closed;
    expect(client.text === '' || client.status === 408).toBe(true);
  });

  it('closes everything at once, in the middle of TLS and of the opening handshake too', async () => {
    const decision = deferred<undefined>();
    let asked = false;
    const server = await listen({
      routes: {
        '/': {},
        '/slow': {
          accept() {
            asked = true;
            return decision.promise;
          },
        },
      },
    });
    const clients = [
      dial(server.port).send(Buffer.from('160301', 'hex')),
      dialTls(server.port).send('GET'),
      dialTls(server.port).send(composeRequest({ target: '/slow' })),
      dialTls(server.port).send(composeRequest()),
    ];
    await clients[3]!.head();
    await until(() => asked);
    await server.close();
    await Promise.all(clients.map(({ closed }) => closed));
    expect(clients[2]!.status).toBe(503);
    expect(server.sockets.size).toBe(0);
  });

  it('closes one connection too many before TLS', async () => {
    const server = await listen({ maxConnections: 1 });
    const first = dialTls(server.port).send(composeRequest());
    await first.head();
    const second = dialTls(server.port);
    await second.closed;
    expect(second.text).toBe('');
    first.stream.destroy();
  });
});

describe('many', () => {
  it('clients that come at once are all served', async () => {
    const server = await start({ message: (socket, data) => socket.send(data) });
    const clients = Array.from({ length: 200 }, () =>
      dial(server.port).send(composeRequest()).send(clientFrame(1, 'x')),
    );
    for (const client of clients) expect(await client.bytes(3)).toBe('810178');
    expect(server.sockets.size).toBe(200);
    expect(server.broadcast(new PreparedMessage('y'))).toBe(200);
    for (const client of clients) expect(await client.bytes(6)).toBe('810178810179');
    const done = deferred();
    let closed = 0;
    for (const { stream } of clients) {
      stream.once('close', () => {
        if (++closed === clients.length) done.resolve();
      });
    }
    await server.close();
    await done.promise;
    expect(server.sockets.size).toBe(0);
  });
});
