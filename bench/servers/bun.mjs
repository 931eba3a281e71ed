// @ts-nocheck: it runs on another runtime, or with a package that has no types.
// Bun's own server.
const mode = process.argv[2];
const server = Bun.serve({
  port: 0,
  hostname: '127.0.0.1',
  fetch: (request, self) => (self.upgrade(request) ? undefined : new Response('', { status: 400 })),
  websocket: {
    maxPayloadLength: 128 << 20,
    backpressureLimit: 256 << 20,
    sendPings: false,
    idleTimeout: 0,
    open(socket) {
      if (mode === 'broadcast') socket.subscribe('all');
    },
    message(socket, message) {
      if (mode === 'echo') socket.send(message);
      else if (mode === 'broadcast') server.publish('all', message);
    },
  },
});
console.log(server.port);
