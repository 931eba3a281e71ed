import { describeFrame, pongFrame, socketAndPeer, socketPair, textFrame } from '@rfc6455/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const roles = ['client', 'server'] as const;

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

describe('timers', () => {
  it('the heartbeat pings at its interval, and measures the round trip', async () => {
    const { socket, peer, streams } = socketAndPeer({ role: 'client', heartbeat: { interval: 1000, timeout: 600 } });
    vi.advanceTimersByTime(999);
    await streams.quiet();
    expect([peer.frames, socket.roundTripTime]).toEqual([[], undefined]);
    vi.advanceTimersByTime(1);
    const ping = await peer.receive();
    vi.advanceTimersByTime(20);
    peer.send(pongFrame(ping.payload));
    await streams.quiet();
    expect(socket.roundTripTime).toBe(20);
    vi.advanceTimersByTime(980);
    await streams.quiet();
    peer.send(pongFrame(ping.payload));
    await streams.quiet();
    expect(peer.frames.map(describeFrame)).toEqual(['ping 1', 'ping 2']);
    // That was the answer to the Ping before the last.
    expect(socket.roundTripTime).toBe(20);
    peer.reset();
  });

  it.each(roles)('%s gives up a peer that is silent after a Ping', async (role) => {
    const { socket, streams } = socketAndPeer({ role, heartbeat: { interval: 1000, timeout: 600 } });
    vi.advanceTimersByTime(1599);
    await streams.quiet();
    expect(socket.state).toBe('open');
    vi.advanceTimersByTime(1);
    const report = await socket.closed;
    expect(report).toMatchObject({ code: 1006, initiator: 'transport' });
    expect(report.cause).toMatchObject({ code: 'HEARTBEAT_TIMEOUT', section: '5.5.2' });
  });

  it('a peer that sends anything at all is alive', async () => {
    const { socket, peer, streams } = socketAndPeer({
      role: 'server',
      heartbeat: { interval: 1000, timeout: 600 },
      handler: { message: () => {} },
    });
    for (let i = 0; i < 20; i++) {
      vi.advanceTimersByTime(500);
      peer.send(textFrame('busy'));
      await streams.quiet();
    }
    expect(socket.state).toBe('open');
    vi.advanceTimersByTime(1600);
    expect((await socket.closed).cause).toMatchObject({ code: 'HEARTBEAT_TIMEOUT' });
  });

  it('a socket that does not read does not take silence for death', async () => {
    const { socket, streams } = socketAndPeer({ role: 'server', heartbeat: { interval: 1000, timeout: 600 } });
    socket.pause();
    vi.advanceTimersByTime(10_000);
    await streams.quiet();
    expect(socket.state).toBe('open');
    socket.terminate();
  });

  it('heartbeat: false sends no Ping', async () => {
    const { socket, peer, streams } = socketAndPeer({ role: 'server', heartbeat: false });
    vi.advanceTimersByTime(1_000_000);
    await streams.quiet();
    expect([peer.frames, socket.roundTripTime]).toEqual([[], undefined]);
    socket.terminate();
  });

  it('a socket without messages is closed with 3008 after idleTimeout, one with messages is not', async () => {
    const { client, server, streams } = socketPair({
      server: { idleTimeout: 100, handler: { message: () => {} } },
    });
    for (let i = 0; i < 6; i++) {
      vi.advanceTimersByTime(99);
      if (i % 2 === 0) client.send('still here');
      else server.send('here too');
      await streams.quiet();
    }
    expect(server.state).toBe('open');
    vi.advanceTimersByTime(100);
    expect(await client.closed).toMatchObject({ code: 3008, reason: 'idle', wasClean: true });
  });

  it('no timer is left when the socket is closed', async () => {
    const { client, server } = socketPair({ client: { idleTimeout: 5000 }, server: { idleTimeout: 5000 } });
    expect(vi.getTimerCount()).toBe(4);
    await client.close(1000);
    await server.closed;
    expect(vi.getTimerCount()).toBe(0);
  });

  it('no timer is left when a socket is terminated in the turn in which it has sent', async () => {
    const { client, server, streams } = socketPair();
    client.send('x');
    client.terminate();
    await Promise.all([client.closed, server.closed]);
    await streams.quiet();
    expect(vi.getTimerCount()).toBe(0);
  });
});
