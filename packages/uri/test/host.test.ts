import { parseUri } from '@rfc6455/uri';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ipv4, ipv6 } from './arbitraries.ts';
import { resultOrCode, uriErrorOf } from './thrown-by.ts';

const hostOf = (text: string): string => parseUri(`ws://${text}/`).host;
const isAccepted = (text: string): boolean => resultOrCode(() => hostOf(text)) === text.toLowerCase();

/** IPv6address of RFC 3986 §3.2.2, its nine alternatives word by word. */
function ipv6Grammar(): RegExp {
  const h16 = '[0-9A-Fa-f]{1,4}';
  const octet = '(?:[0-9]|[1-9][0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5])';
  const ls32 = `(?:${h16}:${h16}|${octet}\\.${octet}\\.${octet}\\.${octet})`;
  const alternatives = [
    `(?:${h16}:){6}${ls32}`,
    `::(?:${h16}:){5}${ls32}`,
    `(?:${h16})?::(?:${h16}:){4}${ls32}`,
    `(?:(?:${h16}:){0,1}${h16})?::(?:${h16}:){3}${ls32}`,
    `(?:(?:${h16}:){0,2}${h16})?::(?:${h16}:){2}${ls32}`,
    `(?:(?:${h16}:){0,3}${h16})?::${h16}:${ls32}`,
    `(?:(?:${h16}:){0,4}${h16})?::${ls32}`,
    `(?:(?:${h16}:){0,5}${h16})?::${h16}`,
    `(?:(?:${h16}:){0,6}${h16})?::`,
  ];
  return new RegExp(`^(?:${alternatives.join('|')})$`);
}

describe('a name or an IPv4 address', () => {
  it('comes back in lower case', () => {
    expect(hostOf('Example.COM')).toBe('example.com');
    expect(hostOf('%C3%A9.EXAMPLE')).toBe('%c3%a9.example');
  });

  it('may have any form that the grammar of a registered name allows', () => {
    for (const name of ['localhost', 'a', '-', '_', '~', 'example.com.', 'a..b', '1.2.3.4', '256.1.1.1', '1.2.3.4.5']) {
      expect(hostOf(name)).toBe(name);
    }
    expect(hostOf("!$&'()*+,;=")).toBe("!$&'()*+,;=");
  });

  it('must not be empty', () => {
    for (const text of ['ws://', 'ws:///', 'ws://?', 'ws://:80/', 'ws://#']) {
      expect(uriErrorOf(() => parseUri(text))).toMatchObject({ code: 'EMPTY_HOST', position: 5, section: '11.1.1' });
    }
  });

  it('has no space, control character, backslash or bracket', () => {
    for (const [text, position] of [
      ['a b', 6],
      [' a', 5],
      ['a\tb', 6],
      ['a\r\nHost: b', 6],
      ['a\0', 6],
      ['a\\b', 6],
      ['a]b', 6],
      ['a[b]', 6],
      ['a"b', 6],
      ['a<b>', 6],
      ['a|b', 6],
    ] as const) {
      expect(uriErrorOf(() => parseUri(`ws://${text}/`))).toMatchObject({ code: 'INVALID_HOST', position });
    }
  });
});

describe('an IPv6 address', () => {
  it('keeps its brackets and comes back in lower case', () => {
    expect(hostOf('[2001:DB8::1]')).toBe('[2001:db8::1]');
  });

  it('is eight groups, or up to seven around one "::"', () => {
    for (const address of [
      '::',
      '::1',
      '1::',
      '1::8',
      '1:2:3:4:5:6:7:8',
      '0001:0002:0003:0004:0005:0006:0007:0008',
      '1:2:3:4:5:6:7::',
      '::2:3:4:5:6:7:8',
      '1::3:4:5:6:7:8',
      '1:2:3:4:5:6::8',
      'abcd:ef01:2345:6789:abcd:ef01:2345:6789',
      '::ffff:192.0.2.1',
      '::192.0.2.1',
      '64:ff9b::255.255.255.255',
      '1:2:3:4:5:6:0.0.0.0',
      '1:2:3:4:5::1.2.3.4',
      '::3:4:5:6:7:1.2.3.4',
    ]) {
      expect(hostOf(`[${address}]`)).toBe(`[${address}]`);
    }
  });

  it('is nothing else', () => {
    for (const address of [
      '',
      ':',
      ':::',
      '::::',
      '1',
      '1:',
      ':1',
      '1:2:3:4:5:6:7',
      '1:2:3:4:5:6:7:8:9',
      '1:2:3:4:5:6:7::8',
      '1::2:3:4:5:6:7:8',
      '1::2::3',
      '1::2::3::4',
      ':1::2',
      '1::2:',
      '12345::',
      'g::',
      '1.2.3.4',
      '1.2.3.4::',
      '::1.2.3.4:5',
      '::1.2.3.4::',
      '1:2:3:4:5:6:7:1.2.3.4',
      '1:2:3:4:5:1.2.3.4',
      '::1.2.3',
      '::1.2.3.4.5',
      '::1.2.3.4.',
      '::256.2.3.4',
      '::01.2.3.4',
      '::1.2.3.-4',
      '::1.2..4',
      ' ::1',
      '::1 ',
      '::１',
    ]) {
      const error = uriErrorOf(() => parseUri(`ws://[${address}]/`));
      expect(error).toMatchObject({ code: 'INVALID_IP_LITERAL', position: 5 });
    }
  });

  it('has no zone identifier', () => {
    for (const text of ['[fe80::1%25eth0]', '[fe80::1%eth0]', '[fe80::1%251]', '[v1.fe80::a%25en1]']) {
      const error = uriErrorOf(() => parseUri(`ws://${text}/`));
      expect(error.code).toBe('INVALID_IP_LITERAL');
      expect(error.expected).toContain('without a zone');
    }
  });

  it('has both brackets', () => {
    for (const text of [
      'ws://[',
      'ws://[::1',
      'ws://[::1/',
      'ws://[::1:80/',
      'ws://[]/',
      'ws://[[::1]]/',
      'ws://[::1?]',
    ]) {
      expect(uriErrorOf(() => parseUri(text)).code).toBe('INVALID_IP_LITERAL');
    }
    expect(uriErrorOf(() => parseUri('ws://::1/'))).toMatchObject({ code: 'EMPTY_HOST', position: 5 });
    expect(uriErrorOf(() => parseUri('ws://1::2/'))).toMatchObject({ code: 'INVALID_PORT', position: 7 });
  });

  it('is accepted exactly when the grammar of RFC 3986 accepts it', () => {
    const grammar = ipv6Grammar();
    const piece = fc.constantFrom(
      ':',
      ':',
      '::',
      '0',
      '1',
      'ff',
      'ABCD',
      '12345',
      '1.2.3.4',
      '1.2.3',
      '256.0.0.1',
      '.',
    );
    const nearly = fc.array(piece, { maxLength: 18 }).map((pieces) => pieces.join(''));
    const shortened = fc.tuple(ipv6, fc.nat(40)).map(([text, cut]) => text.slice(0, cut) + text.slice(cut + 1));
    fc.assert(
      fc.property(fc.oneof(ipv6, nearly, shortened), (address) => {
        expect(isAccepted(`[${address}]`)).toBe(grammar.test(address));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is accepted exactly when the platform accepts it', () => {
    const shortened = fc.tuple(ipv6, fc.nat(40)).map(([text, cut]) => text.slice(0, cut) + text.slice(cut + 1));
    fc.assert(
      fc.property(fc.oneof(ipv6, shortened), (address) => {
        // Browsers differ on an octet such as 00, which RFC 3986 does not allow.
        fc.pre(!/\b0\d+(\.|$)/.test(address.slice(address.lastIndexOf(':') + 1)) || !address.includes('.'));
        expect(isAccepted(`[${address}]`)).toBe(URL.canParse(`ws://[${address}]/`));
      }),
      { numRuns: 500 },
    );
  });

  it('may end in any IPv4 address', () => {
    fc.assert(fc.property(ipv4, (address) => isAccepted(`[::${address}]`)));
  });
});

describe('an IPvFuture address', () => {
  it('is "v", hexadecimal digits, "." and name characters or ":"', () => {
    for (const text of ['[v1.a]', '[VfF.a:b]', "[v0.~!$&'()*+,;=:-_.]"]) expect(hostOf(text)).toBe(text.toLowerCase());
  });

  it('is nothing else', () => {
    for (const text of [
      '[v.a]',
      '[v1.]',
      '[v1]',
      '[vg.a]',
      '[v1.a@b]',
      '[v1.%41]',
      '[1.a]',
      '[v1.a/b]',
      '[v1.é]',
      '[x[v1.a]',
    ]) {
      const code = text.includes('@') ? 'USERINFO_NOT_ALLOWED' : 'INVALID_IP_LITERAL';
      expect(uriErrorOf(() => parseUri(`ws://${text}`)).code).toBe(code);
    }
  });
});
