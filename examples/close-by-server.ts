// The server begins the closing handshake, with code 1000 and a reason in Chinese; the client's close event has both.
import { connect } from '@rfc6455/client';
import { serve } from '@rfc6455/server';

const server = await serve({
  message: (socket) => socket.close(1000, '工作完成，再见'),
  close: (_socket, { wasClean, initiator }) => console.log('server: closed', { wasClean, initiator }),
});

const socket = await connect(server.url, {
  close: (_socket, { code, reason, wasClean, initiator }) =>
    console.log('client: closed', { code, reason, wasClean, initiator }),
});
socket.send('Please close.');

await socket.closed;
await server.drain();
