import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Connection, type ConnectionOptions } from '@rfc6455/connection';
import { describe, expect, it } from 'vitest';
import { hex } from './bytes.ts';
import { close, fromPeer, ping, text } from './endpoint.ts';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

const KIB = 1024;
const MIB = 1024 * KIB;

/** The bytes that are in use after the garbage is gone: objects, and the memory of typed arrays. */
function used(): number {
  collectGarbage();
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function growthOf(action: () => object): number {
  const before = used();
  const kept = [action()];
  const after = used();
  // A use after the measurement, so that it is alive until then.
  kept.pop();
  return after - before;
}

/** How much more memory is in use after an action, while what it returns is alive; the least of three times. */
const growth = (action: () => object): number => Math.min(...[1, 2, 3].map(() => growthOf(action)));

it('is measured right', () => {
  const mebibytes = growth(() => new Uint8Array(8 * MIB));
  // What was there before may go meanwhile: compiled code, the test runner's own.
  expect(mebibytes).toBeGreaterThan(7 * MIB);
  expect(mebibytes).toBeLessThan(9 * MIB);
  expect(growth(() => Array.from({ length: 1000 }, () => ({})))).toBeGreaterThan(1000 * 16);
  expect(growth(() => ({}))).toBeLessThan(16 * KIB);
});

const client = (options: Partial<ConnectionOptions> = {}) =>
  new Connection({ role: 'client', random: () => 1, handler: {}, ...options });
const server = (options: Partial<ConnectionOptions> = {}) =>
  new Connection({ role: 'server', handler: {}, ...options });

describe('the memory of a connection [10.4-1] [10.4-2]', () => {
  it('is not in proportion to a length that is only declared', () => {
    const declared = hex('82 7f 00 00 00 00 01 00 00 00 61');
    const bytes = growth(() =>
      Array.from({ length: 200 }, () => {
        const connection = client();
        connection.receive(declared.slice());
        return connection;
      }),
    );
    expect(bytes / 200).toBeLessThan(8 * KIB);
  });

  it.each([
    ['tiny chunks of one frame', hex('82 7f 00 00 00 00 00 12 00 00'), hex('61'), hex('61')],
    ['tiny chunks of one frame of text', hex('81 7f 00 00 00 00 00 12 00 00'), hex('61'), hex('61')],
    ['tiny fragments', hex('02 01 61'), hex('00 01 61'), hex('61')],
    ['fragments of 16 bytes', hex('02 00'), Uint8Array.from([0, 16, ...new Uint8Array(16)]), new Uint8Array(16)],
  ])('is at most about twice what has arrived: %s', (_, start, repeated, payload) => {
    const arrived = 1.1 * MIB;
    const bytes = growth(() => {
      const connection = client({ maxFragments: 1e7 });
      connection.receive(start.slice());
      for (let count = 0; count < arrived; count += payload.length) connection.receive(repeated);
      expect(connection.state).toBe('open');
      return connection;
    });
    expect(bytes).toBeGreaterThan(arrived);
    expect(bytes).toBeLessThan(2.2 * arrived);
  });

  it.each([
    ['what has arrived, before that is a quarter of what was declared', 'ff ff ff', 1],
    ['four times what has arrived, from then on', '3f ff ff', 4],
  ])('is at most %s', (_, declared, times) => {
    const bytes = growth(() => {
      const connection = client();
      connection.receive(hex(`82 7f 00 00 00 00 00 ${declared}`));
      for (let i = 0; i < 16; i++) connection.receive(new Uint8Array(64 * KIB));
      return connection;
    });
    expect(bytes).toBeGreaterThan((times - 0.1) * MIB);
    expect(bytes).toBeLessThan((times + 0.1) * MIB);
  });

  it('is not in proportion to empty fragments', () => {
    const empties = new Uint8Array(2 * 10_000);
    const bytes = growth(() => {
      const connection = client({ maxFragments: 1e7 });
      connection.receive(hex('01 00'));
      for (let i = 0; i < 100; i++) connection.receive(empties);
      return connection;
    });
    expect(bytes).toBeLessThan(64 * KIB);
  });

  it('is not in proportion to Pings whose answers nobody takes', () => {
    const flood = fromPeer('client', ...Array.from({ length: 400 }, () => ping('x'.repeat(125))));
    const bytes = growth(() => {
      const connection = client();
      for (let i = 0; i < 1000; i++) connection.receive(flood);
      return connection;
    });
    expect(bytes).toBeLessThan(256 * KIB);
  });

  it('keeps no chunk alive when it is idle', () => {
    const count = 200;
    const bytes = growth(() =>
      Array.from({ length: count }, () => {
        const connection = server();
        const chunk = new Uint8Array(64 * KIB);
        const frames = fromPeer('server', text('a message of some length'), ping('p'));
        chunk.set(frames);
        connection.receive(chunk.subarray(0, frames.length));
        connection.send('an answer');
        connection.takeOutput();
        return connection;
      }),
    );
    expect(bytes / count).toBeLessThan(8 * KIB);
  });

  it('keeps no chunk alive for a reason', () => {
    const count = 200;
    const frame = fromPeer('server', close(1000, 'because'));
    const bytes = growth(() =>
      Array.from({ length: count }, () => {
        const connection = server();
        const chunk = new Uint8Array(64 * KIB);
        chunk.set(frame);
        connection.receive(chunk.subarray(0, frame.length));
        connection.takeOutput();
        return connection;
      }),
    );
    expect(bytes / count).toBeLessThan(8 * KIB);
  });

  it.each([
    [
      'sent',
      (length: number) => {
        const connection = client();
        connection.send(new Uint8Array(length));
        connection.takeOutput();
        return connection;
      },
    ],
    [
      'received',
      (length: number) => {
        const connection = server();
        connection.receive(hex(`82 ff 00 00 00 00 ${length.toString(16).padStart(8, '0')} 01 02 03 04`));
        connection.receive(new Uint8Array(length));
        return connection;
      },
    ],
  ])('keeps no long message alive once it has been %s', (_, exchange) => {
    const bytes = [1, 2, 3].map(() => {
      // What is remembered of the last exchange must not hide what is remembered of this one.
      exchange(100_000);
      return growthOf(() => exchange(8 * MIB));
    });
    expect(Math.min(...bytes)).toBeLessThan(1 * MIB);
  });

  it('is one message however many servers send it, if it is prepared or large', () => {
    const data = new Uint8Array(1 * MIB);
    const bytes = growth(() =>
      Array.from({ length: 50 }, () => {
        const connection = server();
        connection.send(data);
        return connection;
      }),
    );
    expect(bytes).toBeLessThan(1 * MIB);
  });
});
