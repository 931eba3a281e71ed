import type { Server as Listener } from 'node:net';
import { composeRequest } from '@rfc6455/testing';
import { describe, expect, it } from 'vitest';
import type { ServerSocket } from '../src/index.ts';
import { Reception } from '../src/reception.ts';
import { Server } from '../src/server.ts';
import { clientFrame, deferred, dial, type RawClient, until } from './peers.ts';
import { start } from './servers.ts';

const CLOSE_1001 = clientFrame(8, Buffer.of(3, 233));

async function open(port: number, count: number): Promise<RawClient[]> {
  const clients = Array.from({ length: count }, () => dial(port).send(composeRequest()));
  await Promise.all(clients.map((client) => client.head()));
  return clients;
}

describe('url', () => {
  it.each([
    [{ address: '127.0.0.1', port: 80 }, false, 'ws://127.0.0.1:80'],
    [{ address: '::1', port: 443 }, true, 'wss://[::1]:443'],
    [{ address: '::', port: 8080 }, false, 'ws://localhost:8080'],
    [{ address: '0.0.0.0', port: 8080 }, true, 'wss://localhost:8080'],
    ['/run/chat', false, 'ws+unix:/run/chat'],
    [null, false, 'ws://localhost:0'],
  ])('for the address %j, over TLS %s, is %s', (address, secure, url) => {
    const listener = { address: () => address } as Listener;
    const server = new Server(new Reception({}), { listener, secure, stop: async () => {} });
    expect(server.url).toBe(url);
  });
});

describe('broadcast', () => {
  it('sends the same bytes to all, to some, or to all but one, and counts', async () => {
    const server = await start();
    const clients = await open(server.port, 3);
    await until(() => server.sockets.size === 3);
    const [first, second] = [...server.sockets];
    expect(server.broadcast('a')).toBe(3);
    expect(server.broadcast(Uint8Array.of(7), { except: first })).toBe(2);
    expect(server.broadcast('b', { to: [first!, second!] })).toBe(2);
    expect(server.broadcast('c', { to: server.sockets, except: second })).toBe(2);
    const received = await Promise.all(clients.map((client) => client.bytes(9)));
    expect(received.toSorted()).toEqual(['810161820107810162', '810161810162810163', '810161820107810163'].toSorted());
  });

  it('throws for what cannot be sent', async () => {
    const server = await start();
    expect(() => server.broadcast(5 as unknown as string)).toThrow(TypeError);
  });

  it('leaves out who is closing, and who is in the middle of a message', async () => {
    const server = await start();
    const clients = await open(server.port, 3);
    await until(() => server.sockets.size === 3);
    const [closing, sending] = [...server.sockets];
    void closing!.close(1000);
    void sending!.startMessage('text').write('x');
    expect(server.broadcast('a')).toBe(1);
    const received = await Promise.all(clients.map((client) => client.bytes(3)));
    expect(received.toSorted()).toEqual(['010178', '810161', '880203e8']);
  });

  it('reaches 100 clients', async () => {
    const server = await start();
    const clients = await open(server.port, 100);
    await until(() => server.sockets.size === 100);
    expect(server.broadcast('news')).toBe(100);
    for (const client of clients) expect(await client.bytes(6)).toBe('81046e657773');
  });

  it('is not held up by a client that does not read, which is cut off', async () => {
    const reports: unknown[] = [];
    const server = await start({ maxBufferedAmount: 1_000_000, close: (_socket, report) => reports.push(report) });
    const [slow, ...others] = await open(server.port, 5);
    await until(() => server.sockets.size === 5);
    slow!.stream.pause();
    const received = others.map(({ stream }) => {
      const count = { bytes: 0 };
      stream.removeAllListeners('data').on('data', (chunk) => {
        count.bytes += chunk.length;
      });
      return count;
    });
    const message = new Uint8Array(900_000);
    const counts: number[] = [];
    for (let i = 1; i <= 20; i++) {
      counts.push(server.broadcast(message));
      await until(() => received.every(({ bytes }) => bytes === i * (message.length + 10)));
    }
    expect([counts[0], counts.at(-1)]).toEqual([5, 4]);
    await until(() => reports.length === 1);
    expect(reports).toMatchObject([{ code: 1006, cause: { code: 'SEND_BUFFER_FULL' } }]);
  });
});

describe('drain', () => {
  it('closes all with 1001, waits for them, and stops listening', async () => {
    const server = await start();
    const clients = await open(server.port, 3);
    const { port } = server;
    const drained = server.drain();
    expect(server.drain()).toBe(drained);
    for (const client of clients) {
      expect(await client.bytes(4)).toBe('880203e9');
      client.send(CLOSE_1001);
      await client.until(() => client.ended);
      client.stream.end();
    }
    expect(await drained).toEqual({ closed: 3, terminated: 0 });
    expect(server.address).toBeNull();
    const late = dial(port);
    await late.closed;
    expect(late.error).toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('terminates those that do not answer in time', async () => {
    const server = await start();
    const [polite, rude] = await open(server.port, 2);
    await until(() => server.sockets.size === 2);
    const drained = server.drain({ code: 1012, reason: 'restart', timeout: 50 });
    expect(await polite!.bytes(11)).toBe(`880903f4${Buffer.from('restart').toString('hex')}`);
    polite!.send(CLOSE_1001).stream.end();
    expect(await drained).toEqual({ closed: 1, terminated: 1 });
    await rude!.closed;
  });

  it('answers 503 to everybody who comes meanwhile, and to those that wait for a decision', async () => {
    const decision = deferred<undefined>();
    let asked = false;
    const server = await start({
      routes: {
        '/': {},
        '/slow': {
          accept() {
            asked = true;
            return decision.promise;
          },
        },
      },
    });
    const [client] = await open(server.port, 1);
    const half = dial(server.port).send(composeRequest().slice(0, 30));
    const waiting = dial(server.port).send(composeRequest({ target: '/slow' }));
    await until(() => asked);
    const drained = server.drain({ retryAfter: 120 });
    half.send(composeRequest().slice(30));
    for (const refused of [half, waiting, dial(server.port).send(composeRequest())]) {
      expect(await refused.head()).toMatch(/^HTTP\/1\.1 503 .*\r\nRetry-After: 120\r\n/s);
    }
    decision.resolve(undefined);
    client!.send(CLOSE_1001).stream.end();
    expect(await drained).toEqual({ closed: 1, terminated: 0 });
  });

  it('under load loses nobody that answers', async () => {
    let received = 0;
    const server = await start({
      message(socket, data) {
        received++;
        socket.send(data);
      },
    });
    const clients = await open(server.port, 50);
    const sending = setInterval(() => {
      for (const client of clients) if (!client.stream.writableEnded) client.send(clientFrame(1, 'x'.repeat(100)));
    }, 1);
    for (const client of clients) {
      client.stream.on('data', () => {
        if (client.body.includes(Buffer.from('880203e9', 'hex')) && !client.stream.writableEnded) {
          client.stream.end(CLOSE_1001);
        }
      });
    }
    await until(() => received > 500);
    expect(await server.drain()).toEqual({ closed: 50, terminated: 0 });
    clearInterval(sending);
  });

  it.each([
    [{ code: 1005 }, RangeError],
    [{ code: 1001, reason: 'x'.repeat(124) }, RangeError],
    [{ timeout: -1 }, RangeError],
    [{ timeout: 0.5 }, RangeError],
    [{ retryAfter: -1 }, RangeError],
  ])('does not take %j, and the server goes on', async (options, type) => {
    const server = await start();
    expect(() => server.drain(options)).toThrow(type);
    expect(await open(server.port, 1)).toHaveLength(1);
  });

  it('is what `await using` does', async () => {
    const server = await start();
    const [client] = await open(server.port, 1);
    client!.send(CLOSE_1001).stream.end();
    await server[Symbol.asyncDispose]();
    expect(server.address).toBeNull();
  });
});

describe('close', () => {
  it('ends everything at once, half handshakes too', async () => {
    const sockets: ServerSocket[] = [];
    const server = await start({ open: (socket) => sockets.push(socket) });
    const [client] = await open(server.port, 1);
    const half = dial(server.port).send('GET');
    await until(() => half.stream.readyState === 'open');
    await server.close();
    await Promise.all([client!.closed, half.closed]);
    expect(server.address).toBeNull();
    expect(await sockets[0]!.closed).toMatchObject({ code: 1006, cause: { code: 'TERMINATED' } });
    await server.close();
  });

  it('cuts a drain short', async () => {
    const server = await start();
    await open(server.port, 1);
    await until(() => server.sockets.size === 1);
    const drained = server.drain();
    await server.close();
    expect(await drained).toEqual({ closed: 0, terminated: 1 });
  });
});
