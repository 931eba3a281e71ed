import { describe, expect, it } from 'vitest';
import { systemClock } from '../src/clock.ts';

describe('systemClock', () => {
  it('tells the time of the platform', () => {
    const before = Date.now();
    expect(systemClock.now()).toBeGreaterThanOrEqual(before);
  });

  it('calls back once after the delay, unless it is cleared', async () => {
    const calls: string[] = [];
    const cleared = systemClock.setTimeout(() => calls.push('cleared'), 5);
    systemClock.setTimeout(() => calls.push('kept'), 5);
    systemClock.clearTimeout(cleared);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(calls).toEqual(['kept']);
  });
});
