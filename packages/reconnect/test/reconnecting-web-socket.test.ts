import { ReconnectError, ReconnectingWebSocket } from '@rfc6455/reconnect';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { settle } from './fake-clock.ts';
import { FakeNetwork } from './fake-network.ts';
import { fakeWebSockets } from './fake-web-socket.ts';
import { describeEvent, setup, URL_TEXT } from './setup.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('the first connection', () => {
  it('is made at once, after the listeners could be added', async () => {
    const { socket, sockets, events, clock } = setup();
    expect([sockets.length, socket.readyState]).toEqual([0, 0]);
    await settle();
    expect(sockets.map(({ url, protocols }) => [url, protocols])).toEqual([[URL_TEXT, []]]);
    expect(events.map(describeEvent)).toEqual([{ type: 'attempt', attempt: 0, delay: 0, why: 'start' }]);
    expect(clock.timers).toBe(1);
  });

  it('opens, and leaves no timer', async () => {
    const { socket, last, types, clock } = setup();
    await settle();
    last().open();
    expect(types()).toEqual(['attempt', 'open']);
    expect([socket.readyState, socket.connectionCount, clock.timers]).toEqual([1, 1, 0]);
  });

  it('is offered the subprotocols, and its properties are those of the socket', async () => {
    const { socket, last } = setup({ protocols: ['a', 'b'] });
    expect([socket.url, socket.protocol, socket.extensions, socket.bufferedAmount]).toEqual([URL_TEXT, '', '', 0]);
    await settle();
    Object.assign(last(), { protocol: 'b', extensions: 'x', bufferedAmount: 5 });
    last().open();
    expect(last().protocols).toEqual(['a', 'b']);
    expect([socket.url, socket.protocol, socket.extensions, socket.bufferedAmount]).toEqual([URL_TEXT, 'b', 'x', 5]);
  });

  it('comes back when it fails, as any other [7.2.3-2]', async () => {
    const { socket, last, events, clock } = setup();
    await settle();
    last().fail({ message: 'refused' });
    expect(events.slice(1).map((event) => event.type)).toEqual(['error', 'reconnecting']);
    expect(describeEvent(events[2]!)).toEqual({
      type: 'reconnecting',
      code: 1006,
      reason: '',
      wasClean: false,
      status: undefined,
      attempt: 1,
      delay: 2500,
      why: 'failed',
      unsentBytes: 0,
    });
    expect([socket.readyState, clock.timers]).toEqual([0, 1]);
  });
});

describe('messages', () => {
  it('are handed on', async () => {
    const { last, lastOf } = setup();
    await settle();
    last().open();
    const data = Uint8Array.of(1).buffer;
    last().receive(data);
    expect(lastOf('message')).toBeInstanceOf(MessageEvent);
    expect(lastOf('message').data).toBe(data);
    expect(lastOf('message').origin).toBe('ws://example.com');
  });

  it('arrive in the binary type that is set, also after a reconnection', async () => {
    const { socket, last, clock, sockets } = setup();
    expect(socket.binaryType).toBe('blob');
    socket.binaryType = 'arraybuffer';
    await settle();
    expect(last().binaryType).toBe('arraybuffer');
    last().open();
    last().end();
    await clock.advance(5_000);
    expect([sockets.length, last().binaryType]).toEqual([2, 'arraybuffer']);
    socket.binaryType = 'blob';
    expect(last().binaryType).toBe('blob');
    socket.binaryType = 'text' as 'blob';
    expect([socket.binaryType, last().binaryType]).toEqual(['blob', 'blob']);
  });

  it('still arrive after close() was called', async () => {
    const { socket, last, types } = setup();
    await settle();
    last().open();
    socket.close();
    last().receive('late');
    expect(types()).toEqual(['attempt', 'open', 'message']);
  });
});

describe('a connection that is lost', () => {
  it('is followed by another one, after the delay of the policy [7.2.3-1] [7.2.3-2]', async () => {
    const { socket, sockets, last, events, clock, types } = setup();
    await settle();
    last().open();
    Object.assign(last(), { bufferedAmount: 7 });
    await clock.advance(60_000);
    last().end(1001, 'restart');
    expect(describeEvent(events.at(-1)!)).toEqual({
      type: 'reconnecting',
      code: 1001,
      reason: 'restart',
      wasClean: true,
      status: undefined,
      attempt: 1,
      delay: 2500,
      why: 'lost',
      unsentBytes: 7,
    });
    expect([socket.readyState, socket.url, socket.protocol]).toEqual([0, URL_TEXT, '']);
    await clock.advance(2_499);
    expect(sockets).toHaveLength(1);
    await clock.advance(1);
    expect(sockets).toHaveLength(2);
    expect(describeEvent(events.at(-1)!)).toEqual({ type: 'attempt', attempt: 1, delay: 2500, why: 'lost' });
    last().open();
    expect([socket.readyState, socket.connectionCount, clock.timers]).toEqual([1, 2, 0]);
    expect(types()).toEqual(['attempt', 'open', 'reconnecting', 'attempt', 'open']);
  });

  it('makes the back-off grow, and a stable one starts it over [7.2.3-4]', async () => {
    const { last, clock, lastOf } = setup();
    const delays: number[] = [];
    const lose = async (openFor?: number) => {
      if (openFor !== undefined) {
        last().open();
        await clock.advance(openFor);
      }
      last().end();
      delays.push(lastOf('reconnecting').delay);
      await clock.advance(lastOf('reconnecting').delay);
    };
    await settle();
    for (const openFor of [undefined, undefined, undefined, undefined, 9_999, 10_000, 1]) await lose(openFor);
    expect(delays).toEqual([2_500, 5_000, 10_000, 15_000, 15_000, 2_500, 5_000]);
  });

  it('shows as CONNECTING as soon as its socket is closing, before the event', async () => {
    const { socket, last } = setup();
    await settle();
    last().open();
    last().readyState = 2;
    expect(socket.readyState).toBe(0);
    socket.send('kept');
    expect([last().sent, socket.bufferedAmount]).toEqual([[], 4]);
  });

  it('with a code that says later waits at least the base delay', async () => {
    const { last, lastOf } = setup();
    await settle();
    last().open();
    last().end(1013);
    expect(lastOf('reconnecting').delay).toBe(17_500);
  });

  it('is not listened to any more', async () => {
    const { sockets, clock, last, types } = setup();
    await settle();
    last().open();
    last().end();
    await clock.advance(2_500);
    const [old] = sockets;
    old!.open();
    old!.receive('old');
    old!.fail();
    expect(types()).toEqual(['attempt', 'open', 'reconnecting', 'attempt']);
  });
});

describe('the end', () => {
  it('comes with a code that the policy does not come back for', async () => {
    const { socket, last, events, clock, network } = setup();
    await settle();
    last().open();
    last().end(1000, 'bye');
    expect(describeEvent(events.at(-1)!)).toEqual({
      type: 'close',
      code: 1000,
      reason: 'bye',
      wasClean: true,
      status: undefined,
      why: 'code',
    });
    expect([socket.readyState, clock.timers, network.listeners.size]).toEqual([3, 0, 0]);
  });

  it('comes when all attempts have failed', async () => {
    const { last, clock, lastOf, types, socket } = setup({ policy: { maxAttempts: 2 } });
    await settle();
    last().fail();
    await clock.advance(2_500);
    last().fail();
    await clock.advance(5_000);
    last().fail();
    expect(types().filter((type) => type !== 'error')).toEqual([
      ...['attempt', 'reconnecting', 'attempt', 'reconnecting', 'attempt'],
      'close',
    ]);
    expect(lastOf('close')).toMatchObject({ code: 1006, why: 'attempts' });
    expect([socket.readyState, clock.timers]).toEqual([3, 0]);
  });

  it('comes once: nothing follows it', async () => {
    const { socket, last, types, clock } = setup();
    await settle();
    last().open();
    last().end(1000);
    last().end();
    socket.close();
    await clock.advance(100_000);
    expect(types().filter((type) => type === 'close')).toHaveLength(1);
  });

  it('comes when the policy throws, and the error is reported', async () => {
    const cause = new Error('oops');
    const retry = () => {
      throw cause;
    };
    const { last, lastOf, types, clock } = setup({ policy: { retry } });
    await settle();
    last().end();
    expect(types()).toEqual(['attempt', 'error', 'close']);
    expect(lastOf('error').error).toMatchObject({ code: 'POLICY_FAILED', section: '7.2.3', cause });
    expect([lastOf('close').why, clock.timers]).toEqual(['failed', 0]);
  });

  it('comes once when close() is called while the policy fails', async () => {
    const retry = () => {
      throw 'no error object';
    };
    const { socket, last, types, lastOf } = setup({ policy: { retry } });
    socket.onerror = () => socket.close();
    await settle();
    last().end();
    await settle();
    expect(types()).toEqual(['attempt', 'error', 'close']);
    expect(lastOf('error').message).toContain('"no error object"');
  });
});

describe('close()', () => {
  it('before the first attempt prevents it', async () => {
    const { socket, types, sockets, clock } = setup();
    socket.close();
    expect(socket.readyState).toBe(2);
    await settle();
    expect([types(), sockets.length, socket.readyState, clock.timers]).toEqual([['close'], 0, 3, 0]);
  });

  it('during an attempt aborts it', async () => {
    const { socket, last, types, lastOf, clock } = setup();
    await settle();
    socket.close(1000);
    expect(last().closeCalls).toEqual([[]]);
    expect(types()).toEqual(['attempt']);
    await settle();
    last().fail();
    expect(types()).toEqual(['attempt', 'close']);
    expect(lastOf('close')).toMatchObject({ code: 1006, reason: '', wasClean: false, why: 'closed' });
    expect([socket.readyState, clock.timers]).toEqual([3, 0]);
  });

  it('while the URL is awaited aborts the provider and makes no socket', async () => {
    let signal: AbortSignal | undefined;
    let provide: (url: string) => void = () => {};
    const url = (context: { signal: AbortSignal }) => {
      signal = context.signal;
      return new Promise<string>((resolve) => {
        provide = resolve;
      });
    };
    const { socket, sockets, types, clock } = setup({ url });
    await settle();
    expect(signal!.aborted).toBe(false);
    socket.close();
    expect(signal!.aborted).toBe(true);
    provide(URL_TEXT);
    await settle();
    expect([sockets.length, types(), clock.timers]).toEqual([0, ['attempt', 'close'], 0]);
  });

  it('while the URL is awaited is not disturbed when the provider rejects, as fetch does', async () => {
    const url = ({ signal }: { signal: AbortSignal }) =>
      new Promise<string>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    const { socket, types } = setup({ url });
    await settle();
    socket.close();
    await settle();
    expect(types()).toEqual(['attempt', 'close']);
  });

  it('in a listener of a timeout error ends it there', async () => {
    const { socket, types, clock } = setup();
    socket.onerror = () => socket.close();
    await clock.advance(10_000);
    expect([types(), clock.timers]).toEqual([['attempt', 'error', 'close'], 0]);
  });

  it('while it waits for the next attempt prevents it', async () => {
    const { socket, last, sockets, clock, types } = setup();
    await settle();
    last().fail();
    socket.close();
    expect(clock.timers).toBe(0);
    await clock.advance(100_000);
    expect(sockets).toHaveLength(1);
    expect(types()).toEqual(['attempt', 'error', 'reconnecting', 'close']);
  });

  it('while open performs the closing handshake', async () => {
    const { socket, last, types, lastOf, clock } = setup();
    await settle();
    last().open();
    socket.close(4001, 'done');
    expect([socket.readyState, last().closeCalls]).toEqual([2, [[4001, 'done']]]);
    await settle();
    expect(types()).toEqual(['attempt', 'open']);
    last().end(4001, 'done');
    expect(lastOf('close')).toMatchObject({ code: 4001, reason: 'done', wasClean: true, why: 'closed' });
    expect([socket.readyState, clock.timers]).toEqual([3, 0]);
  });

  it('without a code passes none on', async () => {
    const { socket, last } = setup();
    await settle();
    last().open();
    socket.close();
    expect(last().closeCalls).toEqual([[]]);
  });

  it('does not come back whatever the code is, and waits no longer than the close timeout', async () => {
    const { socket, last, types, lastOf, clock } = setup({ closeTimeout: 500 });
    await settle();
    last().open();
    socket.close();
    await clock.advance(499);
    expect(socket.readyState).toBe(2);
    await clock.advance(1);
    expect(types()).toEqual(['attempt', 'open', 'error', 'close']);
    expect(lastOf('error').error).toMatchObject({ code: 'CLOSE_TIMEOUT', section: '7.1.1' });
    expect(lastOf('close')).toMatchObject({ code: 1006, why: 'closed' });
    last().end(1001);
    expect([types().length, clock.timers]).toEqual([4, 0]);
  });

  it('is done once: the second call changes nothing', async () => {
    const { socket, last } = setup();
    await settle();
    last().open();
    socket.close(1000);
    socket.close(3000);
    expect(last().closeCalls).toEqual([[1000]].map(([code]) => [code, undefined]));
  });

  it.each(['attempt', 'open', 'reconnecting', 'error', 'drop'] as const)(
    'works inside of a listener of %s',
    async (type) => {
      const { socket, sockets, last, clock, types } = setup({ queue: { maxMessages: 1, whenFull: 'drop-oldest' } });
      socket.addEventListener(type, () => socket.close());
      socket.send('a');
      socket.send('b');
      await settle();
      if (sockets.length > 0 && last().readyState === 0) last().open();
      if (sockets.length > 0) last().fail();
      await clock.advance(100_000);
      expect([socket.readyState, clock.timers, types().filter((name) => name === 'close').length]).toEqual([3, 0, 1]);
      expect(sockets.length).toBeLessThanOrEqual(1);
    },
  );

  it('works inside of the policy', async () => {
    const { socket, last, types, clock } = setup({
      policy: {
        retry: () => {
          socket.close();
          return 'yes';
        },
      },
    });
    await settle();
    last().end();
    await clock.advance(100_000);
    expect([types(), clock.timers]).toEqual([['attempt', 'close'], 0]);
  });

  it.each([999, 1001, 1005, 1006, 1015, 2999, 5000, 1000.5, Number.NaN])('refuses the code %d', (code) => {
    const { socket } = setup();
    expect(() => socket.close(code)).toThrow(expect.objectContaining({ name: 'InvalidAccessError' }));
    expect(socket.readyState).toBe(0);
  });

  it('refuses a reason of more than 123 bytes, and takes one of 123', async () => {
    const { socket } = setup();
    expect(() => socket.close(1000, 'é'.repeat(62))).toThrow(expect.objectContaining({ name: 'SyntaxError' }));
    expect(socket.readyState).toBe(0);
    socket.close(1000, `${'é'.repeat(61)}x`);
    expect(socket.readyState).toBe(2);
  });

  it('ends an attempt that ignores it, or throws', async () => {
    const { socket, last, types } = setup();
    await settle();
    last().close = () => {
      throw new Error('not open yet');
    };
    socket.close();
    await settle();
    expect(types()).toEqual(['attempt', 'close']);
  });
});

describe('send()', () => {
  it('passes messages on while open', async () => {
    const { socket, last } = setup();
    await settle();
    last().open();
    const bytes = new Uint8Array(3);
    expect([socket.send('a'), socket.send(bytes)]).toEqual([true, true]);
    expect(last().sent).toEqual(['a', bytes]);
    expect(last().sent[1]).toBe(bytes);
  });

  it('keeps messages while there is no connection, and sends them in order after the listeners of open', async () => {
    const { socket, last, clock } = setup();
    expect(socket.send('1')).toBe(true);
    await settle();
    socket.send('2');
    expect(socket.bufferedAmount).toBe(2);
    socket.onopen = () => socket.send('hello');
    last().open();
    expect([last().sent, socket.bufferedAmount]).toEqual([['hello', '1', '2'], 0]);
    last().end();
    socket.send('3');
    await clock.advance(2_500);
    last().open();
    expect(last().sent).toEqual(['hello', '3']);
  });

  it('keeps what does not leave when the connection closes while the queue is sent', async () => {
    const { socket, last } = setup();
    await settle();
    socket.send('1');
    socket.send('2');
    const { sent } = last();
    last().send = (data) => {
      sent.push(data);
      last().readyState = 2;
    };
    last().open();
    expect([sent, socket.bufferedAmount]).toEqual([['1'], 1]);
  });

  it('throws when the queue is full, and keeps what is in it', async () => {
    const { socket, last } = setup({ queue: { maxBytes: 4 } });
    socket.send('abc');
    expect(() => socket.send('de')).toThrow(expect.objectContaining({ code: 'QUEUE_FULL' }));
    expect(socket.bufferedAmount).toBe(3);
    await settle();
    last().open();
    expect(last().sent).toEqual(['abc']);
  });

  it('reports the oldest messages when they make room', async () => {
    const { socket, last, events } = setup({ queue: { maxBytes: 4, whenFull: 'drop-oldest' } });
    socket.send('ab');
    socket.send('c');
    expect(socket.send('def')).toBe(true);
    expect(events.map(describeEvent)).toEqual([{ type: 'drop', messages: ['ab'], why: 'full' }]);
    await settle();
    last().open();
    expect(last().sent).toEqual(['c', 'def']);
  });

  it('throws InvalidStateError while there is no connection and no queue', async () => {
    const { socket, last, types } = setup({ queue: false });
    expect(() => socket.send('x')).toThrow(expect.objectContaining({ name: 'InvalidStateError' }));
    expect(socket.bufferedAmount).toBe(0);
    await settle();
    last().open();
    expect(socket.send('x')).toBe(true);
    expect(last().sent).toEqual(['x']);
    last().end(1000);
    expect(types()).toEqual(['attempt', 'open', 'close']);
  });

  it('reports what was still in the queue at the end, before close', async () => {
    const { socket, events, types } = setup();
    socket.send('a');
    socket.send(Uint8Array.of(1));
    socket.close();
    await settle();
    expect(types()).toEqual(['drop', 'close']);
    expect(describeEvent(events[0]!)).toEqual({
      type: 'drop',
      messages: ['a', Uint8Array.of(1).buffer],
      why: 'closed',
    });
    expect(socket.bufferedAmount).toBe(0);
  });

  it('returns false after close(), and counts the bytes as a WebSocket does', async () => {
    const { socket } = setup();
    socket.close();
    expect(socket.send('é')).toBe(false);
    await settle();
    expect(socket.send(new Uint8Array(3))).toBe(false);
    expect(socket.bufferedAmount).toBe(5);
  });
});

describe('the URL and the subprotocols', () => {
  it('are asked for at each attempt', async () => {
    let count = 0;
    const { sockets, last, clock, socket } = setup({
      url: async () => new URL(`ws://example.com/${++count}`),
      protocols: () => [`p${count}`],
    });
    expect(socket.url).toBe('');
    await settle();
    last().fail();
    expect(socket.url).toBe('ws://example.com/1');
    await clock.advance(2_500);
    expect(sockets.map(({ url, protocols }) => [url, protocols])).toEqual([
      ['ws://example.com/1', ['p1']],
      ['ws://example.com/2', ['p2']],
    ]);
  });

  it.each(['url', 'protocols'] as const)(
    'are asked for again when the provider of the %s fails [7.2.3-4]',
    async (name) => {
      const cause = new Error('no token');
      let fail = true;
      const { sockets, types, lastOf, clock } = setup({
        [name]: async () => {
          if (fail) throw cause;
          return URL_TEXT;
        },
      });
      await settle();
      expect(types()).toEqual(['attempt', 'error', 'reconnecting']);
      expect(lastOf('error').error).toBeInstanceOf(ReconnectError);
      expect(lastOf('error').error).toMatchObject({ code: 'PROVIDER_FAILED', cause });
      expect(lastOf('reconnecting')).toMatchObject({ code: 1006, attempt: 1, delay: 2_500, why: 'failed' });
      await clock.advance(2_500);
      expect(lastOf('reconnecting')).toMatchObject({ attempt: 2, delay: 5_000 });
      fail = false;
      await clock.advance(5_000);
      expect(sockets).toHaveLength(1);
    },
  );

  it('may carry the time that the server of the token asked for', async () => {
    const url = () => Promise.reject(Object.assign(new Error('busy'), { status: 429, retryAfter: 60 }));
    const { lastOf } = setup({ url });
    await settle();
    expect(lastOf('reconnecting')).toMatchObject({ status: 429, delay: 62_500 });
  });

  it('end it when they are fixed and the constructor throws', async () => {
    class Refusing extends fakeWebSockets().WebSocket {
      constructor() {
        super(URL_TEXT);
        throw new DOMException('duplicate', 'SyntaxError');
      }
    }
    const { types, lastOf, clock } = setup({ WebSocket: Refusing, protocols: ['a', 'a'] });
    await settle();
    expect(types()).toEqual(['attempt', 'error', 'close']);
    expect(lastOf('error').error).toMatchObject({ code: 'NOT_CONSTRUCTED', cause: { name: 'SyntaxError' } });
    expect([lastOf('close').why, clock.timers]).toEqual(['failed', 0]);
  });

  it('are asked for again when they are provided and the constructor throws', async () => {
    class Refusing extends fakeWebSockets().WebSocket {
      constructor() {
        super(URL_TEXT);
        throw new DOMException('bad URL', 'SyntaxError');
      }
    }
    const { types } = setup({ WebSocket: Refusing, url: () => 'nonsense' });
    await settle();
    expect(types()).toEqual(['attempt', 'error', 'reconnecting']);
  });
});

describe('the connect timeout', () => {
  it('ends an attempt that does not open, and another one follows', async () => {
    const { last, sockets, types, lastOf, clock } = setup({ connectTimeout: 300 });
    await clock.advance(299);
    expect(types()).toEqual(['attempt']);
    await clock.advance(1);
    expect(types()).toEqual(['attempt', 'error', 'reconnecting']);
    expect(lastOf('error').error.message).toBe(
      'the connection was not open in time: waited 300 ms (RFC 6455 section 4.1)',
    );
    expect([last().closeCalls.length, clock.timers]).toEqual([1, 1]);
    last().open();
    expect(types()).toHaveLength(3);
    await clock.advance(2_500);
    expect(sockets).toHaveLength(2);
  });

  it('ends a provider that does not answer', async () => {
    const signals: AbortSignal[] = [];
    const url = ({ signal }: { signal: AbortSignal }) => {
      signals.push(signal);
      return new Promise<string>(() => {});
    };
    const { sockets, lastOf, clock } = setup({ url });
    await clock.advance(10_000);
    expect(lastOf('error').error.code).toBe('CONNECT_TIMEOUT');
    await clock.advance(2_500);
    expect([sockets.length, signals.map((signal) => signal.aborted)]).toEqual([0, [true, false]]);
  });
});

describe('what a server says when it refuses', () => {
  it('delays the next attempt: Retry-After on the error event', async () => {
    const { last, lastOf, sockets, clock } = setup();
    await settle();
    const response = { status: 503, headers: [['Retry-After', '60']] };
    last().fail({ error: Object.assign(new Error('unexpected status'), { response }) });
    expect(lastOf('error').error).toMatchObject({ code: 'CONNECTION_FAILED', cause: { message: 'unexpected status' } });
    expect(lastOf('reconnecting')).toMatchObject({ status: 503, delay: 62_500 });
    await clock.advance(62_499);
    expect(sockets).toHaveLength(1);
    await clock.advance(1);
    expect(sockets).toHaveLength(2);
  });

  it('is forgotten with the next attempt', async () => {
    const { last, lastOf, clock } = setup();
    await settle();
    last().fail({ retryAfter: 60 });
    await clock.advance(62_500);
    last().fail();
    expect(lastOf('reconnecting')).toMatchObject({ status: undefined, delay: 5_000 });
  });

  it('can end it', async () => {
    const retry = ({ status }: { status?: number | undefined }) => (status === 403 ? 'no' : undefined);
    const { last, lastOf } = setup({ policy: { retry } });
    await settle();
    last().fail({ status: 403 });
    expect(lastOf('close')).toMatchObject({ code: 1006, status: 403, why: 'code' });
  });
});

describe('while the network is away', () => {
  it('no attempt is made, and its return brings one within the first window', async () => {
    const { last, sockets, network, clock, lastOf } = setup();
    await settle();
    last().open();
    last().end();
    network.set(false);
    await clock.advance(600_000);
    expect([sockets.length, clock.timers]).toEqual([1, 0]);
    network.set(true);
    await clock.advance(2_499);
    expect(sockets).toHaveLength(1);
    await clock.advance(1);
    expect(sockets).toHaveLength(2);
    expect(lastOf('attempt')).toMatchObject({ attempt: 1, delay: 2_500, why: 'online' });
  });

  it('a loss starts no timer', async () => {
    const { last, network, clock, lastOf } = setup();
    await settle();
    last().open();
    network.set(false);
    last().end();
    expect([lastOf('reconnecting').attempt, clock.timers]).toEqual([1, 0]);
  });

  it('attempts are not counted', async () => {
    const { last, network, clock, lastOf } = setup({ policy: { maxAttempts: 1 } });
    await settle();
    last().fail();
    for (let i = 0; i < 5; i++) {
      network.set(false);
      await clock.advance(100_000);
      network.set(true);
    }
    await clock.advance(2_500);
    expect(lastOf('attempt').attempt).toBe(1);
    last().open();
    expect(lastOf('open')).toBeDefined();
  });

  it('the time that the server asked for is kept', async () => {
    const { last, sockets, network, clock } = setup();
    await settle();
    last().fail({ retryAfter: 60 });
    network.set(false);
    await clock.advance(20_000);
    network.set(true);
    await clock.advance(42_499);
    expect(sockets).toHaveLength(1);
    await clock.advance(1);
    expect(sockets).toHaveLength(2);
  });

  it('the first attempt waits too', async () => {
    const { sockets, network, clock, events } = setup();
    network.onLine = false;
    await clock.advance(100_000);
    expect([sockets.length, events.length]).toEqual([0, 0]);
    network.set(true);
    await clock.advance(2_500);
    expect(events.map(describeEvent)).toEqual([{ type: 'attempt', attempt: 0, delay: 2_500, why: 'online' }]);
  });

  it('a timer that fires brings no attempt, even without an event', async () => {
    const { last, sockets, network, clock } = setup();
    await settle();
    last().fail();
    network.onLine = false;
    await clock.advance(2_500);
    expect([sockets.length, clock.timers]).toEqual([1, 0]);
    network.set(true);
    await clock.advance(2_500);
    expect(sockets).toHaveLength(2);
  });

  it('an open connection stays', async () => {
    const { socket, last, network, clock } = setup();
    await settle();
    last().open();
    network.set(false);
    network.set(true);
    await clock.advance(100_000);
    expect([socket.readyState, last().closeCalls]).toEqual([1, []]);
  });

  it('close() ends it', async () => {
    const { socket, last, network, types, clock } = setup();
    await settle();
    last().fail();
    network.set(false);
    socket.close();
    await settle();
    network.set(true);
    expect([types().at(-1), clock.timers, network.listeners.size]).toEqual(['close', 0, 0]);
  });

  it('news of a network that was there changes nothing', async () => {
    const { last, sockets, network, clock } = setup({ policy: { random: () => 0.9 } });
    await settle();
    last().fail();
    await clock.advance(4_000);
    network.set(true);
    await clock.advance(500);
    expect(sockets).toHaveLength(2);
  });

  it('a policy that throws ends it', async () => {
    let random = () => 0.5;
    const { last, network, types, lastOf, clock } = setup({ policy: { random: () => random() } });
    await settle();
    last().fail();
    network.set(false);
    random = () => Number.NaN;
    network.set(true);
    expect(types().slice(-2)).toEqual(['error', 'close']);
    expect([lastOf('close').why, clock.timers]).toEqual(['failed', 0]);
  });

  it('attempts are made all the same when the network is not asked', async () => {
    const { network, sockets } = setup({ network: false });
    network.onLine = false;
    await settle();
    expect(sockets).toHaveLength(1);
  });
});

describe('the interface', () => {
  it('has the constants of WebSocket on the class and on its instances', () => {
    const { socket } = setup();
    const constants = { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 };
    expect({ ...ReconnectingWebSocket }).toMatchObject(constants);
    expect(socket).toMatchObject(constants);
    expect(socket).toBeInstanceOf(EventTarget);
  });

  it('takes the WebSocket of the platform by default', async () => {
    const { WebSocket, sockets } = fakeWebSockets();
    vi.stubGlobal('WebSocket', WebSocket);
    const socket = new ReconnectingWebSocket(URL_TEXT);
    await settle();
    expect(sockets).toHaveLength(1);
    socket.close();
  });

  it('says so when there is none', () => {
    vi.stubGlobal('WebSocket', undefined);
    expect(() => new ReconnectingWebSocket(URL_TEXT)).toThrow(
      new TypeError('WebSocket: expected a function, got undefined'),
    );
  });

  it.each([
    [{ connectTimeout: 0 }, RangeError],
    [{ connectTimeout: 86_400_001 }, RangeError],
    [{ closeTimeout: 1.5 }, RangeError],
    [{ closeTimeout: '1' }, TypeError],
    [{ queue: { maxBytes: -1 } }, RangeError],
    [{ WebSocket: {} }, TypeError],
  ])('refuses the options %o, and listens to no network then', (options, expected) => {
    const { WebSocket } = fakeWebSockets();
    const network = new FakeNetwork();
    const construct = () => new ReconnectingWebSocket(URL_TEXT, [], { WebSocket, network, ...(options as object) });
    expect(construct).toThrow(expected);
    expect(network.listeners.size).toBe(0);
  });

  it('refuses a URL that is none at once', () => {
    const { WebSocket } = fakeWebSockets();
    expect(() => new ReconnectingWebSocket('ws://example.com/#x', [], { WebSocket })).toThrow(DOMException);
  });
});
