// @ts-nocheck: it runs on another runtime, or with a package that has no types.
// npm's ws. WS_NO_BUFFER_UTIL decides whether it uses bufferutil.
import { createRequire } from 'node:module';

const { WebSocketServer } = createRequire(`${process.env.PEERS}/`)('ws');
const mode = process.argv[2];
const server = new WebSocketServer(
  { port: 0, host: '127.0.0.1', maxPayload: 128 << 20, backlog: 4096, perMessageDeflate: false },
  () => console.log(server.address().port),
);
server.on('connection', (socket) => {
  socket.on('message', (data, isBinary) => {
    // As text it would have to be decoded to be of use to a program, so it is.
    const message = isBinary ? data : data.toString();
    if (mode === 'echo') socket.send(message);
    else if (mode === 'broadcast') for (const client of server.clients) client.send(message);
  });
});
