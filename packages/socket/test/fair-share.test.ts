import { Duplex, PassThrough } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { textFrame } from '@rfc6455/testing';
import { describe, expect, it } from 'vitest';
import { FairShare } from '../src/fair-share.ts';
import { Socket } from '../src/index.ts';
import { delay, fromClient, until } from './streams.ts';

describe('a share of the event loop', () => {
  it('is 10 ms of work, then the stream waits for the next turn', async () => {
    const stream = new PassThrough().resume();
    let reads = 0;
    const share = new FairShare(stream, () => {
      reads += 1;
      stream.resume();
    });
    share.spend(4.9);
    await nextTurn();
    share.spend(5);
    expect([share.paused, stream.isPaused()]).toEqual([false, false]);
    share.spend(0.1);
    share.spend(5);
    expect([share.paused, stream.isPaused(), reads]).toEqual([true, true, 0]);
    await nextTurn();
    expect([share.paused, stream.isPaused(), reads]).toEqual([false, false, 1]);
    share.spend(9.9);
    await nextTurn();
    expect([share.paused, reads]).toEqual([false, 1]);
  });
});

/** Work that cannot be interrupted. */
function work(milliseconds: number): void {
  for (const until = performance.now() + milliseconds; performance.now() < until; );
}

const PER_CHUNK = 60;
const CHUNKS = 32;
/** As much as one read takes. */
const chunk = () => Buffer.concat(Array.from({ length: PER_CHUNK }, () => fromClient(textFrame('x'.repeat(1_000)))));

/** A stream that hands out what there is in one turn of the event loop, as a busy TCP connection does. */
function busyStream(): { stream: Duplex; sendAll: () => void } {
  const stream = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
  return {
    stream,
    sendAll() {
      for (let i = 0; i < CHUNKS; i++) stream.push(chunk());
    },
  };
}

describe('a socket whose peer sends 2 MB at once, in messages that take 0.2 ms each', () => {
  it('lets others have their turns in between [10.4-1]', async () => {
    const { stream, sendAll } = busyStream();
    let received = 0;
    const message = () => {
      received += 1;
      work(0.2);
    };
    const socket = new Socket(stream, { role: 'server', handler: { message } });
    socket.start();
    await nextTurn();
    sendAll();
    const perTurn: number[] = [];
    for (let counted = 0; counted < CHUNKS * PER_CHUNK; counted = received) {
      perTurn.push(received - counted);
      await nextTurn();
    }
    // A chunk takes 12 ms, which is more than the share.
    expect(Math.max(...perTurn)).toBeLessThanOrEqual(PER_CHUNK);
    socket.terminate();
  });

  it('stays paused when the application pauses it meanwhile', async () => {
    const { stream, sendAll } = busyStream();
    let received = 0;
    const message = (socket: Socket) => {
      received += 1;
      work(0.2);
      if (received === 1) socket.pause();
    };
    const socket = new Socket(stream, { role: 'server', handler: { message } });
    socket.start();
    await nextTurn();
    sendAll();
    await delay(20);
    expect(received).toBe(PER_CHUNK);
    socket.resume();
    await until(() => received === CHUNKS * PER_CHUNK);
    socket.terminate();
  });
});
