// The client begins the closing handshake with a code of its own; the server answers it by itself.
import { connect } from '@rfc6455/client';
import { serve } from '@rfc6455/server';

const server = await serve({
  close: (_socket, { code, reason, wasClean, initiator }) =>
    console.log('server: closed', { code, reason, wasClean, initiator }),
});

const socket = await connect(server.url);
const { code, reason, wasClean, initiator } = await socket.close(4000, 'done for today');
console.log('client: closed', { code, reason, wasClean, initiator });
await server.drain();
