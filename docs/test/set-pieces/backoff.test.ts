import { describe, expect, it } from 'vitest';
import { bars, scalesFor } from '../../.vitepress/theme/set-pieces/backoff/plot.ts';
import {
  BIN,
  hastily,
  politely,
  type Scenario,
  seeded,
  simulate,
} from '../../.vitepress/theme/set-pieces/backoff/simulate.ts';

const crash: Scenario = { clients: 1000, code: 1006, downtime: 5000, perSecond: 100, refusalCost: 0.1 };
const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0);
const polite = (seed = 1) => politely(5000, 30_000, seeded(seed));

describe('simulate', () => {
  it('has all hasty clients try at once, and every second', () => {
    const { attempts, peak, total } = simulate(crash, hastily);
    expect(attempts.slice(0, 5)).toEqual([1000, 0, 1000, 0, 1000]);
    expect(peak).toBe(1000);
    expect(total).toBe(sum(attempts));
  });

  it('has clients with a policy spread their attempts, and bring everybody back', () => {
    for (const seed of [1, 2, 3]) {
      const { attempts, successes, peak, all } = simulate(crash, polite(seed));
      expect(peak).toBeLessThan(300);
      expect(sum(successes)).toBe(1000);
      expect(all).toBeGreaterThan(5000);
      expect(sum(attempts)).toBeLessThan(sum(simulate(crash, hastily).attempts) / 2);
    }
  });

  it('spreads the first attempts over the first delay alone', () => {
    const { attempts } = simulate({ ...crash, downtime: 0, perSecond: 10_000 }, polite());
    expect(attempts.length).toBeLessThanOrEqual(5000 / BIN + 1);
    expect(Math.max(...attempts)).toBeLessThan(200);
  });

  it('lets nobody in while the server is away, and then no more than it can take', () => {
    for (const strategy of [hastily, polite()]) {
      const { successes } = simulate(crash, strategy);
      expect(sum(successes.slice(0, 5000 / BIN))).toBe(0);
      // What waits when a second begins, and what is taken in its course.
      for (const [i, count] of successes.entries()) expect(count + (successes[i + 1] ?? 0)).toBeLessThanOrEqual(201);
    }
  });

  it('has refusals keep a server from its work', () => {
    const free = simulate({ ...crash, refusalCost: 0 }, hastily);
    const dear = simulate(crash, hastily);
    expect(free.all).toBeLessThan(17_000);
    expect(dear.all).toBeGreaterThan(1.5 * free.all!);
  });

  it('waits at least for the first delay after a code that says later', () => {
    const { attempts } = simulate({ ...crash, code: 1012 }, polite());
    expect(sum(attempts.slice(0, 5000 / BIN))).toBe(0);
    expect(attempts.length).toBeGreaterThan(20_000 / BIN);
  });

  it('has nobody come back after a code that says no', () => {
    expect(simulate({ ...crash, code: 1000 }, polite())).toMatchObject({ total: 0, all: undefined, half: undefined });
  });

  it('is the same for the same seed', () => {
    expect(simulate(crash, polite(7))).toEqual(simulate(crash, polite(7)));
    expect(simulate(crash, polite(7))).not.toEqual(simulate(crash, polite(8)));
  });
});

describe('the plot', () => {
  const outcomes = [simulate(crash, hastily), simulate(crash, polite())];

  it('has one scale for both', () => {
    const { seconds, marks, most } = scalesFor(outcomes);
    expect(most).toBe(1000);
    expect(marks[0]).toBe(0);
    expect(marks.at(-1)).toBe(seconds);
    for (const { attempts } of outcomes) expect((attempts.length * BIN) / 1000).toBeLessThanOrEqual(seconds);
  });

  it('has a bar for each count that is not 0', () => {
    const scales = { seconds: 1, marks: [0, 1], most: 10 };
    expect(bars([10, 0], scales)).toBe('M0 100v-100h450v100z');
    expect(bars([0, 5], scales)).toBe('M500 100v-50h450v50z');
  });

  it('has scales for nothing', () => {
    expect(scalesFor([simulate({ ...crash, code: 1000 }, polite())])).toMatchObject({ seconds: 1, most: 1 });
  });
});
