import fc from 'fast-check';

// The productions of RFC 3986 appendix A, as generators.

const characters = (text: string): fc.Arbitrary<string> => fc.constantFrom(...text);
const several = (unit: fc.Arbitrary<string>, minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit, minLength, maxLength });

const hexDigit = characters('0123456789abcdefABCDEF');
const unreserved = characters('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~');
const subDelims = characters("!$&'()*+,;=");
const pctEncoded = fc.tuple(hexDigit, hexDigit).map(([high, low]) => `%${high}${low}`);
const pchar = fc.oneof(
  { arbitrary: unreserved, weight: 5 },
  { arbitrary: pctEncoded, weight: 1 },
  { arbitrary: subDelims, weight: 1 },
  { arbitrary: characters(':@'), weight: 1 },
);

const regName = several(fc.oneof({ arbitrary: unreserved, weight: 5 }, pctEncoded, subDelims), 1, 20);
const octet = fc.integer({ min: 0, max: 255 });
export const ipv4: fc.Arbitrary<string> = fc.tuple(octet, octet, octet, octet).map((octets) => octets.join('.'));

const h16 = several(hexDigit, 1, 4);
/** IPv6address: eight groups, or up to seven around a "::", the last two perhaps as an IPv4 address. */
export const ipv6: fc.Arbitrary<string> = fc
  .tuple(fc.array(h16, { minLength: 8, maxLength: 8 }), fc.nat(7), fc.nat(8), fc.boolean(), fc.option(ipv4))
  .map(([groups, from, to, compressed, tail]) => {
    const all = tail === null ? groups : [...groups.slice(0, 6), tail];
    const start = Math.min(from, all.length - 1);
    const end = Math.max(start + 1, Math.min(to, all.length));
    return compressed ? `${all.slice(0, start).join(':')}::${all.slice(end).join(':')}` : all.join(':');
  })
  .filter((text) => !/\..*::/.test(text));
const ipvFuture = fc
  .tuple(several(hexDigit, 1, 3), several(fc.oneof(unreserved, subDelims, fc.constant(':')), 1, 10))
  .map(([version, address]) => `v${version}.${address}`);

/** host = IP-literal / IPv4address / reg-name, without the empty name */
export const host: fc.Arbitrary<string> = fc.oneof(
  regName,
  ipv4,
  fc.oneof(ipv6, ipvFuture).map((address) => `[${address}]`),
);
export const port: fc.Arbitrary<number> = fc.integer({ min: 1, max: 65535 });
/** path-abempty = *( "/" segment ) */
export const path: fc.Arbitrary<string> = fc
  .array(several(pchar, 0, 8), { maxLength: 5 })
  .map((segments) => segments.map((segment) => `/${segment}`).join(''));
/** query = *( pchar / "/" / "?" ) */
export const query: fc.Arbitrary<string> = several(
  fc.oneof({ arbitrary: pchar, weight: 4 }, { arbitrary: characters('/?'), weight: 1 }),
  0,
  20,
);

/** The parts of a URI in their normal form. */
export const normalParts: fc.Arbitrary<{
  secure: boolean;
  host: string;
  port: number;
  path: string;
  query: string;
}> = fc.record({
  secure: fc.boolean(),
  host: host.map((text) => text.toLowerCase()),
  port: fc.oneof(port, fc.constantFrom(80, 443)),
  path: path.map((text) => text || '/'),
  query,
});

/** Any code points. The unit 'binary' of fast-check would give the same and take a second to set up. */
export const anyText: fc.Arbitrary<string> = several(
  fc.integer({ min: 0, max: 0x10ffff }).map((codePoint) => String.fromCodePoint(codePoint)),
  0,
  10,
);

/** Text that is close to a WebSocket URI, or that looks like one and is not. */
export const nearlyUri: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom('ws:', 'wss:', 'WS://', 'wss://', 'http://', '//', '/', '?', '#', '@', ':', '[', ']', '::', '%'),
      fc.constantFrom('%41', '%zz', '\\', ' ', '\r\n', '\0', 'é', '\u{1f600}', '\ud800', '[::1]', '[fe80::1%25eth0]'),
      fc.constantFrom('__proto__', 'constructor', 'user:password@', ':80', ':65536', '1.2.3.4', 'example.com'),
      anyText,
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(''));
