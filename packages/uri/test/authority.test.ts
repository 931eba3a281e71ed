import { hostHeader, parseUri } from '@rfc6455/uri';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText, host, normalParts } from './arbitraries.ts';
import { resultOrCode, uriErrorOf } from './thrown-by.ts';

describe('the port', () => {
  it('is 80 for ws and 443 for wss when there is none [3-1]', () => {
    expect(parseUri('ws://h').port).toBe(80);
    expect(parseUri('ws://h/').port).toBe(80);
    expect(parseUri('wss://h').port).toBe(443);
    expect(parseUri('wss://[::1]').port).toBe(443);
  });

  it('is the default one when it is empty [3-1]', () => {
    expect(parseUri('ws://h:').port).toBe(80);
    expect(parseUri('ws://h:/').port).toBe(80);
    expect(parseUri('wss://h:?q').port).toBe(443);
    expect(parseUri('wss://[::1]:/').port).toBe(443);
  });

  it('is any number from 1 to 65535, leading zeros included', () => {
    for (const [digits, port] of [
      ['1', 1],
      ['80', 80],
      ['443', 443],
      ['65535', 65535],
      ['00080', 80],
      [`${'0'.repeat(1_000)}8080`, 8080],
    ] as const) {
      expect(parseUri(`ws://h:${digits}/`).port).toBe(port);
      expect(parseUri(`wss://[::1]:${digits}`).port).toBe(port);
    }
  });

  it('is not one that no connection can be opened to [4.1-2]', () => {
    for (const digits of ['0', '000', '65536', '99999', '4294967376', '9'.repeat(400)]) {
      const error = uriErrorOf(() => parseUri(`ws://h:${digits}/`));
      expect(error).toMatchObject({ code: 'PORT_OUT_OF_RANGE', position: 7, section: '4.1' });
      expect(uriErrorOf(() => parseUri(`ws://[::1]:${digits}`))).toMatchObject({ position: 11 });
    }
  });

  it('is decimal digits', () => {
    for (const [text, position] of [
      ['ws://h:a', 7],
      ['ws://h:8a/', 8],
      ['ws://h:-1/', 7],
      ['ws://h:+1/', 7],
      ['ws://h: 80', 7],
      ['ws://h:80 /', 9],
      ['ws://h:0x50', 8],
      ['ws://h:8e1', 8],
      ['ws://h:8.0', 8],
      ['ws://h:80:80', 9],
      ['ws://h::', 7],
      ['ws://h:%38', 7],
      ['ws://h:８０', 7],
      ['ws://h:80\\', 9],
      ['ws://[::1]80', 10],
      ['ws://[::1]a:80', 10],
      ['ws://[::1][::1]', 10],
    ] as const) {
      expect(uriErrorOf(() => parseUri(text))).toMatchObject({ code: 'INVALID_PORT', position });
    }
  });
});

describe('userinfo', () => {
  it('is not part of a WebSocket URI', () => {
    for (const [text, position] of [
      ['ws://user@h/', 9],
      ['ws://user:password@h/', 18],
      ['ws://@h/', 5],
      ['ws://:@h/', 6],
      ['ws://a@b@h/', 8],
      ['ws://good.example\\@evil.example/', 18],
      ['ws://[::1]@h/', 10],
    ] as const) {
      expect(uriErrorOf(() => parseUri(text))).toMatchObject({ code: 'USERINFO_NOT_ALLOWED', position, section: '3' });
    }
  });

  it('is not what an "@" in a path or a query makes', () => {
    expect(parseUri('ws://h/users/@me?to=@you')).toMatchObject({ host: 'h', path: '/users/@me', query: 'to=@you' });
    expect(parseUri('ws://h?@').host).toBe('h');
  });
});

describe('hostHeader', () => {
  it('has the port only when it is not the default one [4.1-21]', () => {
    for (const [text, value] of [
      ['ws://example.com', 'example.com'],
      ['ws://example.com:80/', 'example.com'],
      ['ws://example.com:443/', 'example.com:443'],
      ['ws://example.com:8080/chat', 'example.com:8080'],
      ['wss://example.com', 'example.com'],
      ['wss://example.com:443/', 'example.com'],
      ['wss://example.com:80/', 'example.com:80'],
      ['ws://192.0.2.1:81/', '192.0.2.1:81'],
      ['ws://[2001:DB8::1]/', '[2001:db8::1]'],
      ['wss://[2001:db8::1]:8443/', '[2001:db8::1]:8443'],
    ] as const) {
      expect(hostHeader(parseUri(text))).toBe(value);
    }
  });

  it("takes parts of one's own, the port left out or not", () => {
    expect(hostHeader({ secure: true, host: 'Example.COM' })).toBe('example.com');
    expect(hostHeader({ secure: true, host: 'h', port: undefined })).toBe('h');
    expect(hostHeader({ secure: false, host: '[::1]', port: 443 })).toBe('[::1]:443');
  });

  it('refuses a host that is more than a host', () => {
    for (const [text, code] of [
      ['', 'EMPTY_HOST'],
      ['a\r\nX-Injected: 1', 'INVALID_HOST'],
      ['a\r\n', 'INVALID_HOST'],
      ['a b', 'INVALID_HOST'],
      ['a/b', 'INVALID_HOST'],
      ['a?b', 'INVALID_HOST'],
      ['a#b', 'FRAGMENT_NOT_ALLOWED'],
      ['user@a', 'USERINFO_NOT_ALLOWED'],
      ['a:81', 'INVALID_PORT'],
      ['a:', 'INVALID_PORT'],
      [':', 'EMPTY_HOST'],
      ['::1', 'EMPTY_HOST'],
      ['1::2', 'INVALID_PORT'],
      ['[::1]:81', 'INVALID_PORT'],
      ['[::1]:', 'INVALID_PORT'],
      ['[::1]a', 'INVALID_PORT'],
      ['[::1', 'INVALID_IP_LITERAL'],
      ['bücher.example', 'NON_ASCII_CHARACTER'],
    ] as const) {
      expect(resultOrCode(() => hostHeader({ secure: false, host: text }))).toBe(code);
      expect(resultOrCode(() => hostHeader({ secure: true, host: text, port: 81 }))).toBe(code);
    }
  });

  it('refuses a port that is not one', () => {
    for (const [port, code] of [
      [0, 'PORT_OUT_OF_RANGE'],
      [-0, 'PORT_OUT_OF_RANGE'],
      [65536, 'PORT_OUT_OF_RANGE'],
      [-1, 'INVALID_PORT'],
      [80.5, 'INVALID_PORT'],
      [1e21, 'INVALID_PORT'],
      [Number.NaN, 'INVALID_PORT'],
      [Number.POSITIVE_INFINITY, 'INVALID_PORT'],
    ] as const) {
      expect(resultOrCode(() => hostHeader({ secure: false, host: 'h', port }))).toBe(code);
    }
    expect(uriErrorOf(() => hostHeader({ secure: false, host: 'h', port: 65536 })).position).toBe(2);
  });

  it('is an authority that parses to the same host and port', () => {
    fc.assert(
      fc.property(normalParts, (parts) => {
        const { host, port } = parseUri(`${parts.secure ? 'wss' : 'ws'}://${hostHeader(parts)}`);
        expect({ host, port }).toEqual({ host: parts.host, port: parts.port });
      }),
    );
  });

  it('gives the host back or throws, whatever the host', () => {
    const anything = fc.oneof(host, anyText, fc.constantFrom('__proto__', 'constructor'));
    fc.assert(
      fc.property(anything, (text) => {
        const result = resultOrCode(() => hostHeader({ secure: false, host: text, port: 81 }));
        if (result.endsWith(':81')) expect(result).toBe(`${text.toLowerCase()}:81`);
        else expect(result).toMatch(/^[A-Z_]+$/);
      }),
    );
  });
});
