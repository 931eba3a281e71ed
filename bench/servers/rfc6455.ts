// Ours.
import { serve } from '@rfc6455/server';

const mode = process.argv[2];
const server = await serve({
  port: 0,
  host: '127.0.0.1',
  origins: 'any',
  maxConnectionsPerAddress: 100_000,
  maxMessageSize: 128 << 20,
  heartbeat: false,
  message(socket, data) {
    if (mode === 'echo') socket.send(data);
    else if (mode === 'broadcast') server.broadcast(data);
  },
});
console.log(server.port);
