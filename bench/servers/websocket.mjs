// @ts-nocheck: it imports a package that has no types.
// npm's websocket, which brings bufferutil.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const WebSocketServer = createRequire(`${process.env.PEERS}/`)('websocket').server;
const mode = process.argv[2];
const httpServer = createServer();
const server = new WebSocketServer({
  httpServer,
  autoAcceptConnections: true,
  maxReceivedFrameSize: 128 << 20,
  maxReceivedMessageSize: 128 << 20,
  // A reply is counted as one frame.
  fragmentOutgoingMessages: false,
  keepalive: false,
});
server.on('connect', (connection) => {
  connection.on('message', ({ type, utf8Data, binaryData }) => {
    const text = type === 'utf8';
    if (mode === 'echo') {
      if (text) connection.sendUTF(utf8Data);
      else connection.sendBytes(binaryData);
    } else if (mode === 'broadcast') {
      if (text) server.broadcastUTF(utf8Data);
      else server.broadcastBytes(binaryData);
    }
  });
});
httpServer.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => console.log(httpServer.address().port));
