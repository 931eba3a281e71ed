// A server that sends back what comes, and a client that sends text and bytes to it.
import { connect } from '@rfc6455/client';
import { serve } from '@rfc6455/server';

const server = await serve({
  message: (socket, data) => socket.send(data),
});

const socket = await connect(server.url);
socket.send('Grüße, 世界');
socket.send(Uint8Array.of(0x00, 0x7f, 0x80, 0xff));

let left = 2;
for await (const message of socket) {
  console.log('echoed:', message);
  if (--left === 0) break;
}
await socket.close(1000);
await server.close();
