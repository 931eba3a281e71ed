import { ReconnectingWebSocket, type ReconnectingWebSocketEventMap, ReconnectPolicy } from '@rfc6455/reconnect';
import { afterEach, describe, expect, it } from 'vitest';

/** Nothing listens here. */
const CLOSED_PORT = 'ws://127.0.0.1:65535/';

const sockets: ReconnectingWebSocket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close();
  Reflect.deleteProperty(navigator, 'onLine');
});

function connect(url: string = CLOSED_PORT, baseDelay = 20): ReconnectingWebSocket {
  const socket = new ReconnectingWebSocket(url, [], {
    policy: new ReconnectPolicy({ baseDelay, maxDelay: baseDelay }),
  });
  sockets.push(socket);
  return socket;
}

const next = <K extends keyof ReconnectingWebSocketEventMap>(
  socket: ReconnectingWebSocket,
  type: K,
): Promise<ReconnectingWebSocketEventMap[K]> =>
  new Promise((resolve) => socket.addEventListener(type, (event) => resolve(event as never), { once: true }));

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function setOnLine(value: boolean): void {
  Object.defineProperty(navigator, 'onLine', { value, configurable: true });
  window.dispatchEvent(new Event(value ? 'online' : 'offline'));
}

describe('the WebSocket of the browser', () => {
  it('is tried again and again while nothing listens [7.2.3-1]', async () => {
    const socket = connect();
    const events: string[] = [];
    for (const type of ['attempt', 'open', 'error', 'reconnecting', 'close'] as const) {
      socket.addEventListener(type, () => events.push(type));
    }
    while (events.filter((type) => type === 'attempt').length < 3) await next(socket, 'attempt');
    const round = ['attempt', 'error', 'reconnecting'];
    expect(events).toEqual([...round, ...round, 'attempt']);
    expect([socket.readyState, socket.url, socket.connectionCount]).toEqual([0, CLOSED_PORT, 0]);
  });

  it('shows no more than 1006 of why it failed', async () => {
    const socket = connect();
    const [{ error }, reconnecting] = await Promise.all([next(socket, 'error'), next(socket, 'reconnecting')]);
    expect(error).toMatchObject({ code: 'CONNECTION_FAILED', cause: expect.any(Event) });
    const { code, reason, wasClean, status } = reconnecting;
    expect({ code, reason, wasClean, status }).toEqual({ code: 1006, reason: '', wasClean: false, status: undefined });
  });

  it('is aborted by close() during an attempt, and not tried again', async () => {
    const socket = connect();
    await next(socket, 'attempt');
    await Promise.resolve();
    let attempts = 0;
    socket.addEventListener('attempt', () => attempts++);
    socket.close(1000);
    expect(socket.readyState).toBe(2);
    expect(await next(socket, 'close')).toMatchObject({ code: 1006, why: 'closed' });
    await wait(100);
    expect([attempts, socket.readyState]).toEqual([0, 3]);
  });

  it('is not tried again when it refuses the subprotocols', async () => {
    const socket = new ReconnectingWebSocket(CLOSED_PORT, ['a', 'a']);
    const [{ error }, { why }] = await Promise.all([next(socket, 'error'), next(socket, 'close')]);
    expect(error).toMatchObject({ code: 'NOT_CONSTRUCTED', cause: { name: 'SyntaxError' } });
    expect(why).toBe('failed');
  });

  it('takes a URL relative to the page', () => {
    const socket = connect('/chat?x=1');
    expect(socket.url).toBe(`${location.origin.replace('http', 'ws')}/chat?x=1`);
  });
});

describe('the network of the browser', () => {
  it('stops the attempts while it is away, and brings the next one when it is back', async () => {
    const socket = connect();
    await next(socket, 'reconnecting');
    setOnLine(false);
    let attempts = 0;
    socket.addEventListener('attempt', () => attempts++);
    await wait(100);
    expect(attempts).toBe(0);
    const attempt = next(socket, 'attempt');
    setOnLine(true);
    expect((await attempt).why).toBe('online');
  });
});
