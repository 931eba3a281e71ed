import { Utf8Validator } from '@rfc6455/frame';
import { describe, expect, it } from 'vitest';

/** The shortest of ten runs, in milliseconds. */
function fastest(run: () => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 10; i++) {
    const start = performance.now();
    run();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

describe('Utf8Validator on Node', () => {
  it("uses the platform's validation also for a piece that begins inside a sequence", () => {
    const text = Buffer.alloc(4 << 20, '🌍');
    const validator = new Utf8Validator();
    const atStart = fastest(() => expect(validator.write(text)).toBe(-1));
    const inside = fastest(() => {
      validator.write(text, 0, 1);
      expect(validator.write(text, 1)).toBe(-1);
    });
    expect(validator.complete).toBe(true);
    // Byte by byte it is at least ten times slower.
    expect(inside).toBeLessThan(4 * atStart);
  });
});
