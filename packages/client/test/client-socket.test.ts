import { PassThrough } from 'node:stream';
import { Socket } from '@rfc6455/socket';
import { parseUri } from '@rfc6455/uri';
import { expect, it } from 'vitest';
import { ClientSocket } from '../src/client-socket.ts';
import { randomUint32 } from '../src/random.ts';

it('is a socket that knows its opening handshake', async () => {
  const opened = {
    uri: parseUri('ws://example.com/'),
    response: { httpVersion: '1.1', status: 101, reason: '', headers: [] },
    extensions: [{ name: 'x', params: [] }],
  };
  const socket = new ClientSocket(new PassThrough(), { role: 'client', random: randomUint32 }, opened);
  expect(socket).toBeInstanceOf(Socket);
  expect(socket).toMatchObject({ role: 'client', ...opened });
  socket.terminate();
  expect(await socket.closed).toMatchObject({ code: 1006, initiator: 'transport' });
});
