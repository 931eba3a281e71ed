/** From the response to the open socket. */
import type { LookupFunction } from 'node:net';
import { describe, expect, it } from 'vitest';
import { connect, type ExtensionOfferer } from '../src/index.ts';
import { takenLanes } from '../src/lane.ts';
import {
  accepting,
  acceptingWith,
  answer,
  at,
  closingWith,
  field,
  frame,
  listen,
  rejection,
  until,
} from './test-server.ts';
import { watchSockets } from './watch-sockets.ts';

describe('an extension', () => {
  const flip = (bytes: Uint8Array) => bytes.map((byte) => ~byte);
  const flipper: ExtensionOfferer = {
    name: 'x-flip',
    offers: [[['strength', '9']], []],
    agree(params) {
      if (params.length > 0) throw new RangeError('no parameters, please');
      return { name: 'x-flip', reservedBits: 4, decode: flip, encode: flip };
    },
  };

  it('that the server has agreed to is in use [5.8-1] [4.1-33] [9-1] [9.1-6]', async () => {
    let request = '';
    const server = await answer((head, stream) => {
      request = head;
      stream.on('data', (chunk: Buffer) => {
        if (chunk.length < 20) stream.write(chunk[0] === 0xc1 ? frame(1, 'flipped') : frame(1, 'not flipped'));
      });
      const flipped = Buffer.concat([Buffer.from([0xc1, 5]), flip(Buffer.from('hello'))]);
      return Buffer.concat([Buffer.from(accepting(head, { 'Sec-WebSocket-Extensions': 'x-flip' })), flipped]);
    });
    const got: unknown[] = [];
    const socket = await connect(at(server), {
      extensions: [flipper],
      message: (_socket, data) => got.push(data),
    });
    expect(field(request, 'Sec-WebSocket-Extensions')).toBe('x-flip; strength=9, x-flip');
    expect(socket.extensions).toEqual([{ name: 'x-flip', params: [] }]);
    socket.send('a');
    await until(() => got.length === 2);
    expect(got).toEqual(['hello', 'flipped']);
    socket.terminate();
  });

  it('that the server has not agreed to is not in use [9.1-6]', async () => {
    const server = await answer((request, stream) => {
      stream.on('data', (chunk: Buffer) => {
        if (chunk.length < 20) stream.write(frame(1, (chunk[0]! & 0x40) === 0 ? 'plain' : 'flipped'));
      });
      return accepting(request);
    });
    const socket = await connect(at(server), { extensions: [flipper] });
    expect(socket.extensions).toEqual([]);
    socket.send('a');
    const { value } = await socket[Symbol.asyncIterator]().next();
    expect(value).toBe('plain');
    socket.terminate();
  });

  it.each([
    ['parameters that it does not know [9-3] [9.1-5]', 'x-flip; strength=10', 'INVALID_EXTENSIONS'],
    ['another name [4.1-40]', 'x-flop', 'UNOFFERED_EXTENSION'],
    ['its name twice', 'x-flip, x-flip', 'DUPLICATE_EXTENSION'],
    ['no name [9.1-1]', ';strength=1', 'INVALID_EXTENSIONS'],
  ])('fails the handshake when the server answers with %s', async (_title, value, code) => {
    const server = await answer((request) => accepting(request, { 'Sec-WebSocket-Extensions': value }));
    const error = await rejection(connect(at(server), { extensions: [flipper] }));
    expect(error).toMatchObject({ name: 'HandshakeError', code, status: 101 });
    if (value.includes('10')) expect(error).toHaveProperty('cause.message', 'no parameters, please');
    await until(() => server.open === 0);
  });
});

describe('what comes right behind the response', () => {
  it('goes to the handlers, in order, before the promise settles', async () => {
    const server = await answer((request) => acceptingWith(request, frame(1, 'one'), frame(2, 'two'), frame(9, 'p')));
    const order: unknown[] = [];
    const socket = await connect(at(server), {
      open: (socket) => order.push('open', socket.uri.host, socket.response.status, socket.state),
      message: (_socket, data) => order.push(typeof data === 'string' ? data : Buffer.from(data).toString()),
      ping: () => order.push('ping'),
    });
    order.push('connected');
    expect(order).toEqual(['open', '127.0.0.1', 101, 'open', 'one', 'two', 'ping', 'connected']);
    socket.terminate();
  });

  it('waits to be iterated over', async () => {
    const server = await answer(closingWith(frame(1, 'one'), frame(1, 'two'), frame(8, '')));
    const socket = await connect(at(server));
    await socket.closed;
    const got: unknown[] = [];
    for await (const message of socket) got.push(message);
    expect(got).toEqual(['one', 'two']);
  });

  it('may be the end: the promise is fulfilled all the same', async () => {
    const server = await answer(closingWith(Buffer.from([0x88, 2, 0x0f, 0xa0])));
    const closed: unknown[] = [];
    const socket = await connect(at(server), { close: (_socket, report) => closed.push(report.code) });
    expect(socket.state).toBe('closing');
    expect(await socket.closed).toMatchObject({ code: 4000, wasClean: true, initiator: 'remote' });
    expect(closed).toEqual([4000]);
  });

  it('may break the protocol: that is told to the socket, not to the attempt', async () => {
    const server = await answer(closingWith(Buffer.from([0x83, 0])));
    const socket = await connect(at(server));
    expect(await socket.closed).toMatchObject({ code: 1006, wasClean: false, cause: { name: 'ProtocolError' } });
  });

  it('reaches the handlers as methods of the options', async () => {
    const server = await answer((request) => acceptingWith(request, frame(1, 'one')));
    class Chat {
      readonly got: unknown[] = [];
      message(_socket: unknown, data: unknown) {
        this.got.push(data);
      }
    }
    const chat = new Chat();
    const socket = await connect(at(server), chat);
    expect(chat.got).toEqual(['one']);
    socket.terminate();
  });

  it('is not read when `open` pauses', async () => {
    const server = await answer((request, stream) => {
      setTimeout(() => stream.write(frame(1, 'later')), 20);
      return accepting(request);
    });
    const got: unknown[] = [];
    const socket = await connect(at(server), {
      open: (socket) => socket.pause(),
      message: (_socket, data) => got.push(data),
    });
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(got).toEqual([]);
    socket.resume();
    await until(() => got.length === 1);
    socket.terminate();
  });
});

it('rejects with the RangeError of an option of the socket, and leaves nothing behind', async () => {
  const server = await answer((request) => accepting(request));
  const sockets = watchSockets();
  expect(await rejection(connect(at(server), { maxMessageSize: -1 }))).toBeInstanceOf(RangeError);
  expect(sockets.every(({ destroyed }) => destroyed)).toBe(true);
  expect(takenLanes()).toBe(0);
});

it('closes with 1011 when `open` throws, and opens all the same', async () => {
  const server = await answer((request) => accepting(request));
  const errors: unknown[] = [];
  const socket = await connect(at(server), {
    open: () => {
      throw new Error('mine');
    },
    error: (_socket, error) => errors.push(error),
  });
  expect(socket.closeSent).toMatchObject({ code: 1011 });
  expect(errors).toMatchObject([{ code: 'HANDLER_FAILED', cause: { message: 'mine' } }]);
  socket.terminate();
});

it('uses the lookup that it is given', async () => {
  const server = await answer((request) => accepting(request));
  const lookup: LookupFunction = (_name, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]);
  const socket = await connect(`ws://some.test:${server.port}/`, { lookup });
  expect(socket.uri.host).toBe('some.test');
  socket.terminate();
});

it('fails when there is no such host or no server', async () => {
  const lookup: LookupFunction = (_name, _options, callback) => callback(new Error('ENOTFOUND'), []);
  expect(await rejection(connect('ws://nowhere.test/', { lookup }))).toMatchObject({ code: 'LOOKUP_FAILED' });
  const server = await listen(() => {});
  await server.close();
  expect(await rejection(connect(at(server)))).toMatchObject({ code: 'TCP_FAILED', cause: { code: 'ECONNREFUSED' } });
});
