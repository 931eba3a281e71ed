import type { Socket } from '@rfc6455/socket';
import { closeFrame, describeFrame, socketAndPeer, socketPair, textFrame } from '@rfc6455/testing';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

// What is tested: the handler that the application gives to `serve`.
const handler = {
  open: (socket: Socket) => socket.send('welcome'),
  message: (socket: Socket, data: string | Uint8Array) => socket.send(`you said ${data}`),
};

// Only these: with another `setImmediate`, sockets would not write.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

it('answers, frame by frame', async () => {
  const { socket, peer } = socketAndPeer({ role: 'server', handler });
  peer.send(textFrame('hel', { fin: false }), { opcode: 0x0, payload: 'lo' }, closeFrame(1000));
  expect((await peer.receiveRest()).map(describeFrame)).toEqual(['text welcome', 'text you said hello', 'close 1000']);
  peer.end();
  expect((await socket.closed).wasClean).toBe(true);
});

it('gives up a client that is gone, after a minute of its heartbeat', async () => {
  const { server, streams } = socketPair({ server: { handler } });
  await streams.quiet();
  streams.cut();
  vi.advanceTimersByTime(60_000);
  expect((await server.closed).cause).toMatchObject({ code: 'HEARTBEAT_TIMEOUT' });
});
