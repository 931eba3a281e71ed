import { pingFrame, textFrame } from '@rfc6455/testing';
import { describe, expect, it } from 'vitest';
import type { Socket } from '../src/index.ts';
import { delay, fromClient, serverAndPeer, socketPair, until } from './streams.ts';

describe('back-pressure', () => {
  it('send settles at once while little waits, and waits for a peer that does not read', async () => {
    const { socket, peer } = await serverAndPeer();
    peer.pause();
    expect(await socket.send('small')).toBe(true);
    let settled = false;
    let sent = 0;
    const fill = async () => {
      while (sent < 1000 && (await socket.send(new Uint8Array(65_536)))) sent += 1;
      settled = true;
    };
    void fill();
    await delay(100);
    const stuckAt = sent;
    expect(settled).toBe(false);
    expect(socket.bufferedAmount).toBeGreaterThan(0);
    expect(socket.bufferedAmount).toBeLessThan(400_000);
    await delay(50);
    expect(sent).toBe(stuckAt);
    peer.resume();
    await until(() => settled);
    expect(sent).toBe(1000);
    socket.terminate();
  });

  it('binary data may be changed once send has settled', async () => {
    const { client, server } = await socketPair();
    const data = new Uint8Array(100_000).fill(1);
    await server.send(data);
    data.fill(2);
    const { value } = await client[Symbol.asyncIterator]().next();
    expect((value as Uint8Array).every((byte) => byte === 1)).toBe(true);
  });

  it('send settles with false when the connection breaks before the message is written', async () => {
    const { socket, peer } = await serverAndPeer();
    peer.pause();
    const results = Array.from({ length: 200 }, () => socket.send(new Uint8Array(100_000)));
    await delay(20);
    peer.resetAndDestroy();
    const report = await socket.closed;
    expect((await Promise.all(results)).at(-1)).toBe(false);
    expect(await socket.send('late')).toBe(false);
    expect(report).toMatchObject({ code: 1006, wasClean: false, initiator: 'transport' });
    expect(report.cause).toMatchObject({ name: 'SocketError', code: 'TRANSPORT_FAILED' });
  });

  it('a peer that never reads is given up once maxBufferedAmount waits [10.4-1] [7.1.1-2]', async () => {
    const { socket, peer } = await serverAndPeer({ maxBufferedAmount: 1_000_000 });
    peer.pause();
    for (let i = 0; i < 200; i++) socket.send(new Uint8Array(100_000));
    const report = await socket.closed;
    expect(report.cause).toMatchObject({ code: 'SEND_BUFFER_FULL' });
    expect(report.cause?.message).toContain('await what send returns');
  });

  it('messages of no bytes and fragments fill the buffer too [10.4-1]', async () => {
    const ways = [
      (socket: Socket) => () => socket.send(''),
      (socket: Socket) => {
        const message = socket.startMessage('text');
        return () => message.write('');
      },
    ];
    for (const way of ways) {
      const { socket, peer } = await serverAndPeer({ highWaterMark: 0, maxBufferedAmount: 100_000 });
      peer.pause();
      const sendOne = way(socket);
      let sent = 0;
      while (socket.state === 'open' && sent < 1000) {
        void sendOne();
        sent += 1;
      }
      // Each counts for 1024 bytes and its header of two.
      expect(sent).toBe(Math.ceil(100_000 / 1026) + 1);
      expect((await socket.closed).cause).toMatchObject({ code: 'SEND_BUFFER_FULL' });
    }
  });

  it('what waits for the same write shares one promise', async () => {
    const { client, server } = await socketPair({}, { highWaterMark: 10 });
    const first = server.send('0123456789');
    expect(server.send('more')).toBe(first);
    expect(await first).toBe(true);
    const second = server.send('0123456789');
    expect(second).not.toBe(first);
    expect(await second).toBe(true);
    const messages = client[Symbol.asyncIterator]();
    for (const expected of ['0123456789', 'more', '0123456789']) expect((await messages.next()).value).toBe(expected);
  });

  it('messages of no bytes that nobody iterates over hold the peer back too', async () => {
    const { socket, peer } = await serverAndPeer({ highWaterMark: 1000 });
    peer.write(Buffer.concat(Array.from({ length: 4 }, () => fromClient(textFrame('')))));
    await delay(20);
    peer.write(fromClient(pingFrame('p')));
    await delay(20);
    // 1024 is more than 1000: the ping is not read, and not answered.
    expect(peer.readableLength).toBe(0);
    const messages = socket[Symbol.asyncIterator]();
    for (let i = 0; i < 4; i++) expect((await messages.next()).value).toBe('');
    await until(() => peer.read() !== null);
    socket.terminate();
  });

  it('a paused socket reads nothing until it is resumed', async () => {
    const got: unknown[] = [];
    const { socket, peer } = await serverAndPeer({
      handler: { message: (_socket, data) => got.push(data) },
    });
    socket.pause();
    peer.write(fromClient(textFrame('later')));
    await delay(30);
    expect(got).toEqual([]);
    socket.resume();
    await until(() => got.length === 1);
    socket.terminate();
  });

  it('messages that nobody iterates over hold the peer back, and none is lost', async () => {
    const { client, server } = await socketPair({}, { highWaterMark: 10_000 });
    let sent = 0;
    const all = (async () => {
      for (; sent < 3000; sent++) await client.send(new Uint8Array(10_000).fill(sent));
      await client.close(1000);
    })();
    await delay(100);
    expect(sent).toBeLessThan(3000);
    let received = 0;
    for await (const message of server) {
      expect((message as Uint8Array)[0]).toBe(received & 0xff);
      received += 1;
    }
    await all;
    expect(received).toBe(3000);
  });

  it('pongs for a peer that pings and never reads stay few [5.5.3-1]', async () => {
    const { socket, peer } = await serverAndPeer({ maxPendingPongBytes: 10_000 });
    peer.pause();
    const pings = Buffer.concat(Array.from({ length: 1000 }, () => fromClient(pingFrame('x'.repeat(125)))));
    let highest = 0;
    for (let i = 0; i < 200; i++) {
      await new Promise((resolve) => peer.write(pings, resolve));
      highest = Math.max(highest, socket.bufferedAmount);
    }
    // A chunk's worth of pongs is in the stream, the rest in the connection.
    expect(highest).toBeLessThan(200_000);
    socket.terminate();
  });
});
