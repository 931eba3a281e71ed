import { WebSocket as UndiciWebSocket } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket as WsWebSocket } from 'ws';
import { type ServeOptions, type Server, serve } from '../src/index.ts';
import { clientFrame, dial, handshake, SWITCHING } from './peers.ts';

let servers: Server<unknown>[] = [];

async function start<Data = undefined>(options: ServeOptions<Data> = {}): Promise<Server<Data>> {
  const server = await serve<Data>({ host: '127.0.0.1', ...options });
  servers.push(server as Server<unknown>);
  return server;
}

afterEach(async () => {
  await Promise.all(servers.map((server) => server.close()));
  servers = [];
});

describe('serve', () => {
  it('answers the handshake of §1.3 byte for byte, and echoes [4.2.2-12]', async () => {
    const server = await start({ message: (socket, data) => socket.send(data) });
    const client = dial(server.port).send(handshake({ target: '/chat' }));
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
});
