/** What is our own in `WebSocketStream`, and its back-pressure. The web's interface is tested in `interop/web-socket`. */
import { describe, expect, it } from 'vitest';
import { WebSocketError, WebSocketStream } from '../src/index.ts';
import { accepting, answer, at, field, rejection, until } from './test-server.ts';
import { openServer } from './web-socket-server.ts';

const MIB = 1_048_576;

describe('a WebSocketStream', () => {
  it('takes options of connect, and checks them at once', async () => {
    const { url, requests } = await openServer();
    const stream = new WebSocketStream(url.replace('//', '//user:pass@'), { headers: { Cookie: 'a=1' } });
    await stream.opened;
    expect(field(requests[0]!, 'Cookie')).toBe('a=1');
    expect(field(requests[0]!, 'Authorization')).toBe(`Basic ${Buffer.from('user:pass').toString('base64')}`);
    stream.close();
    await stream.closed;
    expect(() => new WebSocketStream(url, { handshakeTimeout: 0 })).toThrow(RangeError);
    expect(() => new WebSocketStream(url, { highWaterMark: -1 })).toThrow(RangeError);
  });

  it('holds the peer back while nobody reads', async () => {
    const { url, sockets } = await openServer();
    const stream = new WebSocketStream(url);
    const { readable } = await stream.opened;
    const server = sockets[0]!;
    const message = new Uint8Array(MIB);
    let sent = 0;
    const sending = (async () => {
      while (sent < 64 && (await server.send(message))) sent += 1;
    })();
    let before = -1;
    // Until what is on its way has filled the buffers of the system.
    while (before !== sent || sent === 0) {
      before = sent;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(sent).toBeLessThan(40);
    const reader = readable.getReader();
    let received = 0;
    while (received < 64 * MIB) received += ((await reader.read()).value as Uint8Array).length;
    await sending;
    expect(sent).toBe(64);
    stream.close();
    await stream.closed;
  });

  it('holds the writer back while the peer does not read', async () => {
    const { url, sockets } = await openServer({ message: () => {} });
    const stream = new WebSocketStream(url);
    const { writable } = await stream.opened;
    const server = sockets[0]!;
    server.pause();
    const writer = writable.getWriter();
    const message = new Uint8Array(MIB);
    let written = 0;
    const writing = (async () => {
      for (; written < 64; written++) await writer.write(message);
    })();
    let before = -1;
    while (before !== written) {
      before = written;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(written).toBeLessThan(40);
    server.resume();
    await writing;
    await writer.close();
    expect((await stream.closed).closeCode).toBe(1005);
  });

  it('closes cleanly though nobody reads what has come', async () => {
    const { url, sockets } = await openServer();
    const stream = new WebSocketStream(url);
    await stream.opened;
    for (let i = 0; i < 1000; i++) void sockets[0]!.send(new Uint8Array(10_000));
    await new Promise((resolve) => setTimeout(resolve, 50));
    stream.close({ closeCode: 4000 });
    expect((await stream.closed).closeCode).toBe(4000);
  });

  it('says in cause why it failed', async () => {
    const stream = new WebSocketStream('ws://127.0.0.1:1/');
    const error = await rejection(stream.opened);
    expect(error).toBeInstanceOf(WebSocketError);
    expect(error).toMatchObject({ name: 'WebSocketError', closeCode: 1006, cause: { code: 'TCP_FAILED' } });
    expect(await rejection(stream.closed)).toBe(error);
    const cutting = await answer((request, stream) => {
      setTimeout(() => stream.destroy(), 20);
      return accepting(request);
    });
    const cut = new WebSocketStream(at(cutting));
    await cut.opened;
    expect(await rejection(cut.closed)).toMatchObject({ cause: { code: 'TRANSPORT_ENDED' } });
  });

  it('ends no process when nobody looks at its promises', async () => {
    const unhandled: unknown[] = [];
    const listener = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', listener);
    const server = await answer((request, stream) => {
      setTimeout(() => stream.destroy(), 5);
      return accepting(request);
    });
    new WebSocketStream('ws://127.0.0.1:1/');
    await new WebSocketStream(at(server)).opened;
    await new WebSocketStream(at(server), { signal: AbortSignal.abort() }).opened.catch(() => {});
    await until(() => server.open === 0);
    await new Promise((resolve) => setTimeout(resolve, 20));
    process.off('unhandledRejection', listener);
    expect(unhandled).toEqual([]);
  });

  it('opens nothing when its signal is aborted already', async () => {
    const server = await answer((request) => accepting(request));
    const stream = new WebSocketStream(at(server), { signal: AbortSignal.abort('why') });
    expect(await rejection(stream.opened)).toBe('why');
    expect(server.accepted).toBe(0);
  });

  it('says when a server never answers', async () => {
    const server = await answer(() => undefined);
    const stream = new WebSocketStream(at(server), { handshakeTimeout: 20 });
    expect(await rejection(stream.opened)).toMatchObject({ cause: { code: 'TIMEOUT' } });
  });

  it('pipes through the streams of the platform', async () => {
    const { url } = await openServer();
    const stream = new WebSocketStream(url);
    const { readable, writable } = await stream.opened;
    const source = new ReadableStream<string>({
      start(controller) {
        for (const message of ['a', 'b', 'c']) controller.enqueue(message);
        controller.close();
      },
    });
    await source.pipeTo(writable, { preventClose: true });
    const got: unknown[] = [];
    for await (const message of readable) if (got.push(message) === 3) break;
    expect(got).toEqual(['a', 'b', 'c']);
    // To leave the loop cancels the stream.
    expect((await stream.closed).closeCode).toBe(1005);
  });
});

describe('a WebSocketError', () => {
  it('of a connection has a code that no script may close with, and abandons the streams without one', async () => {
    const { url, sockets } = await openServer();
    const failed = new WebSocketStream('ws://127.0.0.1:1/');
    const error = await rejection(failed.opened);
    const stream = new WebSocketStream(url);
    const { writable } = await stream.opened;
    await writable.abort(error);
    expect((await stream.closed).closeCode).toBe(1005);
    expect(sockets[0]!.closeReceived?.code).toBe(1005);
  });
});
