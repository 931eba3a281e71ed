// A client that comes back when its server restarts, after random and growing delays.
import { ReconnectingWebSocket, ReconnectPolicy } from '@rfc6455/reconnect';
import { serve } from '@rfc6455/server';
import { WebSocket } from 'undici';

const start = (port: number) => serve({ port, host: '127.0.0.1', message: (socket, data) => socket.send(data) });
let server = await start(0);
const { port, url } = server;

// Fractions of a second, so that this ends soon. The defaults are those of the RFC: the first delay is up to 5 seconds.
console.log('The delays are shortened: up to 0.2 s, then up to 0.4 s, 0.8 s, 1 s. The first default is up to 5 s.');
const policy = new ReconnectPolicy({ baseDelay: 200, maxDelay: 1000 });
const socket = new ReconnectingWebSocket(url, [], { WebSocket, policy });

socket.addEventListener('open', () => {
  console.log(`open: connection ${socket.connectionCount}`);
  if (socket.connectionCount === 1) restart();
  else socket.send('I am back.');
});
socket.addEventListener('reconnecting', ({ why, code, attempt, delay }) => {
  console.log(`${why}, code ${code}: attempt ${attempt} follows in ${Math.round(delay)} ms`);
});
socket.addEventListener('message', ({ data }) => {
  console.log('echoed:', data);
  socket.close(1000, 'done');
});
socket.addEventListener('close', ({ code, why }) => {
  console.log(`closed for good: ${why}, code ${code}`);
  server.drain();
});

async function restart(): Promise<void> {
  console.log('The server stops, and starts again after 0.5 s.');
  await server.close();
  setTimeout(async () => {
    server = await start(port);
  }, 500);
}
