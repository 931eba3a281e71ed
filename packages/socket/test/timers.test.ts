import { Opcode } from '@rfc6455/frame';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { delay, fromPeer, socketAndPeer, socketPair, until } from './streams.ts';

const roles = ['client', 'server'] as const;

describe('timers', () => {
  it('the heartbeat measures the round trip', async () => {
    const { client } = await socketPair({ heartbeat: { interval: 20, timeout: 1000 } });
    expect(client.roundTripTime).toBeUndefined();
    await until(() => client.roundTripTime !== undefined);
    expect(client.roundTripTime).toBeGreaterThan(0);
    expect(client.roundTripTime).toBeLessThan(1000);
    await client.close(1000);
  });

  it.each(roles)('%s gives up a peer that is silent after a Ping', async (role) => {
    const { socket } = await socketAndPeer(role, { heartbeat: { interval: 20, timeout: 30 } });
    const report = await socket.closed;
    expect(report).toMatchObject({ code: 1006, initiator: 'transport' });
    expect(report.cause).toMatchObject({ code: 'HEARTBEAT_TIMEOUT', section: '5.5.2' });
  });

  it('a peer that sends anything at all is alive', async () => {
    const { socket, peer } = await socketAndPeer('server', {
      heartbeat: { interval: 20, timeout: 40 },
      handler: { message: () => {} },
    });
    const timer = setInterval(() => peer.write(fromPeer('server', Opcode.Text, 'busy')), 10);
    await delay(250);
    expect(socket.state).toBe('open');
    clearInterval(timer);
    expect((await socket.closed).cause).toMatchObject({ code: 'HEARTBEAT_TIMEOUT' });
  });

  it('a socket that does not read does not take silence for death', async () => {
    const { socket, peer } = await socketAndPeer('server', { heartbeat: { interval: 10, timeout: 20 } });
    socket.pause();
    await delay(150);
    expect(socket.state).toBe('open');
    socket.terminate();
    peer.destroy();
  });

  it('heartbeat: false sends no Ping', async () => {
    const { socket, peer } = await socketAndPeer('server', { heartbeat: false });
    await delay(30);
    expect(peer.readableLength).toBe(0);
    expect(socket.roundTripTime).toBeUndefined();
    socket.terminate();
  });

  it('a socket without messages is closed with 3008 after idleTimeout, one with messages is not', async () => {
    const { client, server } = await socketPair({}, { idleTimeout: 100, handler: { message: () => {} } });
    for (let i = 0; i < 6; i++) {
      await delay(40);
      client.send('still here');
    }
    expect(server.state).toBe('open');
    const report = await client.closed;
    expect(report).toMatchObject({ code: 3008, reason: 'idle', wasClean: true });
  });

  it('no timer is left when the socket is closed', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const { client, server } = await socketPair({ idleTimeout: 5000 }, { idleTimeout: 5000 });
    expect(vi.getTimerCount()).toBe(4);
    await client.close(1000);
    await server.closed;
    expect(vi.getTimerCount()).toBe(0);
  });
});
