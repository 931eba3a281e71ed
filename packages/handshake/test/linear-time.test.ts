import {
  formatExtensions,
  parseExtensions,
  parseSubprotocols,
  RequestReader,
  ResponseReader,
  readRequest,
  readResponse,
} from '@rfc6455/handshake';
import { describe, expect, it } from 'vitest';
import { codeOrResult, KEY, latin1, requestHead, responseHead } from './helpers.ts';

const KIB = 1024;

// What a clock, a garbage collector and a shared machine may add, in milliseconds.
const FLOOR = 10;

const ROUNDS = 100;

function timeOf(action: () => unknown): number {
  const start = performance.now();
  action();
  return performance.now() - start;
}

/**
 * Twice the length takes less than three times as long: quadratic time would take four times. The shortest time counts, and
 * the clock gets as many rounds as it needs, since other work on the machine can only make a time longer.
 */
function expectLinear<Input>(
  inputOf: (length: number) => Input,
  action: (input: Input) => unknown,
  sizes: readonly number[] = [16 * KIB, 64 * KIB, 256 * KIB],
): void {
  for (const size of sizes) {
    const [input, smaller] = [inputOf(size), inputOf(size / 2)];
    let whole = timeOf(() => action(input));
    let half = whole < FLOOR ? whole : timeOf(() => action(smaller));
    for (let round = 0; round < ROUNDS && whole >= 3 * half + FLOOR; round++) {
      whole = Math.min(
        whole,
        timeOf(() => action(input)),
      );
      half = Math.min(
        half,
        timeOf(() => action(smaller)),
      );
    }
    expect(whole).toBeLessThan(3 * half + FLOOR);
  }
}

const fill = (unit: string, length: number): string => unit.repeat(Math.floor(length / unit.length));

describe('the time for a hostile value is in proportion to its length', () => {
  const values: Readonly<Record<string, (length: number) => string>> = {
    'spaces before a bad end': (n) => `b${fill(' ', n)}x`,
    'spaces only': (n) => fill(' ', n),
    commas: (n) => fill(',', n),
    'empty elements': (n) => `${fill(' ,\t', n)}a`,
    'escapes without an end': (n) => `a; b="${fill('\\c', n)}`,
    'escapes with a bad end': (n) => `a; b="${fill('\\c', n)}" x`,
    backslashes: (n) => `a; b="${fill('\\', n)}"`,
    'quotes that open and close': (n) => `a; b=${fill('""', n)}`,
    'a long quoted string': (n) => `a; b="${fill('c', n)}"`,
    'a long token': (n) => fill('a', n),
    'many parameters': (n) => `a${fill('; b=1', n)}`,
    'many parameters and a bad end': (n) => `a${fill('; b', n)};`,
    'many elements': (n) => fill('a, ', n),
    'many different elements': (n) => Array.from({ length: n / 8 }, (_, index) => index.toString(36)).join(', '),
    'equals signs': (n) => `a; b${fill('=', n)}`,
    'bytes above ASCII': (n) => fill('\xa0', n),
  };

  it.each(Object.entries(values))('%s', (_, make) => {
    expectLinear(make, (value) => codeOrResult(() => parseExtensions([value])));
    expectLinear(make, (value) => codeOrResult(() => parseSubprotocols([value])));
    for (const name of ['Host', 'Origin', 'Upgrade', 'Connection', 'Sec-WebSocket-Key']) {
      expectLinear(make, (value) => codeOrResult(() => readRequest(requestHead({ [name]: value }))));
    }
    expectLinear(make, (value) => codeOrResult(() => readRequest(requestHead({}, { target: `http://${value}` }))));
    for (const name of ['Sec-WebSocket-Accept', 'Sec-WebSocket-Protocol']) {
      const offered = { key: KEY, subprotocols: ['chat'] };
      expectLinear(make, (value) => codeOrResult(() => readResponse(responseHead({ [name]: value }), offered)));
    }
    expectLinear(
      (length) => latin1(`GET / HTTP/1.1\r\nA: ${make(length)}\r\n\r\n`),
      (bytes) => codeOrResult(() => new RequestReader({ maxHeaderBytes: 2 ** 20 }).receive(bytes)),
    );
  });

  it('many fields for one list', () => {
    const fields = (field: string) => (length: number) => Array.from({ length: length / 8 }, () => field);
    expectLinear(fields('a; b=c'), parseExtensions);
    expectLinear(fields(','), (values) => codeOrResult(() => parseSubprotocols(values)));
  });

  it('many extensions to write', () => {
    const offer = { name: 'a', params: [['b', 'c'] as const] };
    expectLinear((length) => Array.from({ length: length / 8 }, () => offer), formatExtensions);
  });
});

describe('the time for a head that comes byte by byte is in proportion to its length', () => {
  const heads: Readonly<Record<string, (length: number) => string>> = {
    'one long line': (n) => `HTTP/1.1 101 x\r\nA: ${fill('a', n)}\r\n\r\n`,
    'a long status line': (n) => `HTTP/1.1 101 ${fill('a', n)}\r\n\r\n`,
    'many lines': (n) => `HTTP/1.1 101 x\r\n${fill('A: b\r\n', n)}\r\n`,
    'a line above ASCII': (n) => `HTTP/1.1 101 x\r\nA: ${fill('\xe9', n)}\r\n\r\n`,
    'a name without an end': (n) => `HTTP/1.1 101 x\r\n${fill('A', n)}`,
  };

  it.each(Object.entries(heads))('%s', (_, make) => {
    expectLinear(
      (length) => latin1(make(length)),
      (bytes) => {
        const reader = new ResponseReader({ maxHeaderBytes: 2 ** 20, maxHeaders: 2 ** 20 });
        for (let at = 0; at < bytes.length; at++) reader.receive(bytes.subarray(at, at + 1));
      },
      [16 * KIB, 64 * KIB],
    );
  });
});
