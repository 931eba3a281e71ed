/** The process that is attacked: servers and clients of this repository, ordered about by the tests. */
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, connect as dialTcp } from 'node:net';
import { type ConnectOptions, type Credentials, connect, WebSocket, WebSocketStream } from '@rfc6455/client';
import { attach, refuse, type ServeOptions, serve } from '@rfc6455/server';
import { Socket, type SocketHandler } from '@rfc6455/socket';
import { type EndReport, type ErrorReport, reportEnd, reportError } from './error-report.ts';
import { type Figures, Gauge } from './gauge.ts';
import { VALUES, type ValueName } from './values.ts';

/**
 * What the application does: sends each message back (and returns what `send` returns, or waits for it in a function for
 * each message), counts them, or has no handler at all.
 */
export type Behaviour = 'echo' | 'echo and return' | 'echo and wait' | 'count' | 'none';

/** What happens without being asked for. */
export type TargetEvent =
  | { readonly event: 'opened'; readonly id: string }
  | { readonly event: 'closed'; readonly id: string; readonly report: EndReport }
  | { readonly event: 'violation'; readonly id: string; readonly error: ErrorReport }
  | { readonly event: 'serverError'; readonly error: ErrorReport }
  | { readonly event: 'unhandled'; readonly error: ErrorReport };

/** How a server is made. Options are those that are plain data. */
export interface ServeSetup extends Omit<ServeOptions<undefined>, keyof SocketHandler | 'accept' | 'serverError'> {
  readonly behaviour?: Behaviour;
  /** Which function makes it; by default `serve`. */
  readonly via?: 'serve' | 'attach';
  /** Header fields of the 101 or of a refusal, which a careless application has from elsewhere. */
  readonly careless?: {
    readonly accept?: [string, string];
    readonly refuse?: [string, string];
    readonly subprotocol?: string;
  };
}

/** How a client is made. */
export interface ConnectSetup extends Omit<ConnectOptions, keyof SocketHandler | 'signal' | 'lookup' | 'authenticate'> {
  readonly behaviour?: Behaviour;
}

/** Who listens to a `WebSocket` of the web. */
export type Ear = 'nobody' | 'onmessage' | 'listener' | 'stream that nobody reads';

type Open = Pick<
  Socket,
  'send' | 'ping' | 'pong' | 'close' | 'terminate' | 'pause' | 'resume' | 'bufferedAmount' | 'state'
>;

const sockets = new Map<string, Open>();
const cleanUps: (() => unknown)[] = [];
let received = { messages: 0, bytes: 0 };
let gauge: Gauge | undefined;

const MESSAGE_HANDLERS: Readonly<Record<Exclude<Behaviour, 'none'>, NonNullable<SocketHandler['message']>>> = {
  echo: (socket, data) => void socket.send(data),
  'echo and return': (socket, data) => socket.send(data),
  'echo and wait': async (socket, data) => {
    await socket.send(data);
  },
  count: (_socket, data) => {
    received = { messages: received.messages + 1, bytes: received.bytes + data.length };
  },
};

const tell = (event: TargetEvent): void => void process.send?.(event);

/** The name of a socket is the path that its handshake asked for. */
function handlers(behaviour: Behaviour, idOf: (socket: Socket) => string): SocketHandler {
  const told: SocketHandler = {
    open(socket) {
      sockets.set(idOf(socket), socket);
      tell({ event: 'opened', id: idOf(socket) });
    },
    close(socket, report) {
      sockets.delete(idOf(socket));
      tell({ event: 'closed', id: idOf(socket), report: reportEnd(report) });
    },
  };
  if (behaviour === 'none') return told;
  return {
    ...told,
    message: MESSAGE_HANDLERS[behaviour],
    error: (socket, error) => tell({ event: 'violation', id: idOf(socket), error: reportError(error) }),
  };
}

const serverError = (error: Error): void => tell({ event: 'serverError', error: reportError(error) });

const commands = {
  /** Starts a server and returns its port. */
  async serve({ behaviour = 'echo', via = 'serve', careless, ...options }: ServeSetup): Promise<number> {
    const setup: ServeOptions<undefined> = {
      host: '127.0.0.1',
      ...options,
      ...(handlers(behaviour, (socket) => (socket as unknown as { request: { path: string } }).request.path) as object),
      ...(careless?.accept && { headers: () => [careless.accept!] }),
      ...(careless?.refuse && { accept: () => refuse(403, { headers: [careless.refuse!] }) }),
      ...(careless?.subprotocol && { subprotocols: () => careless.subprotocol }),
      serverError,
    };
    if (via === 'serve') {
      const server = await serve(setup);
      cleanUps.push(() => server.close());
      return server.port;
    }
    const { host, port, ...attached } = setup;
    const httpServer = createHttpServer((_request, response) =>
      response.setHeader('Connection', 'close').end('a page'),
    );
    const server = attach(httpServer, attached);
    await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
    cleanUps.push(async () => {
      await server.close();
      httpServer.close();
      httpServer.closeAllConnections();
    });
    return server.port;
  },

  /** Listens, and takes each connection for an open one without any handshake. Returns the port. */
  async listenWithSocket(id: string, behaviour: Behaviour): Promise<number> {
    const streams = new Set<{ destroy(): void }>();
    const listener = createTcpServer({ noDelay: true }, (stream) => {
      streams.add(stream);
      new Socket(stream, { role: 'server', handler: handlers(behaviour, () => id) }).start();
    });
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    cleanUps.push(() => {
      listener.close();
      for (const stream of streams) stream.destroy();
    });
    return (listener.address() as AddressInfo).port;
  },

  /** Dials, and takes the connection for an open one without any handshake. */
  dialWithSocket(id: string, port: number, behaviour: Behaviour): void {
    const stream = dialTcp(port, '127.0.0.1');
    const random = () => crypto.getRandomValues(new Uint32Array(1))[0]!;
    new Socket(stream, { role: 'client', random, handler: handlers(behaviour, () => id) }).start();
  },

  /** Opens a connection; rejects with what `connect` rejects with. */
  async connect(id: string, uri: string, { behaviour = 'echo', ...options }: ConnectSetup = {}): Promise<void> {
    await connect(uri, { ...options, ...(handlers(behaviour, () => id) as SocketHandler<never>) });
  },

  /** Opens the web's `WebSocket` or `WebSocketStream`, and listens to it in some way, or not at all. */
  async openWeb(uri: string, ear: Ear): Promise<void> {
    const heard = () => {
      received = { ...received, messages: received.messages + 1 };
    };
    if (ear === 'stream that nobody reads') {
      const stream = new WebSocketStream(uri);
      await stream.opened;
      cleanUps.push(() => stream.close());
      return;
    }
    const socket = new WebSocket(uri);
    cleanUps.push(() => socket.close());
    if (ear === 'onmessage') socket.onmessage = heard;
    if (ear === 'listener') socket.addEventListener('message', heard);
    await new Promise((resolve) => socket.addEventListener('open', resolve));
  },

  /** Tries to open a connection, with these credentials for whoever asks, and tells what it fails by. */
  async attempt(
    uri: string,
    { answer401, ...options }: ConnectOptions & { answer401?: Credentials } = {},
  ): Promise<ErrorReport | undefined> {
    try {
      const socket = await connect(uri, answer401 ? { ...options, authenticate: () => answer401 } : options);
      cleanUps.push(() => socket.terminate());
      return undefined;
    } catch (error) {
      return reportError(error);
    }
  },

  /** Closes a socket. */
  close(id: string, code?: number, reason?: string): void {
    void open(id).close(code, reason);
  },

  /** Sends many messages, each in a turn of its own when that is asked for. */
  async sendMany(id: string, count: number, message: string | Uint8Array): Promise<void> {
    for (let i = 0; i < count; i++) {
      if (!(await open(id).send(message))) return;
    }
  },

  /** Sends without waiting for anything, until the socket takes no more. */
  sendCarelessly(id: string, count: number, message: string | Uint8Array): void {
    for (let i = 0; i < count && sockets.has(id); i++) void open(id).send(message);
  },

  /** Calls a method with a value that may not be what it takes, and tells what it throws. */
  callWith(id: string, method: 'send' | 'ping' | 'pong' | 'close', value: ValueName): ErrorReport | undefined {
    const socket = open(id);
    try {
      if (method === 'close') socket.close(1000, VALUES[value]() as never);
      else void socket[method](VALUES[value]() as never);
      return undefined;
    } catch (error) {
      return reportError(error);
    }
  },

  /** What has been received since it was asked last. */
  received(): { messages: number; bytes: number } {
    const before = received;
    received = { messages: 0, bytes: 0 };
    return before;
  },

  /** What is alive after a collection of garbage, in bytes. */
  memory(): { heap: number; buffers: number; resident: number } {
    globalThis.gc?.();
    globalThis.gc?.();
    const { heapUsed, external, rss } = process.memoryUsage();
    return { heap: heapUsed, buffers: external, resident: rss };
  },

  startGauge(): void {
    gauge?.stop();
    gauge = new Gauge();
  },

  stopGauge(): Figures {
    const figures = gauge!.stop();
    gauge = undefined;
    return figures;
  },

  /** Does what an attack must never bring about, for the test of the measurement. */
  misbehave(how: 'block' | 'allocate' | 'throw' | 'reject'): void {
    if (how === 'block') {
      const start = process.cpuUsage();
      let until = performance.now() + 10;
      while (process.cpuUsage(start).user < 200_000) {
        while (performance.now() < until);
        until += 10;
      }
    } else if (how === 'allocate') {
      cleanUps.push(() => ballast.length);
      const ballast = new Uint8Array(100 * 1024 * 1024).fill(1);
    } else if (how === 'throw') {
      setImmediate(() => {
        throw new Error('thrown for the test');
      });
    } else {
      void Promise.reject(new Error('rejected for the test'));
    }
  },

  /** Ends all servers and sockets. */
  async reset(): Promise<void> {
    for (const socket of sockets.values()) socket.terminate();
    await Promise.all(cleanUps.splice(0).map((cleanUp) => cleanUp()));
  },
};

/** What the target can be told to do. */
export type Commands = typeof commands;

function open(id: string): Open {
  const socket = sockets.get(id);
  if (socket === undefined) throw new Error(`no socket ${id}`);
  return socket;
}

/** One order of the tests. */
export interface Order {
  readonly call: number;
  readonly name: keyof Commands;
  readonly args: readonly unknown[];
}

/** The answer to an order. */
export interface Answer {
  readonly call: number;
  readonly result?: unknown;
  readonly error?: ErrorReport;
}

process.on('message', async ({ call, name, args }: Order) => {
  let answer: Answer;
  try {
    const command = commands[name] as (...args: readonly unknown[]) => unknown;
    answer = { call, result: await command(...args) };
  } catch (error) {
    answer = { call, error: reportError(error) };
  }
  process.send?.(answer);
});
process.on('disconnect', () => process.exit());
process.on('uncaughtException', (error) => tell({ event: 'unhandled', error: reportError(error) }));
process.on('unhandledRejection', (error) => tell({ event: 'unhandled', error: reportError(error) }));
process.on('warning', (error) => tell({ event: 'unhandled', error: reportError(error) }));
