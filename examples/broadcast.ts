// A chat of three: what one of them says, the server sends to the two others.
import { type ClientSocket, connect } from '@rfc6455/client';
import { type Server, serve } from '@rfc6455/server';

const server: Server<string> = await serve({
  accept: ({ query }) => new URLSearchParams(query).get('name') ?? 'nobody',
  message: (socket, text) => server.broadcast(`${socket.data}: ${text}`, { except: socket }),
});

async function listen(name: string, socket: ClientSocket): Promise<void> {
  let left = 2;
  for await (const message of socket) {
    console.log(`${name} reads "${message}"`);
    if (--left === 0) await socket.close(1000);
  }
}

const names = ['Ann', 'Ben', '小明'];
const sockets = await Promise.all(names.map((name) => connect(`${server.url}/?name=${encodeURIComponent(name)}`)));
for (const socket of sockets) socket.send('hello');
await Promise.all(sockets.map((socket, i) => listen(names[i]!, socket)));
await server.drain();
