// A message of 10 MiB that is never whole in memory: sent in fragments, received in pieces.
import { createHash } from 'node:crypto';
import { connect } from '@rfc6455/client';
import { serve } from '@rfc6455/server';

const sent = createHash('sha256');
const received = createHash('sha256');
let pieces = 0;
let largest = 0;

const server = await serve({
  messageStart: (_socket, type) => console.log(`server: a ${type} message begins`),
  messageChunk(_socket, bytes) {
    received.update(bytes);
    pieces += 1;
    largest = Math.max(largest, bytes.length);
  },
  messageEnd(socket) {
    console.log(`server: it is complete, after ${pieces} pieces of at most ${largest} bytes`);
    socket.close(1000);
  },
});

const socket = await connect(server.url);
const message = socket.startMessage('binary');
for (let i = 0; i < 160; i++) {
  const fragment = new Uint8Array(65_536).fill(i);
  sent.update(fragment);
  // Settles when there is room for more: the client is as fast as the server, and no faster.
  await message.write(fragment);
}
await message.end();
await socket.closed;
console.log(`the same bytes: ${sent.digest('hex') === received.digest('hex')}`);
await server.drain();
