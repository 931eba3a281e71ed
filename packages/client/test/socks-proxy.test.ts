import { connect as dialTcp } from 'node:net';
import { parseUri } from '@rfc6455/uri';
import { SocksClient } from 'socks';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Attempt } from '../src/attempt.ts';
import { ignoreError } from '../src/dial.ts';
import { parseProxy } from '../src/proxy-uri.ts';
import { askSocksProxy, type SocksConnector } from '../src/socks-proxy.ts';
import { listen, rejection, until } from './test-server.ts';

/** Asks a proxy that sends these bytes, one piece for each that it gets. */
async function ask(pieces: readonly (string | null)[], signal?: AbortSignal, socks: SocksConnector = SocksClient) {
  const got: string[] = [];
  const server = await listen((stream) => {
    stream.on('data', (chunk) => {
      const piece = pieces[got.push(chunk.toString('hex')) - 1];
      if (piece === null) stream.destroy();
      else if (piece !== undefined) stream.write(Buffer.from(piece, 'hex'));
    });
  });
  const stream = dialTcp(server.port, '127.0.0.1').on('error', ignoreError);
  await until(() => !stream.connecting);
  const attempt = new Attempt({ host: 'proxy.test', port: 1080 }, 500, signal);
  onTestFinished(() => {
    attempt.end();
    stream.destroy();
  });
  const proxy = parseProxy('socks5://ada:secret@proxy.test', socks);
  const asked = askSocksProxy(stream, proxy, socks, parseUri('wss://example.test/'), attempt);
  return { asked, stream, got };
}

it('asks for the name and the port, with user name and password [4.1-9]', async () => {
  const { asked, stream, got } = await ask(['0502', '0100', '05000001000000000000']);
  expect(await asked).toBe(stream);
  expect(got[1]).toBe(`0103${Buffer.from('ada').toString('hex')}06${Buffer.from('secret').toString('hex')}`);
  expect(got[2]).toBe(`050100030c${Buffer.from('example.test').toString('hex')}01bb`);
});

describe('a proxy that', () => {
  it.each([
    ['wants another way of authentication', ['05ff']],
    ['does not know the password', ['0502', '0101']],
    ['does not allow it', ['0502', '0100', '05020001000000000000']],
    ['cannot reach the host', ['0502', '0100', '05040001000000000000']],
  ])('%s is PROXY_REFUSED', async (_title, pieces) => {
    const { asked, stream } = await ask(pieces);
    expect(await rejection(asked)).toMatchObject({ code: 'PROXY_REFUSED', phase: 'proxy', host: 'proxy.test' });
    expect(stream.destroyed).toBe(true);
  });

  it.each([
    ['leaves', [null]],
    ['speaks SOCKS4', ['005a000000000000']],
    ['speaks HTTP', [Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n').toString('hex')]],
  ])('%s is an error, in which nothing is secret', async (_title, pieces) => {
    const { asked, stream } = await ask(pieces);
    const error = await rejection(asked);
    expect(error).toBeInstanceOf(Error);
    expect(Object.keys(error as Error)).toEqual([]);
    expect(String(error)).not.toContain('secret');
    expect(stream.destroyed).toBe(true);
  });

  it.each([
    ['at once', ['05'.repeat(1_000_000)]],
    ['behind the method', ['0502', 'ff'.repeat(1_000_000)]],
    ['behind the password', ['0502', '0100', 'ff'.repeat(1_000_000)]],
  ])('sends a megabyte of garbage %s is an error before its time is up', async (_title, pieces) => {
    const { asked, stream } = await ask(pieces);
    const error = await rejection(asked);
    expect(error).not.toMatchObject({ code: 'TIMEOUT' });
    expect(stream.destroyed).toBe(true);
  });

  it('never answers is a timeout, and leaves nothing behind', async () => {
    const { asked, stream } = await ask([]);
    expect(await rejection(asked)).toMatchObject({ code: 'TIMEOUT' });
    expect(stream.destroyed).toBe(true);
  });

  it('never answers is given up when the signal is aborted', async () => {
    const controller = new AbortController();
    const { asked, stream } = await ask([], controller.signal);
    controller.abort('enough');
    expect(await rejection(asked)).toBe('enough');
    expect(stream.destroyed).toBe(true);
  });
});

it('takes whatever the package throws', async () => {
  const createConnection = vi.fn(() => {
    throw 'broken';
  });
  const { asked } = await ask([], undefined, { createConnection });
  expect(await rejection(asked)).toEqual(new Error('broken'));
});
