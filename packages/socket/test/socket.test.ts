import { composeFrame, socketAndPeer, socketPair, streamPair, textFrame } from '@rfc6455/testing';
import { describe, expect, it, vi } from 'vitest';
import { checkSocketOptions, PreparedMessage, Socket, type SocketOptions } from '../src/index.ts';

describe('messages', () => {
  it('go both ways, in order, with handlers [6.1-1] [6.1-9]', async () => {
    const atServer: unknown[] = [];
    const atClient: unknown[] = [];
    const { client, server, streams } = socketPair({
      client: { handler: { message: (_socket, data) => atClient.push(data) } },
      server: {
        handler: {
          message: (socket, data) => {
            atServer.push(data);
            socket.send(data);
          },
        },
      },
    });
    client.send('one');
    client.send(Uint8Array.of(2, 3));
    client.send(new Float32Array([1]));
    await streams.quiet();
    expect(atServer).toEqual(['one', Uint8Array.of(2, 3), new Uint8Array(new Float32Array([1]).buffer)]);
    expect(atClient).toEqual(atServer);
    await client.close(1000);
    expect(await server.closed).toMatchObject({ code: 1000, wasClean: true });
  });

  it.each([0, 1, 125, 126, 65_535, 65_536, 4_000_000])('of %i bytes arrive whole at both ends', async (size) => {
    const { client, server } = socketPair({
      server: { handler: { message: (socket, data) => socket.send(data) } },
    });
    const sent = new Uint8Array(size).map((_, i) => i * 31);
    client.send(sent);
    const { value } = await client[Symbol.asyncIterator]().next();
    expect(Buffer.compare(value as Uint8Array, sent)).toBe(0);
    await server.close();
  });

  it('are received in pieces by a handler that asks for pieces', async () => {
    const pieces: string[] = [];
    const { client } = socketPair({
      server: {
        handler: {
          messageStart: (_socket, type) => pieces.push(`start ${type}`),
          messageChunk: (_socket, bytes) => pieces.push(Buffer.from(bytes).toString()),
          messageEnd: (socket) => {
            pieces.push('end');
            socket.close(1000);
          },
        },
      },
    });
    const message = client.startMessage('text');
    await message.write('Hel');
    await message.end('lo');
    await client.closed;
    expect([pieces[0], pieces.slice(1, -1).join(''), pieces.at(-1)]).toEqual(['start text', 'Hello', 'end']);
  });

  it('that are prepared reach both roles', async () => {
    const { client, server } = socketPair();
    const prepared = new PreparedMessage('news');
    client.send(prepared);
    server.send(prepared);
    expect(await client[Symbol.asyncIterator]().next()).toEqual({ value: 'news', done: false });
    expect(await server[Symbol.asyncIterator]().next()).toEqual({ value: 'news', done: false });
  });

  it('that come behind the opening handshake are not lost', async () => {
    const { server: stream } = streamPair();
    const got: unknown[] = [];
    const socket = new Socket(stream, { role: 'server', handler: { message: (_socket, data) => got.push(data) } });
    socket.start(composeFrame({ ...textFrame('early'), masked: true }));
    expect(got).toEqual(['early']);
  });
});

describe('writes', () => {
  it('all that is sent in one turn leaves in one write', async () => {
    const { client, streams } = socketPair();
    const write = vi.spyOn(streams.client, 'write');
    for (let i = 0; i < 50; i++) client.send(`message ${i}`);
    await Promise.resolve();
    client.send('after a microtask');
    await streams.quiet();
    expect(write).toHaveBeenCalledTimes(1);
  });

  it('all answers to one chunk leave in one write', async () => {
    const { socket, peer, streams } = socketAndPeer({
      role: 'server',
      handler: { message: (socket, data) => socket.send(data) },
    });
    const write = vi.spyOn(streams.server, 'write');
    peer.send(...Array.from({ length: 100 }, () => textFrame('x')));
    await streams.quiet();
    expect(peer.frames.length).toBe(100);
    expect(write).toHaveBeenCalledTimes(1);
    socket.terminate();
  });

  it('what open sends leaves first', async () => {
    const { server: stream } = streamPair();
    const write = vi.spyOn(stream, 'write');
    new Socket(stream, { role: 'server', handler: { open: (socket) => socket.send('hi') } }).start();
    expect(Buffer.from(write.mock.calls[0]![0] as Uint8Array)).toEqual(Buffer.from('81026869', 'hex'));
  });
});

describe('misuse', () => {
  it.each([
    ['closeTimeout', 0],
    ['closeTimeout', 2 ** 31],
    ['idleTimeout', -1],
    ['highWaterMark', 1.5],
    ['maxBufferedAmount', Number.NaN],
    ['heartbeat', { interval: 0 }],
    ['heartbeat', { timeout: 0 }],
    ['maxMessageSize', -1],
  ])('%s: %o is a RangeError', async (name, value) => {
    const { server: stream } = streamPair();
    const options = { role: 'server', [name]: value } as SocketOptions;
    expect(() => new Socket(stream, options)).toThrow(RangeError);
    expect(() => checkSocketOptions(options)).toThrow(RangeError);
  });

  it('sending what is not data is a TypeError at the call', async () => {
    const { client } = socketPair();
    for (const data of [undefined, null, 5, {}, [1], true]) {
      expect(() => client.send(data as never)).toThrow(TypeError);
      if (data !== undefined) expect(() => client.ping(data as never)).toThrow(TypeError);
    }
    expect(() => client.close(1006)).toThrow(RangeError);
    expect(() => client.close(1000, 'x'.repeat(124))).toThrow(RangeError);
    expect(client.state).toBe('open');
  });

  it('a second message inside a fragmented one is refused', async () => {
    const { client } = socketPair();
    const message = client.startMessage('binary');
    expect(() => client.send('x')).toThrow(expect.objectContaining({ name: 'InvalidStateError' }));
    await message.end();
    expect(await client.send('x')).toBe(true);
  });
});
