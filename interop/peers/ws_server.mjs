// A server made with npm's ws: echoes, and does what the conversation asks for.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { WebSocketServer } from 'ws';

const [certFile, keyFile] = process.argv.slice(2);
const http =
  certFile === undefined
    ? createServer()
    : createSecureServer({ cert: readFileSync(certFile), key: readFileSync(/** @type {string} */ (keyFile)) });
const server = new WebSocketServer({
  server: http,
  handleProtocols: (offered) => (offered.has('chat') ? 'chat' : false),
});
server.on('connection', (socket) => {
  socket.on('message', (data, isBinary) => {
    const [command, first, ...rest] = isBinary ? [] : data.toString().split(' ', 3);
    if (command === 'close') socket.close(Number(first), rest.join(' '));
    else if (command === 'fragments') {
      for (let i = 1; i <= Number(first); i++) socket.send('part', { fin: i === Number(first) });
    } else socket.send(data, { binary: isBinary });
  });
});
http.listen(0, '127.0.0.1', () => console.log(/** @type {import('node:net').AddressInfo} */ (http.address()).port));
