// A Close frame without a close code: the other side reports 1005, which is never on the wire.
import { connect } from '@rfc6455/client';
import { serve } from '@rfc6455/server';

const server = await serve({
  close: (_socket, { code, reason, wasClean, received }) =>
    console.log('server: closed', { code, reason, wasClean, received }),
});

const socket = await connect(server.url);
await socket.close();
await server.drain();
