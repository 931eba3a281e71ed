import { createPacResolver } from 'pac-resolver';
import { getProxyForUrl } from 'proxy-from-env';
import { QuickJS } from 'quickjs-wasi';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { connect, environmentProxy, pacProxy } from '../src/index.ts';
import { missing, tinyproxy } from './real-proxies.ts';
import { accepting, answer, rejection } from './test-server.ts';

describe('the environment', () => {
  afterEach(() => vi.unstubAllEnvs());
  const NAMES = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY'];

  function find(uri: string, env: Record<string, string>) {
    for (const name of [...NAMES, ...NAMES.map((each) => each.toLowerCase())]) vi.stubEnv(name, env[name] ?? '');
    return environmentProxy(getProxyForUrl)(uri);
  }

  it.each<[string, string, Record<string, string>, string | undefined]>([
    ['nothing', 'ws://example.test/', {}, undefined],
    ['HTTPS_PROXY for wss', 'wss://example.test/', { HTTPS_PROXY: 'http://a' }, 'http://a'],
    [
      'HTTPS_PROXY before HTTP_PROXY for ws',
      'ws://x.test/',
      { HTTPS_PROXY: 'http://a', HTTP_PROXY: 'http://b' },
      'http://a',
    ],
    ['HTTP_PROXY for wss, for want of another', 'wss://x.test/', { HTTP_PROXY: 'http://b' }, 'http://b'],
    ['ALL_PROXY', 'ws://example.test/', { ALL_PROXY: 'socks5://c' }, 'socks5://c'],
    ['SOCKS before all others', 'wss://x.test/', { HTTPS_PROXY: 'http://a', HTTP_PROXY: 'socks5://b' }, 'socks5://b'],
    ['lower case', 'ws://example.test/', { https_proxy: 'http://a' }, 'http://a'],
    ['a proxy without a scheme as http', 'wss://example.test/', { HTTPS_PROXY: 'a:3128' }, 'http://a:3128'],
    ['NO_PROXY for the name', 'ws://example.test/', { ALL_PROXY: 'http://a', NO_PROXY: 'example.test' }, undefined],
    [
      'NO_PROXY for the domain',
      'ws://x.example.test/',
      { ALL_PROXY: 'http://a', NO_PROXY: 'b,.example.test' },
      undefined,
    ],
    ['NO_PROXY for all', 'ws://example.test/', { ALL_PROXY: 'http://a', NO_PROXY: '*' }, undefined],
    ['NO_PROXY for the port of ws', 'ws://x.test/', { ALL_PROXY: 'http://a', NO_PROXY: 'x.test:80' }, undefined],
    ['NO_PROXY for the port of wss', 'wss://x.test/', { ALL_PROXY: 'http://a', NO_PROXY: 'x.test:443' }, undefined],
    ['NO_PROXY for another port', 'ws://x.test:81/', { ALL_PROXY: 'http://a', NO_PROXY: 'x.test:80' }, 'http://a'],
    ['NO_PROXY for another host', 'ws://x.test/', { ALL_PROXY: 'http://a', NO_PROXY: 'y.test' }, 'http://a'],
    ['NO_PROXY for an IPv6 address', 'ws://[::1]/', { ALL_PROXY: 'http://a', NO_PROXY: '[::1]' }, undefined],
  ])('has %s', (_title, uri, env, proxy) => {
    expect(find(uri, env)).toBe(proxy);
  });

  it('is read by the package, and nothing else will do', () => {
    expect(() => environmentProxy(undefined as never)).toThrow(/npm install proxy-from-env/);
  });

  it.skipIf(missing('tinyproxy') !== undefined)('leads through the proxy that it names, or not', async () => {
    const server = await answer((request) => accepting(request));
    const proxy = environmentProxy(getProxyForUrl);
    vi.stubEnv('no_proxy', '');
    vi.stubEnv('https_proxy', `http://127.0.0.1:${await tinyproxy()}`);
    (await connect(`ws://127.0.0.1:${server.port}/`, { proxy })).terminate();
    vi.stubEnv('https_proxy', 'http://127.0.0.1:1');
    expect(await rejection(connect(`ws://127.0.0.1:${server.port}/`, { proxy }))).toMatchObject({
      code: 'PROXY_FAILED',
    });
    vi.stubEnv('no_proxy', '127.0.0.1');
    (await connect(`ws://127.0.0.1:${server.port}/`, { proxy })).terminate();
  });
});

describe('a script for proxy autoconfiguration', () => {
  it.each<[string | null | undefined, string[]]>([
    ['DIRECT', ['direct:']],
    ['PROXY a.test:3128', ['http://a.test:3128']],
    ['proxy a.test', ['http://a.test']],
    [
      'HTTP a; HTTPS b:1; SOCKS c; SOCKS5 d:2; DIRECT',
      ['http://a', 'https://b:1', 'socks5://c', 'socks5://d:2', 'direct:'],
    ],
    [' PROXY \t a ;; ', ['http://a']],
    ['', []],
    [null, []],
    [undefined, []],
  ])('may answer %j', async (text, proxies) => {
    expect(await pacProxy(async () => text)('ws://example.test/')).toEqual(proxies);
  });

  it.each(['SOCKS4 a', 'PROXY', 'a:3128', 'constructor a', 'QUIC a'])('may not answer %j', async (text) => {
    const proxy = pacProxy(async () => text);
    expect(await rejection(connect('ws://example.test/', { proxy }))).toMatchObject({
      code: 'PROXY_FAILED',
      phase: 'proxy',
    });
  });

  it('is run by the package, and nothing else will do', () => {
    expect(() => pacProxy(undefined as never)).toThrow(/npm install pac-resolver/);
  });

  it.skipIf(missing('tinyproxy') !== undefined)(
    'is given the URI of host, port, resource name and secure flag [4.1-11]',
    async () => {
      const server = await answer((request) => accepting(request));
      const port = await tinyproxy();
      // The wrong URI leads nowhere.
      const script = `function FindProxyForURL(url, host) {
        return url === 'ws://127.0.0.1:${server.port}/chat?room=1' && host === '127.0.0.1'
          ? 'PROXY 127.0.0.1:1; PROXY 127.0.0.1:${port}' : 'PROXY 127.0.0.1:1';
      }`;
      const proxy = pacProxy(createPacResolver(await QuickJS.create(), script));
      (await connect(`ws://127.0.0.1:${server.port}/chat?room=1`, { proxy })).terminate();
      expect(await rejection(connect(`ws://127.0.0.1:${server.port}/`, { proxy }))).toMatchObject({
        code: 'PROXY_FAILED',
        port: 1,
      });
    },
  );

  it('that throws is PROXY_FAILED', async () => {
    const script = 'function FindProxyForURL() { throw new Error("broken"); }';
    const proxy = pacProxy(createPacResolver(await QuickJS.create(), script));
    expect(await rejection(connect('ws://example.test/', { proxy }))).toMatchObject({ code: 'PROXY_FAILED' });
  });
});
