import { Opcode } from '@rfc6455/frame';
import { describe, expect, it } from 'vitest';
import { delay, fromPeer, socketAndPeer, socketPair } from './streams.ts';

describe('iteration', () => {
  it('ends when the socket is closed cleanly', async () => {
    const { client, server } = await socketPair();
    server.send('last words');
    server.close(1000, 'done');
    const got: unknown[] = [];
    for await (const message of client) got.push(message);
    expect(got).toEqual(['last words']);
    expect((await client.closed).reason).toBe('done');
  });

  it('throws after the last message when the connection is lost', async () => {
    const { socket, peer } = await socketAndPeer('client');
    peer.write(fromPeer('client', Opcode.Text, 'one'));
    peer.end();
    const got: unknown[] = [];
    const loop = (async () => {
      for await (const message of socket) got.push(message);
    })();
    await expect(loop).rejects.toMatchObject({
      name: 'SocketError',
      code: 'CONNECTION_LOST',
      cause: { code: 'TRANSPORT_ENDED' },
    });
    expect(got).toEqual(['one']);
    await expect(socket[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
  });

  it('can be left and taken up again', async () => {
    const { client, server } = await socketPair();
    for (const text of ['a', 'b', 'c']) server.send(text);
    for await (const message of client) {
      expect(message).toBe('a');
      break;
    }
    expect(client.state).toBe('open');
    expect((await client[Symbol.asyncIterator]().next()).value).toBe('b');
  });

  it('is refused where a handler takes the messages', async () => {
    const { client } = await socketPair({ handler: { message: () => {} } });
    expect(() => client[Symbol.asyncIterator]()).toThrow(expect.objectContaining({ name: 'InvalidStateError' }));
  });

  it('of a socket that was closed without being read drops what is over the mark, and closes', async () => {
    const { client, server } = await socketPair({ highWaterMark: 1000 });
    for (let i = 0; i < 500; i++) server.send(new Uint8Array(1000));
    await delay(20);
    const report = await client.close(1000);
    expect(report).toMatchObject({ code: 1000, wasClean: true });
  });
});
