import { formatUri, fromWebUrl, parseUri } from '@rfc6455/uri';
import { describe, expect, it } from 'vitest';
import { resultOrCode } from './thrown-by.ts';

const MIB = 1024 * 1024;
const fill = (unit: string, length: number): string => unit.repeat(length / unit.length);

/** The shortest of five runs, in milliseconds. */
function timeOf(action: () => unknown): number {
  let shortest = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 5; run++) {
    const start = performance.now();
    action();
    shortest = Math.min(shortest, performance.now() - start);
  }
  return shortest;
}

function expectLinear(action: (length: number) => unknown): void {
  const half = timeOf(() => action(MIB / 2));
  const whole = timeOf(() => action(MIB));
  expect(whole).toBeLessThan(1_000);
  // Quadratic time would be four times; the constant covers what a clock and a shared machine add.
  expect(whole).toBeLessThan(3 * half + 100);
}

describe('a megabyte of text', () => {
  const probes: readonly (readonly [name: string, text: (length: number) => string, code?: string])[] = [
    ['a long name', (n) => `ws://${fill('a', n)}`],
    ['percent-encoding in the name', (n) => `ws://${fill('%41ab', n)}:80`],
    ['a long path', (n) => `ws://h${fill('/', n)}`],
    ['a long query', (n) => `ws://h?${fill('?', n)}`],
    ['zeros before a port', (n) => `ws://h:${fill('0', n)}80`],
    ['a future address', (n) => `ws://[v1.${fill(':', n)}]`],
    ['nines for a port', (n) => `ws://h:${fill('9', n)}`, 'PORT_OUT_OF_RANGE'],
    ['a port that ends badly', (n) => `ws://h:${fill('9', n)}x`, 'INVALID_PORT'],
    ['a name that ends badly', (n) => `ws://${fill('a', n)}\0`, 'INVALID_HOST'],
    ['a path that ends badly', (n) => `ws://h/${fill('%41', n)}%4`, 'INVALID_PERCENT_ENCODING'],
    ['a query and a fragment', (n) => `ws://h?${fill('a', n)}#`, 'FRAGMENT_NOT_ALLOWED'],
    ['a long fragment', (n) => `ws://h#${fill('#', n)}`, 'FRAGMENT_NOT_ALLOWED'],
    ['many "@"', (n) => `ws://${fill('@', n)}`, 'USERINFO_NOT_ALLOWED'],
    ['colons in brackets', (n) => `ws://[${fill(':', n)}]`, 'INVALID_IP_LITERAL'],
    ['groups in brackets', (n) => `ws://[${fill('0:', n)}]`, 'INVALID_IP_LITERAL'],
    ['compressions in brackets', (n) => `ws://[${fill('0::0', n)}]`, 'INVALID_IP_LITERAL'],
    ['octets in brackets', (n) => `ws://[::${fill('1.', n)}]`, 'INVALID_IP_LITERAL'],
    ['brackets', (n) => `ws://${fill('[', n)}`, 'INVALID_IP_LITERAL'],
    ['no scheme', (n) => fill('w', n), 'INVALID_SCHEME'],
    ['slashes', (n) => fill('/', n), 'INVALID_SCHEME'],
    ['a scheme again and again', (n) => fill('wss:', n), 'INVALID_SCHEME'],
    ['not ASCII', (n) => `ws://h/${fill('é', n)}`, 'NON_ASCII_CHARACTER'],
  ];

  for (const [name, textOf, code] of probes) {
    it(`takes time in proportion to its length: ${name}`, () => {
      const result = resultOrCode(() => parseUri(textOf(MIB)));
      if (code === undefined) expect(result).toHaveProperty('scheme', 'ws');
      else expect(result).toBe(code);
      expectLinear((length) => resultOrCode(() => parseUri(textOf(length))));
    });
  }

  it('takes time in proportion to its length: formatUri', () => {
    expectLinear((length) =>
      formatUri({ secure: false, host: 'h', path: fill('/', length), query: fill('?', length) }),
    );
  });

  it('takes time in proportion to its length: fromWebUrl', () => {
    expectLinear((length) => fromWebUrl(`https://h/?${fill('[', length / 4)}`));
    expectLinear((length) => resultOrCode(() => fromWebUrl(fill('/', length))));
  });
});
