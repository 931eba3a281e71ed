// A client goes through an HTTP proxy that wants a password: the one in this file, or the one that is given, with its URI.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect as dial } from 'node:net';
import { ConnectError, connect } from '@rfc6455/client';
import { serve } from '@rfc6455/server';

const [given] = process.argv.slice(2);
const server = await serve({ port: 0, message: (socket, data) => socket.send(data) });

// The proxy: CONNECT asks for a connection to host and port, and from then on it copies bytes.
const PASSWORD = `Basic ${Buffer.from('ada:open sesame').toString('base64')}`;
const proxy = createServer().listen(0, '127.0.0.1');
proxy.on('connect', ({ url, headers }, client) => {
  client.on('error', () => client.destroy());
  if (headers['proxy-authorization'] !== PASSWORD) {
    console.log('proxy: refuses a stranger');
    client.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="example"\r\n\r\n');
    return;
  }
  console.log('proxy: connects a client that it knows');
  const { hostname, port } = new URL(`http://${url}`);
  const remote = dial(Number(port), hostname, () => client.write('HTTP/1.1 200 Connection established\r\n\r\n'));
  remote.on('error', () => client.destroy());
  client.pipe(remote).pipe(client);
});
await once(proxy, 'listening');
const place = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;

async function talkThrough(uri: string): Promise<void> {
  try {
    const socket = await connect(server.url, { proxy: uri });
    socket.send('hello');
    for await (const message of socket) {
      console.log('client: echoed', message);
      await socket.close(1000);
    }
  } catch (error) {
    if (!(error instanceof ConnectError)) throw error;
    console.log('client:', error.code, 'in the phase', error.phase, 'with status', error.refusal?.status);
  }
}

if (given === undefined) {
  await talkThrough(`http://${place}`);
  await talkThrough(`http://ada:open%20sesame@${place}`);
} else {
  await talkThrough(given);
}

proxy.close();
await server.close();
