import { Connection } from '@rfc6455/connection';
import { describe, expect, it } from 'vitest';
import { concat, hex, utf8 } from './bytes.ts';

describe('time in proportion to what is received', () => {
  const MESSAGES = 2 ** 14;

  /** The shortest of five runs, in milliseconds. */
  function timeOf(action: () => void): number {
    let shortest = Number.POSITIVE_INFINITY;
    for (let run = 0; run < 5; run++) {
      const start = performance.now();
      action();
      shortest = Math.min(shortest, performance.now() - start);
    }
    return shortest;
  }

  const floods: readonly (readonly [what: string, bytes: (count: number) => Uint8Array, chunk: number])[] = [
    [
      'tiny fragments',
      (count) => concat([hex('01 01 61'), ...Array.from({ length: count }, () => hex('00 01 61'))]),
      65_536,
    ],
    [
      'tiny chunks of one message',
      (count) => concat([hex('81 7f 00 00 00 00 00 10 00 00'), utf8('a'.repeat(count * 4))]),
      1,
    ],
    [
      'tiny chunks of text in four bytes',
      (count) => concat([hex('81 7f 00 00 00 00 00 10 00 00'), utf8('😀'.repeat(count))]),
      1,
    ],
    ['Pings', (count) => concat(Array.from({ length: count }, () => hex('89 01 61'))), 65_536],
    ['empty messages', (count) => concat(Array.from({ length: count }, () => hex('82 00'))), 65_536],
  ];

  it.each(floods)('%s', (_, bytesOf, chunk) => {
    const run = (bytes: Uint8Array) => () => {
      const connection = new Connection({ role: 'client', random: () => 1, handler: {}, maxFragments: 1e6 });
      for (let at = 0; at < bytes.length; at += chunk) connection.receive(bytes.subarray(at, at + chunk));
      expect(connection.state).toBe('open');
    };
    const [half, whole] = [run(bytesOf(MESSAGES)), run(bytesOf(2 * MESSAGES))];
    whole();
    // Quadratic time would be four times; the constant covers what a clock and a shared machine add.
    expect(timeOf(whole)).toBeLessThan(3 * timeOf(half) + 20);
  });
});
