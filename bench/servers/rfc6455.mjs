// Ours, as its README shows it, from the built packages.
import { serve } from '@rfc6455/server';

const mode = process.argv[2];
const server = await serve({
  port: 0,
  host: '127.0.0.1',
  maxMessageSize: 128 << 20,
  maxFrameSize: 128 << 20,
  // None of the others pings.
  heartbeat: false,
  message(socket, data) {
    if (mode === 'echo') socket.send(data);
    else if (mode === 'broadcast') server.broadcast(data);
  },
});
console.log(server.port);
