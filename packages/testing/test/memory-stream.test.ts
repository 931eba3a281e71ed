/** A stream in memory does what one on TCP does: the same tests, over both. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket as TcpSocket } from 'node:net';
import { type MemoryStream, streamPair } from '@rfc6455/testing';
import { describe, expect, it, onTestFinished } from 'vitest';

type Stream = MemoryStream | TcpSocket;

async function tcpPair(): Promise<[TcpSocket, TcpSocket]> {
  const listener = createServer({ allowHalfOpen: true }).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  const client = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  const [server] = (await once(listener, 'connection')) as [TcpSocket];
  listener.close();
  return [client, server];
}

/** `large`: more bytes than the buffers in between hold. */
const transports: readonly { name: string; large: number; open(): Promise<[Stream, Stream]> }[] = [
  { name: 'TCP', large: 20_000_000, open: tcpPair },
  {
    name: 'memory',
    large: 20_000_000,
    async open() {
      const { client, server } = streamPair();
      return [client, server];
    },
  },
  {
    name: 'memory, byte by byte',
    large: 200_000,
    async open() {
      const { client, server } = streamPair({ toClient: { chunkSize: 1 }, toServer: { chunkSize: 1 } });
      return [server, client];
    },
  },
];

describe.each(transports)('over $name', ({ open, large }) => {
  /** Two ends, destroyed when the test is over, and what happens to the second. */
  async function ends() {
    const [one, other] = await open();
    const events: string[] = [];
    other.on('end', () => events.push('end'));
    other.on('error', (error) => events.push(Reflect.get(error, 'code')));
    other.on('close', () => events.push('close'));
    one.on('error', (error) => events.push(`the first end: ${Reflect.get(error, 'code')}`));
    onTestFinished(() => {
      one.destroy();
      other.destroy();
    });
    return { one, other, events };
  }

  it('end ends one direction, and the other goes on', async () => {
    const { one, other, events } = await ends();
    other.resume();
    one.end();
    await once(other, 'end');
    other.write('still here');
    expect(String((await once(one, 'data'))[0]).charAt(0)).toBe('s');
    one.resume();
    other.end();
    await Promise.all([once(one, 'close'), once(other, 'close')]);
    expect(events).toEqual(['end', 'close']);
  });

  it('destroy ends the stream of the other end', async () => {
    const { one, other, events } = await ends();
    other.resume();
    one.destroy();
    await once(other, 'end');
    expect(other.destroyed).toBe(false);
    other.end();
    await once(other, 'close');
    expect(events).toEqual(['end', 'close']);
  });

  it('whoever writes to an end that is destroyed is reset', async () => {
    const { one, other, events } = await ends();
    one.destroy();
    other.resume();
    await once(other, 'end');
    while (!other.destroyed) {
      other.write('anybody there?');
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (!other.closed) await once(other, 'close');
    expect(events).toEqual(['end', expect.stringMatching(/^(?:ECONNRESET|EPIPE)$/), 'close']);
  });

  it('destroy with bytes that were received and not read ends the stream, too', async () => {
    const { one, other, events } = await ends();
    other.write('u');
    await once(one, 'readable');
    other.resume();
    one.destroy();
    await once(other, 'end');
    other.end();
    await once(other, 'close');
    expect(events).toEqual(['end', 'close']);
  });

  it('resetAndDestroy resets the other end, and is no error at this one', async () => {
    const { one, other, events } = await ends();
    other.resume();
    one.resetAndDestroy();
    await new Promise((resolve) => other.once('close', resolve));
    expect(events).toEqual(['ECONNRESET', 'close']);
  });

  it('a writer is held back while nobody reads, and goes on when somebody does', async () => {
    const { one, other } = await ends();
    let written = false;
    one.end(Buffer.alloc(large), () => {
      written = true;
    });
    for (let i = 0; i < 50; i++) await new Promise((resolve) => setImmediate(resolve));
    expect(written).toBe(false);
    let received = 0;
    other.on('data', (chunk: Buffer) => {
      received += chunk.length;
    });
    await once(other, 'end');
    expect([received, written]).toEqual([large, true]);
  });
});
