// @ts-nocheck: it imports a package that has no types.
// npm's faye-websocket.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const WebSocket = createRequire(`${process.env.PEERS}/`)('faye-websocket');
const mode = process.argv[2];
const sockets = new Set();
const httpServer = createServer();
httpServer.on('upgrade', (request, stream, head) => {
  const socket = new WebSocket(request, stream, head, [], { maxLength: 128 << 20 });
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket));
  socket.on('message', ({ data }) => {
    if (mode === 'echo') socket.send(data);
    else if (mode === 'broadcast') for (const each of sockets) each.send(data);
  });
});
httpServer.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => console.log(httpServer.address().port));
