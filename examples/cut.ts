// The server cuts the TCP connection without a closing handshake: the client reports 1006, which nobody has sent.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { connect } from '@rfc6455/client';
import { attach } from '@rfc6455/server';

const httpServer = createServer().listen(0, '127.0.0.1');
await once(httpServer, 'listening');
const server = attach(httpServer, {});
const connected: Promise<Socket[]> = once(httpServer, 'connection');
const socket = await connect(server.url);
const [tcp] = await connected;

const before = tcp!.bytesWritten;
for (const serverSocket of server.sockets) serverSocket.terminate();

const { code, wasClean, received, initiator } = await socket.closed;
console.log('client: closed', { code, wasClean, received, initiator });
console.log('bytes that the server has sent since:', tcp!.bytesWritten - before);
httpServer.close();
