import { openAsBlob } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Socket } from '@rfc6455/socket';
import { describe, expect, it } from 'vitest';
import { connect } from '../src/connect.ts';
import { byteLengthOf, OutgoingMessages } from '../src/outgoing-messages.ts';
import { until } from './test-server.ts';
import { openServer } from './web-socket-server.ts';

/** A socket and what is sent on it, whose other end collects what comes. */
async function open(maxBufferedAmount?: number) {
  const got: (string | number)[] = [];
  const { url, sockets } = await openServer({
    message: (_socket, data) => void got.push(typeof data === 'string' ? data : data.length),
  });
  const socket: Socket = await connect(url, { highWaterMark: 0, message: () => {} });
  const failures: Error[] = [];
  const outgoing = new OutgoingMessages(socket, maxBufferedAmount, (error) => void failures.push(error));
  return { outgoing, socket, got, failures, peer: sockets[0]! };
}

describe('outgoing messages', () => {
  it('go out in order, behind Blobs that are being read', async () => {
    const { outgoing, socket, got } = await open();
    const bytes = new Uint8Array(3);
    outgoing.send('a');
    outgoing.send(new Blob(['b'.repeat(1_000_000)]));
    outgoing.send(bytes);
    outgoing.send(bytes.buffer);
    outgoing.send(new Blob([]));
    outgoing.send('c');
    outgoing.close({ code: 1000, reason: '' });
    expect((await socket.closed).wasClean).toBe(true);
    expect(got).toEqual(['a', 1_000_000, 3, 3, 0, 'c']);
  });

  it('are copied when they wait: what was passed may be changed', async () => {
    const seen: Uint8Array[] = [];
    const { url } = await openServer({ message: (_socket, data) => void seen.push(data as Uint8Array) });
    const socket = await connect(url, { highWaterMark: 0, message: () => {} });
    const outgoing = new OutgoingMessages(socket, undefined, () => {});
    const bytes = Uint8Array.of(1, 2, 3);
    outgoing.send(new Blob(['x']));
    outgoing.send(bytes.subarray(1));
    outgoing.send(bytes.buffer);
    bytes.fill(9);
    await until(() => seen.length === 3);
    expect(seen.slice(1)).toEqual([Uint8Array.of(2, 3), Uint8Array.of(1, 2, 3)]);
    await socket.close(1000);
  });

  it('count in bytes of UTF-8 until they are written, and then no more', async () => {
    const { outgoing, socket } = await open();
    outgoing.send('é');
    outgoing.send(new Uint8Array(10));
    expect(outgoing.bufferedAmount).toBe(12);
    outgoing.send(new Blob(['abc']));
    expect(outgoing.bufferedAmount).toBe(15);
    await until(() => outgoing.bufferedAmount === 0);
    outgoing.send('a');
    expect(outgoing.bufferedAmount).toBe(1);
    await until(() => outgoing.bufferedAmount === 0);
    await socket.close(1000);
  });

  it('stay counted when they cannot be written, or are sent too late [6.1-2]', async () => {
    const { outgoing, socket } = await open();
    outgoing.send('abc');
    outgoing.send(new Blob(['de']));
    socket.terminate();
    await socket.closed;
    await new Promise((resolve) => setTimeout(resolve, 10));
    outgoing.send('f');
    expect(outgoing.bufferedAmount).toBe(6);
  });

  it('end the socket when more waits than may [10.4-1]', async () => {
    const { outgoing, socket, failures, peer } = await open(100_000);
    peer.pause();
    while (socket.state === 'open') {
      outgoing.send(new Uint8Array(50_000));
      await new Promise(setImmediate);
    }
    expect(failures).toEqual([expect.objectContaining({ code: 'SEND_BUFFER_FULL' })]);
    await socket.closed;
  });

  it('end the socket when a Blob cannot be read', async () => {
    const { outgoing, socket, failures, got } = await open();
    const folder = await mkdtemp(join(tmpdir(), 'blob-'));
    const path = join(folder, 'blob');
    await writeFile(path, 'one');
    const blob = await openAsBlob(path);
    await writeFile(path, 'another one');
    outgoing.send(blob);
    outgoing.send('behind it');
    const report = await socket.closed;
    expect(report.wasClean).toBe(false);
    expect(failures).toEqual([expect.objectContaining({ message: 'a Blob could not be read' })]);
    expect(got).toEqual([]);
    await rm(folder, { recursive: true });
  });

  it('know their size', () => {
    expect(
      ['é', new ArrayBuffer(3), new DataView(new ArrayBuffer(9), 2, 4), new Blob(['é'])].map(byteLengthOf),
    ).toEqual([2, 3, 4, 2]);
  });
});
