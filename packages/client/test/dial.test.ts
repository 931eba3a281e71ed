import { parseUri } from '@rfc6455/uri';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Attempt } from '../src/attempt.ts';
import { dial, findRemotes, ignoreError } from '../src/dial.ts';
import { enterLane, laneKey, takenLanes } from '../src/lane.ts';
import { openBlackHole } from './black-hole.ts';
import { listen, rejection, until } from './test-server.ts';
import { watchSockets } from './watch-sockets.ts';

function attemptTo(port: number, { timeout = 5000, signal }: { timeout?: number; signal?: AbortSignal } = {}) {
  const attempt = new Attempt(parseUri(`ws://example.com:${port}/`), timeout, signal);
  onTestFinished(() => attempt.end());
  return attempt;
}

/** Dials these addresses, each in its lane. */
function dialAll(addresses: readonly string[], attempt: Attempt) {
  const { port } = attempt.place;
  return dial(
    addresses.map((host) => ({ lane: laneKey(host, port), at: { host, port } })),
    attempt,
  );
}

it('finds the addresses, and the lane of each', async () => {
  const found = ['::1', '127.0.0.1'].map((address) => ({ address, family: 4 }));
  const attempt = attemptTo(8080);
  expect(await findRemotes(attempt, (_name, _options, callback) => callback(null, found))).toEqual([
    { lane: '::1 8080', at: { host: '::1', port: 8080 } },
    { lane: '127.0.0.1 8080', at: { host: '127.0.0.1', port: 8080 } },
  ]);
});

describe('one address', () => {
  it('is connected to without delay of small packets, and keeps its lane [4.1-10]', async () => {
    const server = await listen(() => {});
    const sockets = watchSockets();
    const { stream, leaveLane } = await dialAll(['127.0.0.1'], attemptTo(server.port));
    expect(sockets).toEqual([stream]);
    expect(stream).toMatchObject({ connecting: false, remoteAddress: '127.0.0.1' });
    expect(stream.listeners('error')).toEqual([ignoreError]);
    expect(stream.listenerCount('connect')).toBe(0);
    expect(takenLanes()).toBe(1);
    leaveLane();
    await Promise.resolve();
    expect(takenLanes()).toBe(0);
    stream.destroy();
  });

  it('that refuses is TCP_FAILED, with the cause [4.1-12]', async () => {
    const error = await rejection(dialAll(['127.0.0.1'], attemptTo(1)));
    expect(error).toMatchObject({
      name: 'ConnectError',
      code: 'TCP_FAILED',
      host: 'example.com',
      port: 1,
      cause: { code: 'ECONNREFUSED' },
    });
    expect((error as Error).message).toBe(
      'example.com:1: no TCP connection could be opened: connect ECONNREFUSED 127.0.0.1:1 (RFC 6455 section 4.1)',
    );
    expect(takenLanes()).toBe(0);
  });

  it('that does not answer ends in a timeout, and leaves nothing behind', async () => {
    const hole = await openBlackHole('127.0.0.1');
    const sockets = watchSockets();
    const error = await rejection(dialAll(['127.0.0.1'], attemptTo(hole.port, { timeout: 400 })));
    expect(error).toMatchObject({ code: 'TIMEOUT' });
    expect((error as Error).message).toContain('no TCP connection within 400 ms');
    expect(sockets.map(({ destroyed }) => destroyed)).toEqual([true]);
    expect(takenLanes()).toBe(0);
  });

  it('is given up when the signal is aborted', async () => {
    const hole = await openBlackHole('127.0.0.1');
    const sockets = watchSockets();
    const controller = new AbortController();
    const dialled = dialAll(['127.0.0.1'], attemptTo(hole.port, { signal: controller.signal }));
    setTimeout(() => controller.abort('enough'), 20);
    expect(await rejection(dialled)).toBe('enough');
    expect(sockets.map(({ destroyed }) => destroyed)).toEqual([true]);
    expect(takenLanes()).toBe(0);
  });

  it('may fail at the moment at which it is given up', async () => {
    const controller = new AbortController();
    const sockets = watchSockets();
    // To this address there is no way: the attempt fails in the next tick, and says so in the tick after that.
    const dialled = dialAll(['255.255.255.255', '127.0.0.1'], attemptTo(9, { signal: controller.signal }));
    process.nextTick(() => controller.abort('enough'));
    expect(await rejection(dialled)).toBe('enough');
    await new Promise((resolve) => setImmediate(resolve));
    expect(sockets).toMatchObject([{ destroyed: true, errored: { address: '255.255.255.255' } }]);
    expect(takenLanes()).toBe(0);
  });
});

describe('several addresses', () => {
  it('are tried in order, at once when one fails', async () => {
    const server = await listen(() => {}, { host: '127.0.0.3' });
    const sockets = watchSockets();
    const { stream, leaveLane } = await dialAll(['127.0.0.1', '127.0.0.2', '127.0.0.3'], attemptTo(server.port));
    expect(stream.remoteAddress).toBe('127.0.0.3');
    expect(sockets.map(({ destroyed }) => destroyed)).toEqual([true, true, false]);
    expect(takenLanes()).toBe(1);
    leaveLane();
    stream.destroy();
  });

  it('that all fail are one error with all causes', async () => {
    const error = (await rejection(dialAll(['127.0.0.1', '127.0.0.2'], attemptTo(1)))) as Error;
    expect(error).toMatchObject({
      code: 'TCP_FAILED',
      cause: { errors: [{ address: '127.0.0.1' }, { address: '127.0.0.2' }] },
    });
    expect(error.message).toContain('ECONNREFUSED 127.0.0.1:1; connect ECONNREFUSED 127.0.0.2:1');
    expect(takenLanes()).toBe(0);
  });

  it('use up the time of the attempt as long as one of them is being tried', async () => {
    const hole = await openBlackHole('127.0.0.2');
    const sockets = watchSockets();
    const error = await rejection(dialAll(['127.0.0.2', '127.0.0.1'], attemptTo(hole.port, { timeout: 400 })));
    expect(error).toMatchObject({ code: 'TIMEOUT' });
    expect(sockets.map(({ destroyed }) => destroyed)).toEqual([true, true]);
    expect(takenLanes()).toBe(0);
  });

  it('do not wait for one that is silent longer than 250 ms', async () => {
    const hole = await openBlackHole('127.0.0.2');
    const server = await listen(() => {}, { port: hole.port });
    const sockets = watchSockets();
    const start = performance.now();
    const { stream, leaveLane } = await dialAll(['127.0.0.2', '127.0.0.1'], attemptTo(server.port));
    const elapsed = performance.now() - start;
    expect(stream.remoteAddress).toBe('127.0.0.1');
    expect(elapsed).toBeGreaterThan(240);
    expect(elapsed).toBeLessThan(3000);
    expect(sockets.map(({ destroyed }) => destroyed)).toEqual([true, false]);
    expect(takenLanes()).toBe(1);
    leaveLane();
    stream.destroy();
  });
});

describe('a lane that is taken', () => {
  it('does not let an address be tried when all is over', async () => {
    const hole = await openBlackHole('0.0.0.0');
    const leave = enterLane(laneKey('127.0.0.3', hole.port), () => {}, { maxWaiting: 9 })!;
    const sockets = watchSockets();
    const controller = new AbortController();
    const addresses = ['127.0.0.2', '127.0.0.3', '127.0.0.4', '127.0.0.5'];
    const dialled = dialAll(addresses, attemptTo(hole.port, { signal: controller.signal }));
    // The first is silent, the second waits for its lane; the first fails, and the third is tried; then the second goes.
    await new Promise((resolve) => setTimeout(resolve, 350));
    sockets[0]!.destroy(new Error('broken'));
    await until(() => sockets.length === 2);
    leave();
    await until(() => sockets.length === 3);
    controller.abort('enough');
    expect(await rejection(dialled)).toBe('enough');
    await new Promise((resolve) => setTimeout(resolve, 350));
    expect(sockets.map(({ destroyed }) => destroyed)).toEqual([true, true, true]);
    expect(takenLanes()).toBe(0);
  });

  it('is waited for, while the clock stands still [4.1-5] [4.1-6]', async () => {
    const server = await listen(() => {});
    const leave = enterLane(laneKey('127.0.0.1', server.port), () => {}, { maxWaiting: 9 })!;
    const attempt = attemptTo(server.port, { timeout: 300 });
    attempt.runClock('lookup');
    const sockets = watchSockets();
    const dialled = dialAll(['127.0.0.1'], attempt);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(sockets).toEqual([]);
    leave();
    const { stream, leaveLane } = await dialled;
    expect(sockets).toEqual([stream]);
    leaveLane();
    stream.destroy();
  });

  it('stops the clock again when the only other address has failed', async () => {
    const server = await listen(() => {}, { host: '127.0.0.2' });
    const leave = enterLane(laneKey('127.0.0.2', server.port), () => {}, { maxWaiting: 9 })!;
    const dialled = dialAll(['127.0.0.1', '127.0.0.2'], attemptTo(server.port, { timeout: 300 }));
    await new Promise((resolve) => setTimeout(resolve, 400));
    leave();
    const { stream, leaveLane } = await dialled;
    expect(stream.remoteAddress).toBe('127.0.0.2');
    leaveLane();
    stream.destroy();
  });

  it('is not waited for any more when the signal is aborted', async () => {
    const leave = enterLane(laneKey('127.0.0.1', 9), () => {}, { maxWaiting: 9 })!;
    const controller = new AbortController();
    const sockets = watchSockets();
    const dialled = dialAll(['127.0.0.1'], attemptTo(9, { signal: controller.signal }));
    controller.abort('enough');
    expect(await rejection(dialled)).toBe('enough');
    leave();
    await Promise.resolve();
    expect(sockets).toEqual([]);
    expect(takenLanes()).toBe(0);
  });
});

it('leaves no error of a stream unhandled, whoever holds it', async () => {
  const server = await listen((stream) => setTimeout(() => stream.resetAndDestroy(), 20));
  const { stream, leaveLane } = await dialAll(['127.0.0.1'], attemptTo(server.port));
  await until(() => stream.closed);
  leaveLane();
  expect(stream.errored).toMatchObject({ code: 'ECONNRESET' });
});
