import { describeFrame, pingFrame, socketAndPeer, socketPair } from '@rfc6455/testing';
import { describe, expect, it } from 'vitest';

const roles = ['client', 'server'] as const;

describe('socketPair', () => {
  it.each([{}, { toClient: { chunkSize: 1 }, toServer: { chunkSize: 1 } }])('talks, with %j', async (options) => {
    const { client, server } = socketPair({
      ...options,
      server: { handler: { message: (socket, data) => socket.send(data) } },
    });
    const sent = ['Hello', Uint8Array.from({ length: 300 }, (_, i) => i), ''];
    for (const message of sent) client.send(message);
    const received: unknown[] = [];
    for await (const message of client) {
      received.push(typeof message === 'string' ? message : Uint8Array.from(message));
      if (received.length === sent.length) client.close(1000, 'done');
    }
    expect(received).toEqual(sent);
    expect(await client.closed).toMatchObject({ code: 1000, wasClean: true, initiator: 'local' });
    expect(await server.closed).toMatchObject({ code: 1000, reason: 'done', wasClean: true, initiator: 'remote' });
  });

  it('sends the same bytes in each run', async () => {
    const bytesOfARun = async () => {
      const { client, streams } = socketPair();
      const chunks: Buffer[] = [];
      streams.server.on('data', (chunk: Buffer) => chunks.push(Buffer.from(chunk)));
      client.send('one');
      client.send('two');
      await streams.quiet();
      streams.reset();
      return Buffer.concat(chunks);
    };
    const first = await bytesOfARun();
    expect(first.length).toBe(18);
    expect(await bytesOfARun()).toEqual(first);
  });

  it('takes masking keys of the test', async () => {
    const { client, streams } = socketPair({ client: { random: () => 0 } });
    const chunks: string[] = [];
    streams.server.prependListener('data', (chunk: Buffer) => chunks.push(chunk.toString('hex')));
    client.send('a');
    await streams.quiet();
    expect(chunks).toEqual(['81810000000061']);
    streams.reset();
  });

  it('gives both ends their options', () => {
    const { client, server, streams } = socketPair({
      client: { subprotocol: 'chat' },
      server: { subprotocol: 'talk' },
    });
    expect([client.subprotocol, server.subprotocol]).toEqual(['chat', 'talk']);
    expect([client.role, server.role]).toEqual(['client', 'server']);
    streams.reset();
  });

  it('has a wire that breaks: both sockets are told [7.2.1-2]', async () => {
    const { client, server, streams } = socketPair();
    streams.reset();
    for (const report of [await client.closed, await server.closed]) {
      expect(report).toMatchObject({ code: 1006, wasClean: false, cause: { code: 'TRANSPORT_FAILED' } });
    }
  });

  it('has a wire that breaks in the middle of a frame', async () => {
    const { client, server, streams } = socketPair({ server: { handler: { message: () => {} } } });
    streams.toServer.hold();
    client.send('Hello');
    streams.toServer.release(8);
    await streams.quiet();
    expect(streams.toServer.bytesDelivered).toBe(8);
    streams.reset();
    expect(await server.closed).toMatchObject({ code: 1006, initiator: 'transport' });
  });

  it('refuses a wrong option at once', () => {
    expect(() => socketPair({ server: { closeTimeout: -1 } })).toThrow(RangeError);
  });
});

describe.each(roles)('socketAndPeer with a %s', (role) => {
  it('has the peer in the other role', async () => {
    const { socket, peer } = socketAndPeer({ role });
    expect([socket.role, peer.role]).toEqual(role === 'client' ? ['client', 'server'] : ['server', 'client']);
    peer.send(pingFrame('x'));
    expect(describeFrame(await peer.receive())).toBe('pong x');
    peer.reset();
    expect(await socket.closed).toMatchObject({ code: 1006 });
  });

  it('holds the socket back when the peer does not read', async () => {
    const { socket, peer, streams } = socketAndPeer({ role });
    peer.stream.pause();
    let sent = 0;
    void (async () => {
      while (await socket.send(new Uint8Array(10_000))) sent += 1;
    })();
    await streams.quiet();
    expect(sent).toBeLessThan(50);
    socket.terminate();
    await socket.closed;
  });
});
