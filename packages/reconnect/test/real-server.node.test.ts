import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import {
  ReconnectingWebSocket,
  type ReconnectingWebSocketEventMap,
  type ReconnectingWebSocketOptions,
  ReconnectPolicy,
  type WebSocketConstructor,
} from '@rfc6455/reconnect';
import { WebSocket as UndiciWebSocket } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocketServer, WebSocket as WsWebSocket } from 'ws';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

interface Server {
  readonly url: string;
  readonly port: number;
  /** The targets that were asked for. */
  readonly targets: string[];
  /** What was received. */
  readonly messages: string[];
  readonly peers: Set<WsWebSocket>;
  /** Answers the next handshakes with these bytes instead. */
  refuseWith: string | undefined;
  stop(): Promise<void>;
}

/** An echo server. */
async function serve(port = 0): Promise<Server> {
  const http = createServer();
  const wsServer = new WebSocketServer({ noServer: true });
  const server: Server = {
    url: '',
    port: 0,
    targets: [],
    messages: [],
    peers: wsServer.clients,
    refuseWith: undefined,
    async stop() {
      for (const peer of wsServer.clients) peer.terminate();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
  http.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    server.targets.push(request.url!);
    if (server.refuseWith !== undefined) {
      socket.end(server.refuseWith);
      return;
    }
    wsServer.handleUpgrade(request, socket, head, (peer) => {
      peer.on('message', (data, isBinary) => {
        server.messages.push(isBinary ? data.toString('hex') : data.toString());
        peer.send(`echo ${data}`);
      });
    });
  });
  http.listen(port, '127.0.0.1');
  await once(http, 'listening');
  cleanups.push(() => void server.stop());
  const { port: chosen } = http.address() as AddressInfo;
  return Object.assign(server, { port: chosen, url: `ws://127.0.0.1:${chosen}/` });
}

const next = <K extends keyof ReconnectingWebSocketEventMap>(
  socket: ReconnectingWebSocket,
  type: K,
): Promise<ReconnectingWebSocketEventMap[K]> =>
  new Promise((resolve) => socket.addEventListener(type, (event) => resolve(event as never), { once: true }));

describe.each<{ name: string; WebSocket: WebSocketConstructor }>([
  { name: 'undici', WebSocket: UndiciWebSocket },
  { name: 'ws', WebSocket: WsWebSocket },
])('over the WebSocket of $name', ({ WebSocket }) => {
  function connect(
    url: ConstructorParameters<typeof ReconnectingWebSocket>[0],
    options: ReconnectingWebSocketOptions = {},
  ): ReconnectingWebSocket {
    const policy = new ReconnectPolicy({ baseDelay: 20, maxDelay: 40 });
    const socket = new ReconnectingWebSocket(url, [], { WebSocket, policy, ...options });
    cleanups.push(() => socket.close());
    return socket;
  }

  it('messages go there and back, those of before the connection first', async () => {
    const server = await serve();
    const socket = connect(server.url);
    socket.binaryType = 'arraybuffer';
    socket.send('early');
    expect((await next(socket, 'message')).data).toBe('echo early');
    socket.send(Uint8Array.of(1, 0xff));
    await next(socket, 'message');
    expect(server.messages).toEqual(['early', '01ff']);
    expect([socket.readyState, socket.url]).toEqual([1, server.url]);
  });

  it('a connection that is cut is followed by another one [7.2.3-1]', async () => {
    const server = await serve();
    const socket = connect(server.url);
    await next(socket, 'open');
    for (const peer of server.peers) peer.terminate();
    const { code, wasClean, attempt, why } = await next(socket, 'reconnecting');
    expect({ code, wasClean, attempt, why }).toEqual({ code: 1006, wasClean: false, attempt: 1, why: 'lost' });
    socket.send('while away');
    expect((await next(socket, 'message')).data).toBe('echo while away');
    expect([socket.connectionCount, server.targets.length]).toEqual([2, 2]);
  });

  it('a server that restarts is found again on its port [7.2.3-4]', async () => {
    const server = await serve();
    const socket = connect(server.url);
    await next(socket, 'open');
    const opened = next(socket, 'open');
    const attempts: number[] = [];
    socket.addEventListener('attempt', (event) => attempts.push(event.attempt));
    await server.stop();
    while (attempts.length < 3) await next(socket, 'attempt');
    await serve(server.port);
    await opened;
    expect(attempts.slice(0, 3)).toEqual([1, 2, 3]);
    expect(socket.connectionCount).toBe(2);
  });

  it('a close with 1001 is followed by another connection, one with 1008 is not', async () => {
    const server = await serve();
    const socket = connect(server.url);
    await next(socket, 'open');
    for (const peer of server.peers) peer.close(1001, 'restart');
    expect(await next(socket, 'reconnecting')).toMatchObject({ code: 1001, reason: 'restart', wasClean: true });
    await next(socket, 'open');
    for (const peer of server.peers) peer.close(1008, 'no');
    expect(await next(socket, 'close')).toMatchObject({ code: 1008, reason: 'no', wasClean: true, why: 'code' });
    expect(socket.readyState).toBe(3);
  });

  it('close() performs the closing handshake', async () => {
    const server = await serve();
    const socket = connect(server.url);
    await next(socket, 'open');
    socket.close(3999, 'done');
    expect(await next(socket, 'close')).toMatchObject({ code: 3999, reason: 'done', wasClean: true, why: 'closed' });
  });

  it('close() during an attempt aborts it', async () => {
    const server = await serve();
    const socket = connect(server.url);
    await next(socket, 'attempt');
    await Promise.resolve();
    socket.close();
    expect(await next(socket, 'close')).toMatchObject({ code: 1006, why: 'closed' });
    expect(socket.connectionCount).toBe(0);
  });

  it('each attempt has a URL of its own', async () => {
    const server = await serve();
    let count = 0;
    const socket = connect(async () => `${server.url}?token=${++count}`);
    await next(socket, 'open');
    for (const peer of server.peers) peer.terminate();
    await next(socket, 'open');
    expect(server.targets).toEqual(['/?token=1', '/?token=2']);
  });

  it('a handshake that is refused is tried again', async () => {
    const server = await serve();
    server.refuseWith = 'HTTP/1.1 503 Service Unavailable\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n';
    const socket = connect(server.url);
    const [{ error }] = await Promise.all([next(socket, 'error'), next(socket, 'reconnecting')]);
    expect(error.code).toBe('CONNECTION_FAILED');
    server.refuseWith = undefined;
    await next(socket, 'open');
    expect(server.targets.length).toBeGreaterThan(1);
  });

  it('a server that never answers is given up after the connect timeout', async () => {
    const accepted = new Set<Socket>();
    const silent = createTcpServer((socket) => void accepted.add(socket.on('error', () => {})));
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    cleanups.push(() => {
      for (const socket of accepted) socket.destroy();
      silent.close();
    });
    const { port } = silent.address() as AddressInfo;
    const socket = connect(`ws://127.0.0.1:${port}/`, { connectTimeout: 50 });
    expect((await next(socket, 'error')).error.code).toBe('CONNECT_TIMEOUT');
    await next(socket, 'attempt');
    while (accepted.size < 2) await next(socket, 'attempt');
    socket.close();
    expect((await next(socket, 'close')).why).toBe('closed');
  });
});

describe('a client that shows the answer to the handshake', () => {
  /** As a client outside of browsers may: the error event carries the response. */
  class WebSocket extends EventTarget {
    readonly bufferedAmount = 0;
    readonly extensions = '';
    readonly protocol = '';
    readyState = 0;
    binaryType: 'blob' | 'arraybuffer' = 'blob';
    readonly url: string;

    constructor(url: string | URL) {
      super();
      this.url = String(url);
      void this.#connect(this.url.replace('ws', 'http'));
    }

    async #connect(url: string): Promise<void> {
      const { status, headers } = await fetch(url);
      this.readyState = 3;
      const error = Object.assign(new Error(`status ${status}`), { response: { status, headers } });
      this.dispatchEvent(Object.assign(new Event('error'), { error }));
      this.dispatchEvent(Object.assign(new Event('close'), { code: 1006, reason: '', wasClean: false }));
    }

    send(): void {}
    close(): void {}
  }

  it('waits for as long as Retry-After says', async () => {
    const server = createServer((_, response) => {
      response.writeHead(503, { 'Retry-After': '30' }).end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    cleanups.push(() => {
      server.closeAllConnections();
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    const policy = new ReconnectPolicy({ baseDelay: 1_000 });
    const socket = new ReconnectingWebSocket(`ws://127.0.0.1:${port}/`, [], { WebSocket, policy });
    const { status, delay } = await next(socket, 'reconnecting');
    expect(status).toBe(503);
    expect(delay).toBeGreaterThanOrEqual(30_000);
    expect(delay).toBeLessThanOrEqual(31_000);
    socket.close();
    await next(socket, 'close');
  });
});
