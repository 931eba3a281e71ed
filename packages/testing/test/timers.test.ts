import { describeFrame, pongFrame, socketAndPeer, socketPair } from '@rfc6455/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const roles = ['client', 'server'] as const;

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

describe.each(roles)("a test's clock drives the timers of a %s:", (role) => {
  it('the heartbeat, which a peer answers', async () => {
    const { socket, peer, streams } = socketAndPeer({ role });
    vi.advanceTimersByTime(29_999);
    await streams.quiet();
    expect(peer.frames).toEqual([]);
    vi.advanceTimersByTime(1);
    const ping = await peer.receive();
    expect(describeFrame(ping)).toBe('ping 1');
    vi.advanceTimersByTime(40);
    peer.send(pongFrame(ping.payload));
    await streams.quiet();
    expect(socket.roundTripTime).toBe(40);
    vi.advanceTimersByTime(30_000);
    await streams.quiet();
    expect(peer.frames.map(describeFrame)).toEqual(['ping 1', 'ping 2']);
    expect(socket.state).toBe('open');
    peer.reset();
  });

  it('the heartbeat, which nobody answers', async () => {
    const { socket, streams } = socketAndPeer({ role });
    vi.advanceTimersByTime(30_000);
    await streams.quiet();
    vi.advanceTimersByTime(30_000);
    expect((await socket.closed).cause).toMatchObject({ code: 'HEARTBEAT_TIMEOUT' });
  });

  it('the closing handshake, which the peer does not finish', async () => {
    const { socket, streams } = socketAndPeer({ role, closeTimeout: 5000 });
    const closed = socket.close(1000);
    await streams.quiet();
    vi.advanceTimersByTime(4999);
    await streams.quiet();
    expect(socket.state).toBe('closing');
    vi.advanceTimersByTime(1);
    expect((await closed).cause).toMatchObject({ code: 'CLOSE_TIMEOUT' });
  });

  it('the idle time, which begins again with each message', async () => {
    const pair = socketPair({ [role]: { idleTimeout: 1000 } });
    for (let i = 0; i < 3; i++) {
      vi.advanceTimersByTime(999);
      pair[role === 'client' ? 'server' : 'client'].send('still here');
      await pair.streams.quiet();
    }
    expect(pair[role].state).toBe('open');
    vi.advanceTimersByTime(1000);
    expect(await pair[role].closed).toMatchObject({ sent: { code: 3008 } });
  });

  it('the delay of the wire', async () => {
    const { client, server, streams } = socketPair({ toClient: { delay: 100 }, toServer: { delay: 100 } });
    const [one, other] = role === 'client' ? [client, server] : [server, client];
    const message = other[Symbol.asyncIterator]().next();
    one.send('far away');
    await streams.quiet();
    expect(streams[role === 'client' ? 'toServer' : 'toClient'].bytesDelivered).toBe(0);
    vi.advanceTimersByTime(100);
    expect((await message).value).toBe('far away');
    streams.reset();
  });
});
