import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { socketAndPeer, socketPair, textFrame } from '@rfc6455/testing';
import { describe, expect, it } from 'vitest';
import { MessageQueue } from '../src/message-queue.ts';

describe('the queue', () => {
  it('keeps nothing that has been read, also while there is always one more', async () => {
    const queue = new MessageQueue(
      65_536,
      () => expect.unreachable('it is never full'),
      () => expect.unreachable('it was never full'),
    );
    const payload = new WeakRef(new Uint8Array(1000));
    queue.push(payload.deref()!);
    for (let i = 0; i < 10_000; i++) {
      queue.push(`message ${i}`);
      await queue.next();
    }
    expect((await queue.next()).value).toBe('message 9999');
    setFlagsFromString('--expose-gc');
    // A weak reference that was looked at holds until the turn ends.
    await nextTurn();
    runInNewContext('gc')();
    expect(payload.deref()).toBeUndefined();
  });

  it('hands messages out in order, however reads and arrivals mix', async () => {
    const queue = new MessageQueue(
      1_000_000,
      () => {},
      () => {},
    );
    let pushed = 0;
    let read = 0;
    for (const step of [1, 5, 2, 9, 1, 30, 4]) {
      for (let i = 0; i < step; i++) queue.push(String(pushed++));
      for (let i = 0; i < step - 1; i++) expect((await queue.next()).value).toBe(String(read++));
    }
    while (read < pushed) expect((await queue.next()).value).toBe(String(read++));
  });
});

describe('iteration', () => {
  it('ends when the socket is closed cleanly', async () => {
    const { client, server } = socketPair();
    server.send('last words');
    server.close(1000, 'done');
    const got: unknown[] = [];
    for await (const message of client) got.push(message);
    expect(got).toEqual(['last words']);
    expect((await client.closed).reason).toBe('done');
  });

  it('throws after the last message when the connection is lost', async () => {
    const { socket, peer } = socketAndPeer({ role: 'client' });
    peer.send(textFrame('one'));
    peer.end();
    const got: unknown[] = [];
    const loop = (async () => {
      for await (const message of socket) got.push(message);
    })();
    await expect(loop).rejects.toMatchObject({
      name: 'SocketError',
      code: 'CONNECTION_LOST',
      cause: { code: 'TRANSPORT_ENDED' },
    });
    expect(got).toEqual(['one']);
    await expect(socket[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
  });

  it('can be left and taken up again', async () => {
    const { client, server } = socketPair();
    for (const text of ['a', 'b', 'c']) server.send(text);
    for await (const message of client) {
      expect(message).toBe('a');
      break;
    }
    expect(client.state).toBe('open');
    expect((await client[Symbol.asyncIterator]().next()).value).toBe('b');
  });

  it('is refused where a handler takes the messages', async () => {
    const { client } = socketPair({ client: { handler: { message: () => {} } } });
    expect(() => client[Symbol.asyncIterator]()).toThrow(expect.objectContaining({ name: 'InvalidStateError' }));
  });

  it('of a socket that was closed without being read drops what is over the mark, and closes', async () => {
    const { client, server, streams } = socketPair({ client: { highWaterMark: 1000 } });
    for (let i = 0; i < 500; i++) server.send(new Uint8Array(1000));
    await streams.quiet();
    const report = await client.close(1000);
    expect(report).toMatchObject({ code: 1000, wasClean: true });
  });
});
