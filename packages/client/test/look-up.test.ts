import dns from 'node:dns';
import type { LookupFunction } from 'node:net';
import { parseUri } from '@rfc6455/uri';
import { describe, expect, it, vi } from 'vitest';
import { Attempt } from '../src/attempt.ts';
import { bareHost, lookUp } from '../src/look-up.ts';
import { rejection } from './test-server.ts';

const attemptTo = (host: string) => new Attempt(parseUri(`ws://${host}/`));

it.each([
  ['example.com', 'example.com'],
  ['127.0.0.1', '127.0.0.1'],
  ['[::1]', '::1'],
])('the host %s is %s without brackets', (host, bare) => {
  expect(bareHost(host)).toBe(bare);
});

describe('an address', () => {
  it.each(['127.0.0.1', '[::1]', '[2001:db8::1]'])('such as %s is not looked up', async (host) => {
    const lookup = vi.fn();
    expect(await lookUp(attemptTo(host), lookup)).toEqual([bareHost(host)]);
    expect(lookup).not.toHaveBeenCalled();
  });
});

describe('a name', () => {
  it('is looked up by the system unless there is another lookup', async () => {
    const spy = vi.spyOn(dns, 'lookup');
    const attempt = attemptTo('localhost');
    expect(await lookUp(attempt)).toContain('127.0.0.1');
    expect(spy).toHaveBeenCalledOnce();
    attempt.end();
    vi.restoreAllMocks();
  });

  it('gives all addresses, each once, in the order of the lookup', async () => {
    const found = [
      { address: '::2', family: 6 },
      { address: '127.0.0.1', family: 4 },
      { address: '::2', family: 6 },
      { address: '127.0.0.2', family: 4 },
    ];
    const lookup = vi.fn<LookupFunction>((_name, _options, callback) => callback(null, found));
    const attempt = attemptTo('example.com');
    expect(await lookUp(attempt, lookup)).toEqual(['::2', '127.0.0.1', '127.0.0.2']);
    expect(lookup.mock.calls[0]!.slice(0, 2)).toEqual(['example.com', { all: true }]);
    attempt.end();
  });

  it('may be found by a lookup that knows of one address only', async () => {
    const attempt = attemptTo('example.com');
    const lookup: LookupFunction = (_name, _options, callback) => setImmediate(callback, null, '127.0.0.9', 4);
    expect(await lookUp(attempt, lookup)).toEqual(['127.0.0.9']);
    attempt.end();
  });

  it('that is not found is LOOKUP_FAILED, with the cause', async () => {
    const cause = Object.assign(new Error('getaddrinfo ENOTFOUND nowhere.invalid'), { code: 'ENOTFOUND' });
    const attempt = attemptTo('nowhere.invalid');
    const error = await rejection(lookUp(attempt, (_name, _options, callback) => callback(cause, [])));
    expect(error).toMatchObject({ name: 'ConnectError', code: 'LOOKUP_FAILED', host: 'nowhere.invalid', port: 80 });
    expect(error).toHaveProperty('cause', cause);
    expect((error as Error).message).toBe(
      'nowhere.invalid:80: the host has no address: getaddrinfo ENOTFOUND nowhere.invalid (RFC 6455 section 4.1)',
    );
    attempt.end();
  });

  it.each<[string, LookupFunction]>([
    ['finds nothing', (_name, _options, callback) => callback(null, [])],
    ['finds no address', (_name, _options, callback) => callback(null, [{ address: 'example.org', family: 4 }])],
    ['finds undefined', (_name, _options, callback) => callback(null, undefined as never)],
    [
      'throws',
      () => {
        throw 'broken';
      },
    ],
  ])('fails with LOOKUP_FAILED when the lookup %s', async (_title, lookup) => {
    const attempt = attemptTo('example.com');
    expect(await rejection(lookUp(attempt, lookup))).toMatchObject({ code: 'LOOKUP_FAILED' });
    attempt.end();
  });
});
