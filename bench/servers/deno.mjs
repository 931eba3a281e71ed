// @ts-nocheck: it runs on another runtime.
// Deno's own server.
const mode = Deno.args[0];
const sockets = new Set();
Deno.serve({ port: 0, hostname: '127.0.0.1', onListen: ({ port }) => console.log(port) }, (request) => {
  if (request.headers.get('upgrade') !== 'websocket') return new Response('', { status: 400 });
  const { socket, response } = Deno.upgradeWebSocket(request, { idleTimeout: 0 });
  socket.binaryType = 'arraybuffer';
  socket.onopen = () => sockets.add(socket);
  socket.onclose = () => sockets.delete(socket);
  socket.onerror = () => {};
  socket.onmessage = ({ data }) => {
    if (mode === 'echo') socket.send(data);
    else if (mode === 'broadcast') for (const each of sockets) each.send(data);
  };
  return response;
});
