import { describe, expect, it } from 'vitest';
import { hostCheck, type OriginPolicy, originCheck } from '../src/origins.ts';
import type { ServerRequest } from '../src/server-request.ts';

function request(origin: string | undefined, host = 'example.com', secure = false): ServerRequest {
  return { origin, host, secure } as ServerRequest;
}

describe("the origin policy 'same-origin' [10.2-1]", () => {
  it.each([
    [undefined, 'example.com', false, true],
    ['http://example.com', 'example.com', false, true],
    ['http://example.com', 'example.com:80', false, true],
    ['http://example.com:80', 'example.com', false, true],
    ['http://example.com:', 'example.com', false, true],
    ['http://example.com:8080', 'example.com:8080', false, true],
    ['http://[::1]:8080', '[::1]:8080', false, true],
    ['http://[::1]', '[::1]', false, true],
    ['https://example.com', 'example.com', true, true],
    ['https://example.com:443', 'example.com', true, true],
    ['https://example.com', 'example.com:443', true, true],
    // Something in front of the server ends TLS.
    ['https://example.com', 'example.com', false, true],
    ['https://example.com', 'example.com:80', false, false],
    // A page that anybody on the way could have written.
    ['http://example.com', 'example.com', true, false],
    ['http://example.com:8080', 'example.com', false, false],
    ['http://example.com', 'example.com:8080', false, false],
    ['http://example.com.', 'example.com', false, false],
    ['http://www.example.com', 'example.com', false, false],
    ['http://example.com.evil.org', 'example.com', false, false],
    ['http://evil.org', 'example.com', false, false],
    ['null', 'example.com', false, false],
    ['null', 'null', false, false],
    ['file://', 'example.com', false, false],
    ['chrome-extension://example.com', 'example.com', false, false],
  ])('for Origin %s, Host %s, over TLS %s: %s', (origin, host, secure, expected) => {
    expect(originCheck()(request(origin, host, secure))).toBe(expected);
    expect(originCheck('same-origin')(request(origin, host, secure))).toBe(expected);
  });
});

describe('an origin policy', () => {
  it.each([
    ['https://example.com', true],
    ['https://example.com:443', true],
    ['http://localhost:5173', true],
    ['app://local', true],
    [undefined, true],
    ['http://example.com', false],
    ['https://example.com:8443', false],
    ['https://sub.example.com', false],
    ['http://localhost', false],
    ['null', false],
  ])('that is a list: %s: %s', (origin, expected) => {
    const list = ['HTTPS://Example.com', 'http://localhost:5173', 'app://local'];
    expect(originCheck(list)(request(origin))).toBe(expected);
  });

  it('that is a list may hold null', () => {
    expect(originCheck(['null'])(request('null'))).toBe(true);
  });

  it("that is 'any' lets everybody in", () => {
    expect(originCheck('any')(request('null'))).toBe(true);
  });

  it('that is a function is asked about everybody, and only true is yes', () => {
    const asked: unknown[] = [];
    const check = originCheck((origin, { host }) => asked.push(origin, host) > 2);
    expect(check(request(undefined))).toBe(false);
    expect(check(request('http://a'))).toBe(true);
    expect(asked).toEqual([undefined, 'example.com', 'http://a', 'example.com']);
    const promising = (async () => true) as unknown as OriginPolicy;
    expect(originCheck(promising)(request('http://a'))).toBe(false);
  });

  it.each([
    ['anything', 'origins: expected "same-origin", "any", a list or a function, got \'anything\''],
    [['https://example.com/'], 'origins: expected origins such as "https://example.com", got \'https://example.com/\''],
    [['example.com'], "got 'example.com'"],
    [[/example/], 'got /example/'],
    [['a\x1b[0m'], "got 'a\\x1B[0m'"],
  ])('%j is refused', (policy, message) => {
    expect(() => originCheck(policy as OriginPolicy)).toThrow(TypeError);
    expect(() => originCheck(policy as OriginPolicy)).toThrow(message);
  });
});

describe('the list of hosts', () => {
  it.each([
    ['localhost', true],
    ['localhost:3000', true],
    ['[::1]', true],
    ['[::1]:3000', true],
    ['example.com:8080', true],
    ['example.com', false],
    ['example.com:80801', false],
    ['evil.org:8080', false],
    ['localhost.evil.org', false],
    ['[::2]', false],
  ])('%s: %s', (host, expected) => {
    expect(hostCheck(['LocalHost', '[::1]', 'example.com:8080'])(request(undefined, host))).toBe(expected);
  });

  it('lets every host in when there is none', () => {
    expect(hostCheck(undefined)(request(undefined, 'evil.org'))).toBe(true);
  });

  it.each(['http://localhost', 'a b', '', '::1', 'localhost:', 5])('does not take %j', (host) => {
    expect(() => hostCheck([host as string])).toThrow(TypeError);
    expect(() => hostCheck([host as string])).toThrow('hosts: expected hosts such as');
  });
});
