import { describe, expect, it } from 'vitest';
import { type ConnectionSettings, SingleConnection } from '../src/single-connection.ts';
import { FakeClock, settle } from './fake-clock.ts';
import { fakeWebSockets } from './fake-web-socket.ts';
import { URL_TEXT } from './setup.ts';

function setup(settings: Partial<ConnectionSettings> = {}) {
  const { WebSocket, sockets } = fakeWebSockets();
  const clock = new FakeClock();
  const calls: unknown[][] = [];
  const timeouts = { connectTimeout: 1_000, closeTimeout: 100 };
  const connection = new SingleConnection(
    { url: URL_TEXT, protocols: [], WebSocket, clock, ...timeouts, ...settings },
    {
      open: () => calls.push(['open']),
      message: ({ data }) => calls.push(['message', data]),
      error: ({ code }) => calls.push(['error', code]),
      end: (end) => calls.push(['end', end]),
    },
  );
  return { connection, sockets, clock, calls };
}

const end = {
  code: 1006,
  reason: '',
  wasClean: false,
  status: undefined,
  openFor: 0,
  retryAfter: undefined,
  unsentBytes: 0,
  isPermanent: false,
};

describe('SingleConnection', () => {
  it('tells what happens in order, and the end last and once', async () => {
    const { connection, sockets, clock, calls } = setup();
    connection.start('arraybuffer');
    await settle();
    const [socket] = sockets;
    socket!.open();
    socket!.receive('a');
    await clock.advance(5_000);
    socket!.bufferedAmount = 3;
    socket!.end(1001, 'bye');
    socket!.receive('b');
    socket!.fail();
    expect(calls).toEqual([
      ['open'],
      ['message', 'a'],
      ['end', { ...end, code: 1001, reason: 'bye', wasClean: true, openFor: 5_000, unsentBytes: 3 }],
    ]);
    expect(clock.timers).toBe(0);
  });

  it('is open from the open event until the socket is closing', async () => {
    const { connection, sockets } = setup();
    const states: boolean[][] = [];
    const note = () => states.push([connection.wasOpen, connection.isOpen]);
    note();
    connection.start('blob');
    await settle();
    note();
    sockets[0]!.open();
    note();
    sockets[0]!.readyState = 2;
    note();
    expect(states).toEqual([
      [false, false],
      [false, false],
      [true, true],
      [true, false],
    ]);
  });

  it('tells nothing after it was abandoned, and closes its socket', async () => {
    const { connection, sockets, clock, calls } = setup();
    connection.start('blob');
    await settle();
    connection.abandon();
    sockets[0]!.open();
    sockets[0]!.fail();
    await clock.advance(10_000);
    expect([calls, sockets[0]!.closeCalls, clock.timers]).toEqual([[], [[]], 0]);
  });

  it('asks no second provider after it was abandoned', async () => {
    const asked: string[] = [];
    const { connection, sockets } = setup({
      url: async () => {
        asked.push('url');
        return URL_TEXT;
      },
      protocols: () => {
        asked.push('protocols');
        return [];
      },
    });
    connection.start('blob');
    connection.abandon();
    await settle();
    expect([asked, sockets.length]).toEqual([['url'], 0]);
  });

  it('makes no socket when it was abandoned while the subprotocols were awaited', async () => {
    let provide: (protocols: string[]) => void = () => {};
    const protocols = () =>
      new Promise<string[]>((resolve) => {
        provide = resolve;
      });
    const { connection, sockets, calls } = setup({ protocols });
    connection.start('blob');
    await settle();
    connection.abandon();
    provide(['chat']);
    await settle();
    expect([sockets.length, calls]).toEqual([0, []]);
  });

  it('ends after the close timeout when the peer does not answer', async () => {
    const { connection, sockets, clock, calls } = setup();
    connection.start('blob');
    await settle();
    sockets[0]!.open();
    connection.close(1000, 'done');
    await clock.advance(100);
    expect(calls.slice(1)).toEqual([
      ['error', 'CLOSE_TIMEOUT'],
      ['end', { ...end, openFor: 100 }],
    ]);
    expect(sockets[0]!.closeCalls).toEqual([[1000, 'done'], []]);
  });

  it('calls an end permanent only when the constructor throws for arguments that stay', async () => {
    const WebSocket = class {
      constructor() {
        throw new TypeError('no');
      }
    } as unknown as ConnectionSettings['WebSocket'];
    const ends: unknown[] = [];
    for (const url of [URL_TEXT, () => URL_TEXT]) {
      const { connection, calls } = setup({ WebSocket, url });
      connection.start('blob');
      await settle();
      ends.push(calls.map(([name, detail]) => (name === 'end' ? (detail as typeof end).isPermanent : detail)));
    }
    expect(ends).toEqual([
      ['NOT_CONSTRUCTED', true],
      ['NOT_CONSTRUCTED', false],
    ]);
  });
});
