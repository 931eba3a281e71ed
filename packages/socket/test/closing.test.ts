import { once } from 'node:events';
import { closeFrame, describeFrame, socketAndPeer, socketPair, streamPair, textFrame } from '@rfc6455/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type CloseReport, Socket } from '../src/index.ts';

const roles = ['client', 'server'] as const;

const stopTime = () => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
afterEach(() => void vi.useRealTimers());

describe('closing', () => {
  it.each(roles)('%s begins, and both reports say so [7.3-1]', async (role) => {
    const { client, server } = socketPair();
    const [first, second] = role === 'client' ? [client, server] : [server, client];
    const report = await first.close(1000, '再见');
    expect(report).toEqual({
      code: 1000,
      reason: '',
      wasClean: true,
      initiator: 'local',
      sent: { code: 1000, reason: '再见' },
      received: { code: 1000, reason: '' },
      cause: undefined,
    } satisfies CloseReport);
    expect(await second.closed).toEqual({
      code: 1000,
      reason: '再见',
      wasClean: true,
      initiator: 'remote',
      sent: { code: 1000, reason: '' },
      received: { code: 1000, reason: '再见' },
      cause: undefined,
    } satisfies CloseReport);
    expect([first.state, second.state]).toEqual(['closed', 'closed']);
  });

  it('without a code gives 1005 on both sides', async () => {
    const { client, server } = socketPair();
    expect(await client.close()).toMatchObject({ code: 1005, wasClean: true });
    expect(await server.closed).toMatchObject({ code: 1005, wasClean: true });
  });

  it('from both sides at once is clean', async () => {
    const { client, server } = socketPair();
    const reports = await Promise.all([client.close(1000), server.close(1001)]);
    expect(reports).toMatchObject([
      { code: 1001, wasClean: true, initiator: 'local' },
      { code: 1000, wasClean: true, initiator: 'local' },
    ]);
  });

  it('the server ends TCP at once, the client waits for it [5.5.1-10] [7.1.1-3] [7.1.1-5]', async () => {
    const ends: string[] = [];
    const { client, streams } = socketPair();
    vi.spyOn(streams.client, 'end').mockImplementation(function (this: typeof streams.client) {
      ends.push('client');
      return Object.getPrototypeOf(this).end.call(this);
    });
    vi.spyOn(streams.server, 'end').mockImplementation(function (this: typeof streams.server) {
      ends.push('server');
      return Object.getPrototypeOf(this).end.call(this);
    });
    await client.close(1000);
    expect(ends).toEqual(['server', 'client']);
  });

  it.each(roles)('%s gives up on a peer that does not answer its Close frame', async (role) => {
    stopTime();
    const { socket, streams } = socketAndPeer({ role, closeTimeout: 30 });
    const closed = socket.close(1000);
    await streams.quiet();
    vi.advanceTimersByTime(29);
    await streams.quiet();
    expect(socket.state).toBe('closing');
    vi.advanceTimersByTime(1);
    const report = await closed;
    expect(report).toMatchObject({ code: 1006, wasClean: false, initiator: 'local', received: undefined });
    expect(report.cause).toMatchObject({ code: 'CLOSE_TIMEOUT' });
  });

  it('client does not wait for ever for a server that answers but does not end TCP [7.1.1-4]', async () => {
    stopTime();
    const { socket, peer, streams } = socketAndPeer({ role: 'client', closeTimeout: 30 });
    socket.close(1000);
    peer.send(closeFrame(1000));
    await streams.quiet();
    expect(socket.state).toBe('closing');
    vi.advanceTimersByTime(30);
    expect(await socket.closed).toMatchObject({ code: 1000, wasClean: true, cause: undefined });
  });

  it('server destroys a stream whose client never ends it', async () => {
    stopTime();
    const { socket, peer } = socketAndPeer({ role: 'server', closeTimeout: 30 });
    peer.send(closeFrame(1000));
    expect((await peer.receiveRest()).map(describeFrame)).toEqual(['close 1000']);
    expect(socket.state).toBe('closing');
    vi.advanceTimersByTime(30);
    expect(await socket.closed).toMatchObject({ code: 1000, wasClean: true });
  });

  it('a close that comes while the queue is full is seen', async () => {
    const { client, server, streams } = socketPair({ client: { highWaterMark: 100 } });
    for (let i = 0; i < 100; i++) server.send('x'.repeat(100));
    await streams.quiet();
    server.close(1000);
    let count = 0;
    for await (const _ of client) count += 1;
    expect(count).toBe(100);
  });

  it.each(roles)('%s: TCP ended without a Close frame is 1006 [7.2.1-2]', async (role) => {
    const { socket, peer } = socketAndPeer({ role });
    peer.end();
    const report = await socket.closed;
    expect(report).toMatchObject({ code: 1006, wasClean: false, initiator: 'transport', sent: undefined });
    expect(report.cause).toMatchObject({ code: 'TRANSPORT_ENDED', section: '7.2.1' });
    expect(await peer.receiveRest()).toEqual([]);
  });

  it.each(roles)('%s: what came before TCP ended is answered', async (role) => {
    const { peer } = socketAndPeer({ role, handler: { message: (socket, data) => socket.send(data) } });
    peer.send(textFrame('bye'));
    peer.end();
    expect((await peer.receiveRest()).map(describeFrame)).toEqual(['text bye']);
  });

  it('terminate destroys, and the report says that it was this end', async () => {
    const { client, server } = socketPair();
    client.terminate();
    expect(client.state).toBe('closed');
    const report = await client.closed;
    expect(report).toMatchObject({ code: 1006, wasClean: false });
    expect(report.cause).toMatchObject({ code: 'TERMINATED' });
    client.terminate();
    expect(await server.closed).toMatchObject({ code: 1006 });
  });

  it('close and send after the end do nothing and say so', async () => {
    const { client, server } = socketPair();
    await client.close(1000);
    expect(await client.send('x')).toBe(false);
    expect(client.ping()).toBe(false);
    expect(client.pong()).toBe(false);
    expect((await client.close(1000)).code).toBe(1000);
    expect(await client.startMessage('text').end('x')).toBe(false);
    client.pause();
    client.resume();
    await server.closed;
  });

  it('Symbol.asyncDispose closes with 1000', async () => {
    const { client, server } = socketPair();
    await client[Symbol.asyncDispose]();
    expect(await server.closed).toMatchObject({ code: 1000, wasClean: true });
  });

  it('a stream that is destroyed already closes the socket', async () => {
    const { server: stream } = streamPair();
    stream.destroy();
    await once(stream, 'close');
    const socket = new Socket(stream, { role: 'server' });
    socket.start();
    expect(await socket.closed).toMatchObject({ code: 1006 });
  });
});

describe('violations', () => {
  it.each(roles)(
    '%s fails with the right code after answering what came before [5.1-2] [5.1-3] [5.1-5] [5.1-6] [7.2.1-1] [7.2.2-1]',
    async (role) => {
      const errors: Error[] = [];
      const { socket, peer } = socketAndPeer({
        role,
        handler: { message: (socket, data) => socket.send(data), error: (_socket, error) => errors.push(error) },
      });
      peer.send(textFrame('ok'), textFrame('hi', { masked: role === 'client' }), textFrame('late'));
      peer.end();
      const code = role === 'server' ? 'UNMASKED_FRAME_FROM_CLIENT' : 'MASKED_FRAME_FROM_SERVER';
      expect((await peer.receiveRest()).map(describeFrame)).toEqual(['text ok', `close 1002 ${code}`]);
      const report = await socket.closed;
      expect(report).toMatchObject({ code: 1006, wasClean: false, sent: { code: 1002 }, cause: { code } });
      expect(errors).toMatchObject([{ name: 'ProtocolError', code }]);
    },
  );

  it('are not followed by anything, however long the peer goes on [7.1.1-1]', async () => {
    stopTime();
    const { socket, peer, streams } = socketAndPeer({ role: 'server', closeTimeout: 50 });
    peer.send({ opcode: 0x3 });
    await streams.quiet();
    for (let i = 0; i < 49; i++) {
      vi.advanceTimersByTime(1);
      peer.send(textFrame('more'));
      await streams.quiet();
    }
    expect((await peer.receiveRest()).map(describeFrame)).toEqual(['close 1002 RESERVED_OPCODE']);
    expect(socket.state).toBe('closing');
    vi.advanceTimersByTime(1);
    expect((await socket.closed).cause).toMatchObject({ code: 'RESERVED_OPCODE' });
  });
});
