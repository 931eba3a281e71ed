// @ts-nocheck: it runs on another runtime, or with a package that has no types.
// The limit: a fixed answer to any handshake, then each chunk is written back as it came. It knows nothing of WebSocket,
// so what comes back is masked as it was sent.
import { createServer } from 'node:net';

const ANSWER = Buffer.from(
  'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
    'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n',
);
const mode = process.argv[2];
const server = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => {});
  socket.once('data', () => {
    socket.write(ANSWER);
    socket.on('data', (chunk) => {
      if (mode === 'echo') socket.write(chunk);
    });
  });
});
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => console.log(server.address().port));
