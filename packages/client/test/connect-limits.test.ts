/** The three ends of an attempt that are not the server's: the signal, the clock, and those in front. */
import { getEventListeners } from 'node:events';
import type { LookupFunction } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { connect } from '../src/index.ts';
import { takenLanes } from '../src/lane.ts';
import { openBlackHole } from './black-hole.ts';
import { accepting, answer, listen, rejection, until } from './test-server.ts';
import { watchSockets } from './watch-sockets.ts';

const toLoopback: LookupFunction = (_name, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]);
const toNowhere: LookupFunction = () => {};

interface Stage {
  readonly title: string;
  /** What the message of the timeout says there was none of. */
  readonly waitsFor: string;
  readonly phase: string;
  /** Opens what the attempt gets stuck at. */
  prepare(): Promise<{ readonly uri: string; readonly lookup?: LookupFunction }>;
}

const stages: Stage[] = [
  {
    title: 'DNS',
    waitsFor: 'address',
    phase: 'lookup',
    prepare: async () => ({ uri: 'ws://slow.test/?token=secret', lookup: toNowhere }),
  },
  {
    title: 'TCP',
    waitsFor: 'TCP connection',
    phase: 'connect',
    prepare: async () => ({ uri: `ws://127.0.0.1:${(await openBlackHole('127.0.0.1')).port}/?token=secret` }),
  },
  {
    title: 'TLS',
    waitsFor: 'TLS handshake',
    phase: 'tls',
    prepare: async () => ({ uri: `wss://127.0.0.1:${(await listen((s) => s.resume())).port}/?token=secret` }),
  },
  {
    title: 'the response',
    waitsFor: 'response',
    phase: 'handshake',
    prepare: async () => ({ uri: `ws://127.0.0.1:${(await listen((s) => s.resume())).port}/?token=secret` }),
  },
  {
    title: 'half a response',
    waitsFor: 'response',
    phase: 'handshake',
    prepare: async () => {
      const server = await answer(() => 'HTTP/1.1 101 Switching Protocols\r\nUpgr');
      return { uri: `ws://127.0.0.1:${server.port}/?token=secret` };
    },
  },
  {
    title: 'a response that drips',
    waitsFor: 'response',
    phase: 'handshake',
    prepare: async () => {
      const server = await answer((_request, stream) => {
        const timer = setInterval(() => stream.write('X'), 5);
        stream.on('close', () => clearInterval(timer));
        return 'HTTP/1.1 101 Switching Protocols\r\nDrip: ';
      });
      return { uri: `ws://127.0.0.1:${server.port}/?token=secret` };
    },
  },
];

describe.each(stages)('stuck at $title', ({ prepare, waitsFor, phase }) => {
  it('ends at the timeout, and leaves nothing behind', async () => {
    const { uri, ...options } = await prepare();
    const sockets = watchSockets();
    const { signal } = new AbortController();
    const start = performance.now();
    const error = await rejection(connect(uri, { ...options, signal, handshakeTimeout: 300 }));
    expect(performance.now() - start).toBeGreaterThan(290);
    expect(error).toMatchObject({ name: 'ConnectError', code: 'TIMEOUT', section: '4.1', phase });
    expect((error as Error).message).toContain(`no ${waitsFor} within 300 ms`);
    expect((error as Error).message).not.toContain('secret');
    expect(sockets.every(({ destroyed }) => destroyed)).toBe(true);
    expect(takenLanes()).toBe(0);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('ends when the signal is aborted, and leaves nothing behind', async () => {
    const { uri, ...options } = await prepare();
    const sockets = watchSockets();
    const controller = new AbortController();
    const rejected = rejection(connect(uri, { ...options, signal: controller.signal }));
    await new Promise((resolve) => setTimeout(resolve, 30));
    const reason = new Error('enough');
    controller.abort(reason);
    expect(await rejected).toBe(reason);
    expect(sockets.every(({ destroyed }) => destroyed)).toBe(true);
    expect(takenLanes()).toBe(0);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });
});

describe('the signal', () => {
  it('that is aborted before is enough: nothing is looked up or connected to', async () => {
    let lookups = 0;
    const sockets = watchSockets();
    const signal = AbortSignal.abort('enough');
    expect(await rejection(connect('ws://127.0.0.1:9/', { signal }))).toBe('enough');
    const lookup: LookupFunction = () => void lookups++;
    expect(await rejection(connect('ws://slow.test/', { signal, lookup }))).toBe('enough');
    expect([lookups, sockets.length, takenLanes()]).toEqual([0, 0, 0]);
  });

  it('is deaf once the socket is open', async () => {
    const server = await answer((request) => accepting(request));
    const controller = new AbortController();
    const socket = await connect(`ws://127.0.0.1:${server.port}/`, { signal: controller.signal });
    controller.abort();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(socket.state).toBe('open');
    socket.terminate();
  });

  it('ends the wait of thousands at once, without a warning', async () => {
    const server = await answer(() => undefined);
    const warnings: Error[] = [];
    const onWarning = (warning: Error) => warnings.push(warning);
    process.on('warning', onWarning);
    onTestFinished(() => void process.off('warning', onWarning));
    const sockets = watchSockets();
    const controller = new AbortController();
    const attempts = Array.from({ length: 3000 }, () =>
      rejection(connect(`ws://127.0.0.1:${server.port}/`, { signal: controller.signal })),
    );
    await until(() => server.accepted === 1);
    controller.abort('enough');
    expect(new Set(await Promise.all(attempts))).toEqual(new Set(['enough']));
    expect(takenLanes()).toBe(0);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(sockets).toHaveLength(1);
    expect(warnings).toEqual([]);
  });
});

describe('those in front', () => {
  /** A server that answers after a while, and how many have waited for its answer at the same time at most. */
  async function countingServer() {
    const order: string[] = [];
    const count = { connecting: 0, most: 0, order };
    const server = await listen((stream) => {
      count.connecting += 1;
      count.most = Math.max(count.most, count.connecting);
      let head = '';
      stream.on('data', (chunk: Uint8Array) => {
        head += Buffer.from(chunk).toString('latin1');
        if (!head.endsWith('\r\n\r\n')) return;
        order.push(head.split(' ')[1]!);
        setTimeout(() => {
          count.connecting -= 1;
          stream.write(accepting(head));
        }, 2);
      });
      stream.on('error', () => {});
    });
    return { server, count };
  }

  it('are waited for: of 100 attempts to one address one at a time is CONNECTING [4.1-5] [4.1-6] [4.1-7]', async () => {
    const { server, count } = await countingServer();
    const sockets = await Promise.all(
      Array.from({ length: 100 }, (_, i) => connect(`ws://127.0.0.1:${server.port}/${i}`)),
    );
    expect(count.most).toBe(1);
    expect(count.order).toEqual(Array.from({ length: 100 }, (_, i) => `/${i}`));
    expect(takenLanes()).toBe(0);
    for (const socket of sockets) socket.terminate();
  });

  it('are waited for also under another name of the same address [4.1-5]', async () => {
    const { server, count } = await countingServer();
    const hosts = ['a.test', 'b.test', '127.0.0.1', '[::ffff:127.0.0.1]', 'localhost'];
    const sockets = await Promise.all(
      Array.from({ length: 30 }, (_, i) => connect(`ws://${hosts[i % 5]}:${server.port}/`, { lookup: toLoopback })),
    );
    expect(count.most).toBe(1);
    expect(count.order).toHaveLength(30);
    for (const socket of sockets) socket.terminate();
  });

  it('at another port or another address are not waited for', async () => {
    let asked = 0;
    const uris = await Promise.all(
      ['127.0.0.1', '127.0.0.1', '127.0.0.2'].map(async (host) => {
        const server = await answer(
          (request, stream) => {
            asked += 1;
            // None answers before all have been asked.
            until(() => asked === 3).then(() => stream.write(accepting(request)));
            return undefined;
          },
          { host },
        );
        return `ws://${host}:${server.port}/`;
      }),
    );
    const sockets = await Promise.all(uris.map((uri) => connect(uri)));
    expect(asked).toBe(3);
    for (const socket of sockets) socket.terminate();
  });

  it.each([
    ['fail', 'HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n', {}],
    ['leave', null, {}],
    ['run out of time', undefined, { handshakeTimeout: 30 }],
  ])('let the next one go when they %s', async (_title, response, options) => {
    const server = await answer((request, stream) => {
      if (request.startsWith('GET /last ')) return accepting(request);
      if (response === null) stream.end();
      return response ?? undefined;
    });
    const uri = `ws://127.0.0.1:${server.port}`;
    const failing = Array.from({ length: 5 }, (_, i) => rejection(connect(`${uri}/${i}`, options)));
    const socket = await connect(`${uri}/last`);
    expect(await Promise.all(failing)).toHaveLength(5);
    expect(server.accepted).toBe(6);
    socket.terminate();
    expect(takenLanes()).toBe(0);
  });

  it('let the next one go when they are aborted, in the lane or while they wait', async () => {
    const server = await answer((request) => (request.startsWith('GET /last ') ? accepting(request) : undefined));
    const uri = `ws://127.0.0.1:${server.port}`;
    const controllers = [new AbortController(), new AbortController(), new AbortController()];
    const aborted = controllers.map(({ signal }, i) => rejection(connect(`${uri}/${i}`, { signal })));
    const last = connect(`${uri}/last`);
    await until(() => server.accepted === 1);
    controllers[1]!.abort('second');
    controllers[0]!.abort('first');
    await until(() => server.accepted === 2);
    controllers[2]!.abort('third');
    expect(await Promise.all(aborted)).toEqual(['first', 'second', 'third']);
    (await last).terminate();
    expect(server.accepted).toBe(3);
  });

  it('do not use up the time of those who wait', async () => {
    const server = await answer((request, stream) => {
      setTimeout(() => stream.write(accepting(request)), 60);
      return undefined;
    });
    const attempts = Array.from({ length: 8 }, () =>
      connect(`ws://127.0.0.1:${server.port}/`, { handshakeTimeout: 400 }),
    );
    const sockets = await Promise.all(attempts);
    expect(sockets.map(({ state }) => state)).toEqual(Array(8).fill('open'));
    for (const socket of sockets) socket.terminate();
  });

  it('may be as many as maxWaiting, and the next one is told so at once', async () => {
    const server = await answer(() => undefined);
    const uri = `ws://127.0.0.1:${server.port}/?token=secret`;
    const controller = new AbortController();
    const options = { signal: controller.signal, maxWaiting: 2 };
    const attempts = Array.from({ length: 3 }, () => rejection(connect(uri, options)));
    await until(() => server.accepted === 1);
    const error = await rejection(connect(uri, options));
    expect(error).toMatchObject({ name: 'ConnectError', code: 'TOO_MANY_WAITING', phase: 'queue', port: server.port });
    expect((error as Error).message).not.toContain('secret');
    controller.abort('enough');
    expect(await Promise.all(attempts)).toEqual(['enough', 'enough', 'enough']);
    expect(takenLanes()).toBe(0);
  });

  it('do not matter once they are open [4.1-6]', async () => {
    const server = await answer((request) => accepting(request));
    const uri = `ws://127.0.0.1:${server.port}/`;
    const sockets = [await connect(uri), await connect(uri), await connect(uri)];
    expect(sockets.map(({ state }) => state)).toEqual(['open', 'open', 'open']);
    for (const socket of sockets) socket.terminate();
  });
});

it('leaves no handle and no timer in the process, whether attempts fail or succeed', async () => {
  const handles = () => process.getActiveResourcesInfo().filter((type) => type !== 'Immediate' && type !== 'Timeout');
  const server = await answer((request) =>
    request.startsWith('GET /open ') ? accepting(request) : 'HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n',
  );
  const uri = `ws://127.0.0.1:${server.port}`;
  // What the tests before this one have closed is gone by then.
  await new Promise((resolve) => setTimeout(resolve, 100));
  const before = handles();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  for (let i = 0; i < 20; i++) {
    await rejection(connect(`${uri}/refused`));
    await rejection(connect('ws://127.0.0.1:1/'));
    const socket = await connect(`${uri}/open`);
    expect(vi.getTimerCount()).toBe(1); // Its heartbeat.
    socket.terminate();
    await socket.closed;
    expect(vi.getTimerCount()).toBe(0);
  }
  while (server.open > 0) await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
  expect(handles().sort()).toEqual(before.sort());
});
