import { createServer } from 'node:http';
import { describe, expectTypeOf, it } from 'vitest';
import {
  attach,
  type PreparedMessage,
  type Refusal,
  refuse,
  type Server,
  type ServerSocket,
  serve,
} from '../src/index.ts';

describe('Data', () => {
  it('is what accept returns', () => {
    const server = serve({
      accept: (request) => ({ user: request.host }),
      open: (socket) => expectTypeOf(socket.data).toEqualTypeOf<{ user: string }>(),
      message: (socket, data) => {
        expectTypeOf(socket.data.user).toBeString();
        expectTypeOf(data).toEqualTypeOf<string | Uint8Array>();
      },
      close: (socket) => expectTypeOf(socket).toEqualTypeOf<ServerSocket<{ user: string }>>(),
    });
    expectTypeOf(server).resolves.toEqualTypeOf<Server<{ user: string }>>();
  });

  it('is not a refusal, nor false, nor a promise', () => {
    const server = serve({
      async accept(request) {
        if (request.origin === undefined) return false;
        return request.host === 'example.com' ? { id: 1 } : refuse(403);
      },
      open: (socket) => expectTypeOf(socket.data).toEqualTypeOf<{ id: number }>(),
    });
    expectTypeOf(server).resolves.toEqualTypeOf<Server<{ id: number }>>();
  });

  it('is undefined without accept', () => {
    const server = serve({ open: (socket) => expectTypeOf(socket.data).toBeUndefined() });
    expectTypeOf(server).resolves.toEqualTypeOf<Server>();
  });

  it('reaches the handlers of the routes', () => {
    serve({
      accept: () => ({ user: 'ann' }),
      routes: { '/rooms/:room': { open: (socket) => expectTypeOf(socket.data).toEqualTypeOf<{ user: string }>() } },
    });
  });

  it('may come from a route', () => {
    const server = serve({
      routes: {
        '/rooms/:room': {
          accept: ({ params }) => ({ room: params.room ?? '' }),
          open: (socket) => expectTypeOf(socket.data).toEqualTypeOf<{ room: string }>(),
        },
      },
    });
    expectTypeOf(server).resolves.toEqualTypeOf<Server<{ room: string }>>();
  });

  it('is the same for a server that is attached', () => {
    const server = attach(createServer(), {
      accept: () => 5,
      open: (socket) => expectTypeOf(socket.data).toBeNumber(),
    });
    expectTypeOf(server.sockets).toEqualTypeOf<ReadonlySet<ServerSocket<number>>>();
  });

  it('may be replaced', () => {
    serve({
      accept: () => ({ count: 0 }),
      message: (socket) => {
        socket.data = { count: socket.data.count + 1 };
        // @ts-expect-error the type stays
        socket.data = 'text';
      },
    });
  });
});

describe('options', () => {
  it('are checked', () => {
    // @ts-expect-error a status is a number
    refuse('401');
    // @ts-expect-error there is no such option
    serve({ maxPayload: 5 });
    // @ts-expect-error an attached server has no port of its own
    attach(createServer(), { port: 80 });
    // @ts-expect-error the role is the server's
    serve({ role: 'client' });
    expectTypeOf(refuse(401)).toEqualTypeOf<Refusal>();
  });
});

describe('broadcast', () => {
  it('goes to sockets of the same server', () => {
    const server = {} as Server<{ user: string }>;
    expectTypeOf(server.broadcast).parameter(0).toExtend<string | ArrayBufferView | ArrayBuffer | PreparedMessage>();
    // @ts-expect-error sockets of another kind
    server.broadcast('x', { to: new Set<ServerSocket<number>>() });
  });
});
