import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { duplexPair } from 'node:stream';
import { composeRequest } from '@rfc6455/testing';
import { describe, expect, it } from 'vitest';
import { WebSocketServer, WebSocket as WsWebSocket } from 'ws';
import { attach } from '../src/index.ts';
import { clientFrame, deferred, dial, dialTls, SWITCHING, until } from './peers.ts';
import { certificate, startHttp } from './servers.ts';

async function get(port: number): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/`);
  return response.text();
}

const greet = (text: string) => ({ open: (socket: { send(data: string): unknown }) => void socket.send(text) });

async function greeting(port: number, target: string): Promise<string | number> {
  const client = dial(port).send(composeRequest({ target }));
  await client.head();
  if (client.status !== 101) return client.status;
  await client.until(() => client.body.length > 2);
  client.stream.destroy();
  return client.body.subarray(2).toString();
}

describe('attach', () => {
  it('serves WebSocket beside HTTP on one port', async () => {
    const { httpServer, port } = await startHttp();
    const server = attach(httpServer, { message: (socket, data) => socket.send(data) });
    expect(await get(port)).toBe('a page');
    const client = dial(port).send(composeRequest()).send(clientFrame(1, 'x'));
    expect(await client.bytes(3)).toBe('810178');
    expect(await get(port)).toBe('a page');
    expect([server.port, server.url]).toEqual([port, `ws://127.0.0.1:${port}`]);
    expect(server.address).toEqual(httpServer.address());
  });

  it('serves a stream that is no socket', async () => {
    const { httpServer } = await startHttp();
    attach(httpServer, { open: (socket) => socket.send(socket.request.remoteAddress) });
    const [near, far] = duplexPair();
    httpServer.emit('connection', near);
    far.write(composeRequest());
    let received = '';
    far.on('data', (chunk) => {
      received += chunk.toString('latin1');
    });
    await until(() => received.endsWith('\r\n\r\n\x81\0'));
    expect(received).toContain('101 Switching Protocols');
    far.destroy();
  });

  it('serves over TLS', async () => {
    const { httpServer, port } = await startHttp(undefined, certificate());
    const secure = deferred<boolean>();
    const server = attach(httpServer, { open: (socket) => secure.resolve(socket.request.secure) });
    expect(await dialTls(port).send(composeRequest()).head()).toBe(SWITCHING);
    expect(await secure.promise).toBe(true);
    expect(server.url).toBe(`wss://127.0.0.1:${port}`);
  });

  it('serves a client of ws, with a query and a subprotocol', async () => {
    const { httpServer, port } = await startHttp();
    attach(httpServer, { subprotocols: ['b'], open: (socket) => socket.send(socket.request.resourceName) });
    const client = new WsWebSocket(`ws://127.0.0.1:${port}/a?b=c`, ['a', 'b']);
    expect(String(await new Promise((resolve) => client.once('message', resolve)))).toBe('/a?b=c');
    expect(client.protocol).toBe('b');
    client.terminate();
  });

  it('takes an HTTP connection that has served pages before', async () => {
    const { httpServer, port } = await startHttp();
    httpServer.keepAliveTimeout = 50;
    attach(httpServer, { message: (socket, data) => socket.send(data) });
    const client = dial(port).send('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await client.until(() => client.text.endsWith('a page'));
    client.received = Buffer.alloc(0);
    client.send(composeRequest());
    expect(await client.head()).toBe(SWITCHING);
    await new Promise((resolve) => setTimeout(resolve, 120));
    client.send(clientFrame(1, 'x'));
    expect(await client.bytes(3)).toBe('810178');
  });

  it('is not hurt by a time limit that HTTP has', async () => {
    const { httpServer, port } = await startHttp();
    httpServer.setTimeout(50);
    attach(httpServer, {});
    const client = dial(port).send(composeRequest());
    await client.head();
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(client.ended).toBe(false);
  });

  it('several times to one HTTP server: each has its paths, and one without routes the rest', async () => {
    const { httpServer, port } = await startHttp();
    const rest = attach(httpServer, greet('rest'));
    const a = attach(httpServer, { routes: { '/a': greet('a'), '/both': greet('both a') } });
    attach(httpServer, { routes: { '/b/:x': greet('b'), '/both': greet('both b') } });
    expect(httpServer.listenerCount('upgrade')).toBe(1);
    const all = async () => {
      const paths = ['/a', '/b/1', '/both', '/c', 'http://server.example.com/a?x', 'http://server.example.com'];
      return Promise.all(paths.map((path) => greeting(port, path)));
    };
    expect(await all()).toEqual(['a', 'b', 'both a', 'rest', 'a', 'rest']);
    await a.close();
    expect(await all()).toEqual(['rest', 'b', 'both b', 'rest', 'rest', 'rest']);
    await rest.drain();
    expect(await all()).toEqual([404, 'b', 'both b', 404, 404, 404]);
  });

  it('leaves to a foreign listener what is not its own', async () => {
    const { httpServer, port } = await startHttp();
    const foreign: (string | undefined)[] = [];
    httpServer.on('upgrade', (request, stream) => {
      if (request.url === '/ours') return;
      foreign.push(request.url);
      stream.end('HTTP/1.1 418 foreign\r\n\r\n');
    });
    const server = attach(httpServer, { routes: { '/ours': greet('ours') } });
    expect(await greeting(port, '/ours')).toBe('ours');
    expect(await greeting(port, '/theirs')).toBe(418);
    const other = dial(port).send(composeRequest({ target: '/x', headers: { Upgrade: 'h2c' } }));
    await other.head();
    expect(other.status).toBe(418);
    expect(await greeting(port, '*')).toBe(418);
    expect(foreign).toEqual(['/theirs', '/x', '*']);
    await server.close();
    expect(httpServer.listenerCount('upgrade')).toBe(1);
    expect(await greeting(port, '/theirs')).toBe(418);
  });

  it('works beside a server of ws in its noServer mode', async () => {
    const { httpServer, port } = await startHttp();
    const other = new WebSocketServer({ noServer: true });
    httpServer.on('upgrade', (request: IncomingMessage, stream, head) => {
      if (request.url !== '/ws') return;
      other.handleUpgrade(request, stream, head, (client) => client.send('from ws'));
    });
    attach(httpServer, { routes: { '/ours': greet('ours') } });
    expect(await Promise.all([greeting(port, '/ours'), greeting(port, '/ws')])).toEqual(['ours', 'from ws']);
    expect(await get(port)).toBe('a page');
  });

  it('answers what nobody takes, when nobody else listens', async () => {
    const { httpServer, port } = await startHttp();
    attach(httpServer, { routes: { '/a': {} } });
    attach(httpServer, { routes: { '/b': {} } });
    expect(await greeting(port, '/c')).toBe(404);
    expect(await greeting(port, '/%')).toBe(400);
    const other = dial(port).send(composeRequest({ headers: { Upgrade: 'h2c' } }));
    await other.head();
    expect(other.status).toBe(426);
  });

  it('leaves HTTP alone once it is closed', async () => {
    const { httpServer, port } = await startHttp();
    const server = attach(httpServer, {});
    const client = dial(port).send(composeRequest());
    await client.head();
    await server.close();
    await client.closed;
    expect(httpServer.listenerCount('upgrade')).toBe(0);
    expect(await get(port)).toBe('a page');
    const plain = dial(port).send(composeRequest());
    await plain.until(() => plain.text.includes('a page'));
    expect(plain.status).toBe(200);
    attach(httpServer, greet('again'));
    expect(await greeting(port, '/')).toBe('again');
  });

  it('refuses with 503 while it drains, and detaches after that', async () => {
    const { httpServer, port } = await startHttp();
    const server = attach(httpServer, {});
    const client = dial(port).send(composeRequest());
    await client.head();
    const drained = server.drain({ retryAfter: 7 });
    const late = dial(port).send(composeRequest());
    expect(await late.head()).toMatch(/^HTTP\/1\.1 503 .*\r\nRetry-After: 7\r\n/s);
    expect(await get(port)).toBe('a page');
    client.send(clientFrame(8, Buffer.of(3, 233)));
    client.stream.end();
    expect(await drained).toEqual({ closed: 1, terminated: 0 });
    expect(httpServer.listenerCount('upgrade')).toBe(0);
  });

  it('counts the connections of WebSocket only', async () => {
    const { httpServer, port } = await startHttp();
    attach(httpServer, { maxConnections: 1 });
    const page = dial(port).send('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await page.head();
    const first = dial(port).send(composeRequest());
    await first.head();
    const second = dial(port).send(composeRequest());
    await second.until(() => second.ended);
    expect([first.status, second.status]).toEqual([101, 503]);
    expect(await get(port)).toBe('a page');
  });

  it('may come before the HTTP server listens', async () => {
    const { createServer } = await import('node:http');
    const httpServer = createServer();
    const server = attach(httpServer, greet('hi'));
    expect([server.address, server.port]).toEqual([null, 0]);
    await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
    const { port } = httpServer.address() as AddressInfo;
    expect(await greeting(port, '/')).toBe('hi');
    await server.close();
    await new Promise((resolve) => httpServer.close(resolve));
  });

  it('does not disturb a request with a body, or a slow one', async () => {
    const { httpServer, port } = await startHttp((request, response) => request.pipe(response));
    attach(httpServer, {});
    const answer = deferred<string>();
    const request = httpRequest({ port, host: '127.0.0.1', method: 'POST' }, (response) => {
      response.on('data', (chunk) => answer.resolve(String(chunk)));
    });
    request.flushHeaders();
    expect(await dial(port).send(composeRequest()).head()).toBe(SWITCHING);
    request.end('body');
    expect(await answer.promise).toBe('body');
  });

  it('lets its sockets live when the HTTP server is closed', async () => {
    const { httpServer, port } = await startHttp();
    const server = attach(httpServer, { message: (socket, data) => socket.send(data) });
    const client = dial(port).send(composeRequest());
    await client.head();
    httpServer.close();
    client.send(clientFrame(1, 'x'));
    expect(await client.bytes(3)).toBe('810178');
    await server.close();
    await client.closed;
    await until(() => !httpServer.listening);
  });
});
