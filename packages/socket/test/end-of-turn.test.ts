import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { atEndOfTurn } from '../src/end-of-turn.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['setImmediate'] }));
afterEach(() => vi.useRealTimers());

describe('atEndOfTurn', () => {
  const log: string[] = [];
  const task = (name: string, then: () => void = () => {}) => ({
    endTurn() {
      log.push(name);
      then();
    },
  });
  beforeEach(() => void log.splice(0));

  it('runs all tasks of a turn in their order, and those of the next turn in the next', () => {
    atEndOfTurn(task('one', () => atEndOfTurn(task('next'))));
    atEndOfTurn(task('two'));
    expect(log).toEqual([]);
    vi.runOnlyPendingTimers();
    expect(log).toEqual(['one', 'two']);
    vi.runOnlyPendingTimers();
    expect(log).toEqual(['one', 'two', 'next']);
  });

  it('runs the others in the next turn when one throws', () => {
    const broken = () => {
      throw new Error('broken');
    };
    for (const each of [task('one'), task('two', broken), task('three'), task('four')]) atEndOfTurn(each);
    expect(() => vi.runOnlyPendingTimers()).toThrow('broken');
    expect(log).toEqual(['one', 'two']);
    vi.runOnlyPendingTimers();
    expect(log).toEqual(['one', 'two', 'three', 'four']);
    expect(vi.getTimerCount()).toBe(0);
  });
});
