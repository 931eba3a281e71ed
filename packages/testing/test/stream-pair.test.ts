import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Direction, type MemoryStream, type StreamPair, streamPair } from '@rfc6455/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { chunksOf } from './chunks.ts';

afterEach(() => void vi.useRealTimers());

type Ends = readonly [sender: MemoryStream, receiver: MemoryStream, direction: Direction];

/** Both directions of a pair. */
const directions: readonly { name: string; of(pair: StreamPair): Ends }[] = [
  { name: 'from client to server', of: ({ client, server, toServer }) => [client, server, toServer] },
  { name: 'from server to client', of: ({ client, server, toClient }) => [server, client, toClient] },
];

describe.each(directions)('bytes $name', ({ of }) => {
  it('arrive in a later turn, and what was written in one turn arrives at once', async () => {
    const pair = streamPair();
    const [sender, receiver, direction] = of(pair);
    const chunks = chunksOf(receiver);
    sender.write('Hel');
    sender.write('lo');
    expect(chunks).toEqual([]);
    expect(direction.bytesInFlight).toBe(5);
    await pair.quiet();
    expect(chunks).toEqual(['Hello']);
    expect([direction.bytesInFlight, direction.bytesDelivered]).toEqual([0, 5]);
  });

  it('arrive in chunks of the size that is asked for, whatever they were written in', async () => {
    const pair = streamPair({ toClient: { chunkSize: 2 }, toServer: { chunkSize: 2 } });
    const [sender, receiver, direction] = of(pair);
    const chunks = chunksOf(receiver);
    for (const piece of ['H', 'ell', 'o!', '?']) sender.write(piece);
    await pair.quiet();
    expect(chunks).toEqual(['He', 'll', 'o!', '?']);
    direction.chunkSize = 1;
    sender.write('abc');
    await pair.quiet();
    expect(chunks.slice(4)).toEqual(['a', 'b', 'c']);
  });

  it('arrive one chunk in a turn', async () => {
    const pair = streamPair({ toClient: { chunkSize: 1 }, toServer: { chunkSize: 1 } });
    const [sender, receiver] = of(pair);
    const chunks = chunksOf(receiver);
    sender.write('ab');
    await nextTurn();
    expect(chunks.length).toBeLessThan(2);
    await pair.quiet();
    expect(chunks).toEqual(['a', 'b']);
  });

  it('wait while they are held, and as many pass as are released', async () => {
    const pair = streamPair();
    const [sender, receiver, direction] = of(pair);
    const chunks = chunksOf(receiver);
    const ended = once(receiver, 'end');
    direction.hold();
    sender.end('Hello');
    await pair.quiet();
    expect(chunks).toEqual([]);
    direction.release(2);
    await pair.quiet();
    expect(chunks).toEqual(['He']);
    direction.release(3);
    await pair.quiet();
    expect([chunks, receiver.readableEnded]).toEqual([['He', 'llo'], false]);
    direction.release();
    await ended;
  });

  it('arrive in order after their delay, which a test drives', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const pair = streamPair({ toClient: { delay: 100 }, toServer: { delay: 100 } });
    const [sender, receiver, direction] = of(pair);
    const chunks = chunksOf(receiver);
    sender.write('slow');
    direction.delay = 0;
    sender.write('fast');
    vi.advanceTimersByTime(99);
    await pair.quiet();
    expect(chunks).toEqual([]);
    vi.advanceTimersByTime(1);
    await pair.quiet();
    expect(chunks.join('')).toBe('slowfast');
  });

  it('may be changed once they are written, and by whoever gets them', async () => {
    const pair = streamPair();
    const [sender, receiver] = of(pair);
    const bytes = Buffer.from('Hello');
    const arrived = once(receiver, 'data');
    sender.write(bytes);
    bytes.fill(0);
    const [chunk] = (await arrived) as [Buffer];
    expect(chunk.toString()).toBe('Hello');
    chunk.fill(1);
    expect(bytes).toEqual(Buffer.alloc(5));
  });

  it('hold their sender back when nobody reads', async () => {
    const pair = streamPair({ toClient: { capacity: 1000 }, toServer: { capacity: 1000 } });
    const [sender, receiver] = of(pair);
    let written = 0;
    for (let i = 0; i < 1000; i++) sender.write(Buffer.alloc(1000), () => (written += 1));
    await pair.quiet();
    const stuckAt = written;
    // What the receiver's own buffer takes, and the wire.
    expect(stuckAt).toBeLessThan(150);
    expect(sender.writableNeedDrain).toBe(true);
    await pair.quiet();
    expect(written).toBe(stuckAt);
    receiver.resume();
    await once(sender, 'drain');
    await pair.quiet();
    expect(written).toBe(1000);
  });

  it('end, and the other direction stays open', async () => {
    const pair = streamPair();
    const [sender, receiver] = of(pair);
    const ended = once(receiver, 'end');
    receiver.resume();
    sender.end();
    await ended;
    const back = once(sender, 'data');
    receiver.write('still here');
    expect(String((await back)[0])).toBe('still here');
    expect([sender.destroyed, receiver.destroyed]).toEqual([false, false]);
    sender.resume();
    receiver.end();
    await Promise.all([once(sender, 'close'), once(receiver, 'close')]);
  });
});

describe.each(directions)('an end that closes, $name', ({ of }) => {
  it('by destroy: the other reads what came before, and the end of the stream', async () => {
    const pair = streamPair();
    const [closing, other] = of(pair);
    const chunks = chunksOf(other);
    const ended = once(other, 'end');
    closing.write('bye');
    closing.destroy();
    await ended;
    expect(chunks).toEqual(['bye']);
    expect(other.destroyed).toBe(false);
  });

  it('by a reset: the other reads what came before, and breaks', async () => {
    const pair = streamPair();
    const [closing, other] = of(pair);
    const chunks = chunksOf(other);
    const broken = once(other, 'error');
    const closed = once(closing, 'close');
    closing.write('last words');
    expect(closing.resetAndDestroy()).toBe(closing);
    expect((await broken)[0]).toMatchObject({ code: 'ECONNRESET' });
    await closed;
    expect(chunks).toEqual(['last words']);
  });

  it('ends a write that is held back', async () => {
    const pair = streamPair({ toClient: { capacity: 0 }, toServer: { capacity: 0 } });
    const [closing] = of(pair);
    const failed = new Promise((resolve) => closing.write('never taken', resolve));
    closing.destroy();
    expect(await failed).toBeInstanceOf(Error);
  });
});

describe('a wire', () => {
  it('that is cut lets nothing through, and tells nobody', async () => {
    const pair = streamPair();
    const chunks = [chunksOf(pair.client), chunksOf(pair.server)];
    pair.client.write('lost on its way');
    pair.cut();
    pair.server.end('lost too');
    pair.client.destroy();
    await pair.quiet();
    expect(chunks).toEqual([[], []]);
    expect([pair.server.readableEnded, pair.server.destroyed]).toEqual([false, false]);
  });

  it('that is reset loses what is on its way, and breaks both ends', async () => {
    const pair = streamPair();
    const chunks = chunksOf(pair.server);
    const broken = [once(pair.client, 'error'), once(pair.server, 'error')];
    pair.client.write('lost');
    pair.reset();
    for (const [error] of await Promise.all(broken)) expect(error).toMatchObject({ code: 'ECONNRESET' });
    expect(chunks).toEqual([]);
  });

  it('is quiet once nothing moves, however long that takes', async () => {
    const pair = streamPair();
    const { client, server, toServer } = pair;
    let rounds = 0;
    client.on('data', (byte) => void setImmediate(() => client.write(byte)));
    server.on('data', (byte) => {
      rounds += 1;
      if (rounds < 50) server.write(byte);
    });
    client.write('x');
    await pair.quiet();
    expect(rounds).toBe(50);
    expect(toServer.bytesDelivered).toBe(50);
  });

  it('is quiet while bytes are held, delayed, or not read', async () => {
    const held = streamPair();
    held.toServer.hold();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const delayed = streamPair({ toServer: { delay: 1 } });
    const unread = streamPair();
    for (const { client } of [held, delayed, unread]) client.write(Buffer.alloc(200_000));
    await Promise.all([held.quiet(), delayed.quiet(), unread.quiet()]);
    expect([held, delayed, unread].map(({ toServer }) => toServer.bytesInFlight > 100_000)).toEqual([true, true, true]);
  });

  it.each([
    ['chunkSize', 0],
    ['chunkSize', 1.5],
    ['delay', -1],
    ['delay', 2 ** 31],
    ['capacity', -1],
  ])('%s: %d is a RangeError', (name, value) => {
    expect(() => streamPair({ toClient: { [name]: value } })).toThrow(RangeError);
    expect(() => streamPair({ toServer: { [name]: value } })).toThrow(`${name}: expected an integer from`);
  });

  it('releases whole bytes only', () => {
    expect(() => streamPair().toClient.release(0)).toThrow(RangeError);
  });
});
