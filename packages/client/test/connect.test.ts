import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { connect } from '../src/index.ts';

it('talks to a server of another make', async () => {
  const http = createServer();
  const server = new WebSocketServer({ server: http, handleProtocols: () => 'chat' });
  server.on('connection', (peer) => {
    peer.send('early');
    peer.on('message', (data, isBinary) => peer.send(data, { binary: isBinary }));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  const socket = await connect(`ws://localhost:${port}/chat?room=1`, { subprotocols: ['chat'] });
  expect(socket.subprotocol).toBe('chat');
  expect(socket.response.status).toBe(101);
  expect(socket.uri.resourceName).toBe('/chat?room=1');
  socket.send('hello');
  socket.send(new Uint8Array([1, 2, 3]));
  const got: unknown[] = [];
  for await (const message of socket) {
    got.push(typeof message === 'string' ? message : [...message]);
    if (got.length === 3) socket.close(1000, 'done');
  }
  expect(got).toEqual(['early', 'hello', [1, 2, 3]]);
  expect(await socket.closed).toMatchObject({ code: 1000, wasClean: true });
  server.close();
  http.close();
});
