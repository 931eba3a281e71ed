/** What is our own in `WebSocket`. The web's interface is tested in `interop/web-socket`, on others too. */
import { once } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { CloseEvent, ConnectError, WebSocket, type WebSocketErrorEvent } from '../src/index.ts';
import { accepting, acceptingWith, answer, at, field, frame, until } from './test-server.ts';
import { openServer } from './web-socket-server.ts';

/** The next event of a type. */
const next = async <E extends Event>(socket: WebSocket, type: string): Promise<E> => {
  const [event] = await once(socket, type);
  return event;
};

/** Opens one, and closes it when the test is over. */
async function open(url: string, init?: ConstructorParameters<typeof WebSocket>[1]): Promise<WebSocket> {
  const socket = new WebSocket(url, init);
  await next(socket, 'open');
  return socket;
}

describe('options for Node', () => {
  it('go to connect, beside protocols', async () => {
    let request = '';
    const server = await answer((head) => {
      request = head;
      return accepting(head, { 'Sec-WebSocket-Protocol': 'b' });
    });
    const headers = { Cookie: 'a=1' };
    const socket = await open(at(server), { protocols: ['a', 'b'], headers, origin: 'https://example.com' });
    expect(socket.protocol).toBe('b');
    expect(field(request, 'Sec-WebSocket-Protocol')).toBe('a, b');
    expect(field(request, 'Cookie')).toBe('a=1');
    expect(field(request, 'Origin')).toBe('https://example.com');
    socket.close();
    await server.close();
    await next(socket, 'close');
  });

  it('may be without protocols', async () => {
    const { url, requests } = await openServer();
    const socket = await open(url, {});
    expect(field(requests[0]!, 'Sec-WebSocket-Protocol')).toBeUndefined();
    socket.close();
    await next(socket, 'close');
  });

  it('throw at once when they are wrong', () => {
    expect(() => new WebSocket('ws://a/', { handshakeTimeout: 0 })).toThrow(RangeError);
    expect(() => new WebSocket('ws://a/', { maxBufferedAmount: -1 })).toThrow(RangeError);
    expect(() => new WebSocket('ws://a/', { signal: {} as AbortSignal })).toThrow(TypeError);
    expect(() => new WebSocket('ws://a/', { headers: 1 as unknown as object as never })).toThrow(TypeError);
    const headers = { Authorization: 'Bearer a' };
    expect(() => new WebSocket('ws://user@a/', { headers })).toThrow(TypeError);
    expect(() => new WebSocket('ws://a/', { protocols: ['a b'] })).toThrow(DOMException);
  });

  it('may have a signal, which gives the attempt up', async () => {
    const server = await answer(() => undefined);
    const controller = new AbortController();
    const socket = new WebSocket(at(server), { signal: controller.signal });
    const reason = new Error('enough');
    controller.abort(reason);
    const { error } = await next<WebSocketErrorEvent>(socket, 'error');
    expect(error).toBe(reason);
  });

  it('carry the credentials of the URL, to which headers are added', async () => {
    const { url, requests } = await openServer();
    const socket = await open(url.replace('//', '//user:pass@'), { headers: { 'X-A': 'b' } });
    expect(field(requests[0]!, 'Authorization')).toBe(`Basic ${Buffer.from('user:pass').toString('base64')}`);
    expect(field(requests[0]!, 'X-A')).toBe('b');
    expect(socket.url).toBe(url.replace('//', '//user:pass@'));
    const credentials = { token: 'secret' };
    const other = await open(url.replace('//', '//user:pass@'), { credentials });
    expect(field(requests[1]!, 'Authorization')).toBe('Bearer secret');
    other.close();
    socket.close();
    await next(socket, 'close');
  });
});

describe('an error event', () => {
  it('says what happened', async () => {
    const socket = new WebSocket('ws://127.0.0.1:1/');
    const { error, message } = await next<WebSocketErrorEvent>(socket, 'error');
    expect(error).toBeInstanceOf(ConnectError);
    expect(error).toMatchObject({ code: 'TCP_FAILED' });
    expect(message).toBe(error.message);
  });

  it('says which rule of the RFC was broken, and by which response [4.1-41]', async () => {
    const none = await answer((request) => accepting(request));
    const socket = new WebSocket(at(none), 'chat');
    expect((await next<WebSocketErrorEvent>(socket, 'error')).error).toMatchObject({ code: 'UNOFFERED_SUBPROTOCOL' });
    const refusing = await answer(() => 'HTTP/1.1 503 No\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n');
    const refused = new WebSocket(at(refusing));
    const { error } = await next<WebSocketErrorEvent>(refused, 'error');
    expect(error).toMatchObject({ code: 'UNEXPECTED_STATUS', status: 503, retryAfter: 7 });
    const breaking = await answer((request, stream) => {
      stream.on('end', () => stream.end());
      return acceptingWith(request, frame(3, ''));
    });
    const broken = new WebSocket(at(breaking));
    expect((await next<WebSocketErrorEvent>(broken, 'error')).error).toMatchObject({ code: 'RESERVED_OPCODE' });
  });

  it('comes when a server never answers, and when it never finishes closing', async () => {
    const silent = await answer(() => undefined);
    const connecting = new WebSocket(at(silent), { handshakeTimeout: 20 });
    expect((await next<WebSocketErrorEvent>(connecting, 'error')).error).toMatchObject({ code: 'TIMEOUT' });
    const mute = await answer((request) => accepting(request));
    const socket = await open(at(mute), { closeTimeout: 20 });
    socket.close(1000);
    expect((await next<WebSocketErrorEvent>(socket, 'error')).error).toMatchObject({ code: 'CLOSE_TIMEOUT' });
    expect(socket.readyState).toBe(WebSocket.CLOSED);
  });
});

describe('messages', () => {
  it('that nobody listens for are dropped, and make nothing', async () => {
    let pongs = 0;
    const { url, sockets } = await openServer({
      pong: () => {
        pongs += 1;
      },
    });
    const socket = await open(url);
    const makeBlob = vi.spyOn(globalThis, 'Blob');
    const server = sockets[0]!;
    for (let i = 0; i < 20_000; i++) void server.send(i % 2 === 0 ? 'x' : Uint8Array.of(1));
    server.ping();
    await until(() => pongs === 1);
    const got: unknown[] = [];
    // It reads on: what is sent when somebody listens comes.
    socket.onmessage = ({ data }) => got.push(data);
    void server.send('heard');
    await until(() => got.at(-1) === 'heard');
    expect(makeBlob).not.toHaveBeenCalled();
    vi.restoreAllMocks();
    socket.close();
    await next(socket, 'close');
  });

  it('hold the peer back when many wait for their listeners', async () => {
    const { url, sockets } = await openServer();
    const socket = await open(url);
    let heard = 0;
    socket.onmessage = () => {
      heard += 1;
    };
    const count = 50_000;
    for (let i = 0; i < count; i++) void sockets[0]!.send('x');
    await until(() => heard === count);
    socket.close();
    await next(socket, 'close');
  });

  it('may be listened for from within a handler', async () => {
    const { url } = await openServer();
    const socket = await open(url);
    const order: unknown[] = [];
    socket.onmessage = ({ data }) => {
      order.push(`handler ${data}`);
      if (order.length > 1) return;
      socket.addEventListener('message', (event) => order.push(`listener ${(event as MessageEvent).data}`));
    };
    socket.send('a');
    socket.send('b');
    await until(() => order.length === 3);
    expect(order).toEqual(['handler a', 'handler b', 'listener b']);
    socket.close();
    await next(socket, 'close');
  });

  it('without bytes are buffers of their own: to transfer one takes nothing from the next', async () => {
    const { url } = await openServer();
    const socket = await open(url);
    socket.binaryType = 'arraybuffer';
    const lengths: number[] = [];
    socket.onmessage = ({ data }) => {
      lengths.push(data.byteLength);
      structuredClone(data, { transfer: [data] });
    };
    for (let i = 0; i < 3; i++) socket.send(new Uint8Array(0));
    await until(() => lengths.length === 3);
    expect(lengths).toEqual([0, 0, 0]);
    socket.close();
    expect((await next<CloseEvent>(socket, 'close')).wasClean).toBe(true);
  });

  it('are told to a handler that throws, which is an uncaught exception and nothing else', async () => {
    const { url } = await openServer();
    const socket = await open(url);
    const uncaught: unknown[] = [];
    const others = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException').on('uncaughtException', (error) => uncaught.push(error));
    const error = new Error('a mistake');
    const got: unknown[] = [];
    socket.onmessage = ({ data }) => {
      got.push(data);
      throw error;
    };
    socket.send('a');
    socket.send('b');
    await until(() => got.length === 2 && uncaught.length === 2);
    process.removeAllListeners('uncaughtException');
    for (const other of others) process.on('uncaughtException', other);
    expect(uncaught).toEqual([error, error]);
    expect(socket.readyState).toBe(WebSocket.OPEN);
    socket.close();
    await next(socket, 'close');
  });
});

describe('sending', () => {
  it('gives up when more waits than may, and tells why [10.4]', async () => {
    const { url, sockets } = await openServer();
    const socket = await open(url, { maxBufferedAmount: 1_000_000 });
    sockets[0]!.pause();
    const large = new Uint8Array(400_000);
    const failed = next<WebSocketErrorEvent>(socket, 'error');
    while (socket.readyState === WebSocket.OPEN) {
      socket.send(large);
      await new Promise(setImmediate);
    }
    expect((await failed).error).toMatchObject({ code: 'SEND_BUFFER_FULL' });
    expect(socket.bufferedAmount).toBeGreaterThan(1_000_000);
  });

  it('takes many small messages in one turn', async () => {
    const { url } = await openServer({ message: () => {} });
    const socket = await open(url);
    for (let i = 0; i < 200_000; i++) socket.send('x');
    expect(socket.bufferedAmount).toBe(200_000);
    await until(() => socket.bufferedAmount === 0);
    expect(socket.readyState).toBe(WebSocket.OPEN);
    socket.close();
    await next(socket, 'close');
  });
});

describe('the class', () => {
  it('can be extended', async () => {
    const { url } = await openServer();
    class Chat extends WebSocket {
      override close(code?: number): void {
        super.close(code ?? 4000);
      }
    }
    const socket = new Chat(url);
    await next(socket, 'open');
    socket.close();
    expect(await next<CloseEvent>(socket, 'close')).toMatchObject({ code: 4000 });
  });

  it('leaves nothing behind when it is closed while connecting', async () => {
    const server = await answer(() => undefined);
    const socket = new WebSocket(at(server));
    await until(() => server.open === 1);
    socket.close();
    await next(socket, 'close');
    await until(() => server.open === 0);
  });

  it('has close events of the class that it exports', async () => {
    const socket = new WebSocket('ws://127.0.0.1:1/');
    expect(await next(socket, 'close')).toBeInstanceOf(CloseEvent);
    const event = new CloseEvent('close', { code: 1000, reason: 'why', wasClean: true });
    expect(event).toMatchObject({ type: 'close', code: 1000, reason: 'why', wasClean: true, bubbles: false });
    expect(new CloseEvent('x', { bubbles: true })).toMatchObject({
      code: 0,
      reason: '',
      wasClean: false,
      bubbles: true,
    });
    expect(CloseEvent.name).toBe('CloseEvent');
  });
});
