import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Deadlines } from '../src/deadlines.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('Deadlines', () => {
  it('expire each item at its own time, with one timer', () => {
    const expired: string[] = [];
    const deadlines = new Deadlines<string>(100, (item) => expired.push(item));
    deadlines.add('a');
    vi.advanceTimersByTime(60);
    deadlines.add('b');
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(39);
    expect(expired).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(expired).toEqual(['a']);
    vi.advanceTimersByTime(59);
    expect(expired).toEqual(['a']);
    vi.advanceTimersByTime(1);
    expect(expired).toEqual(['a', 'b']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('leave out what is deleted in time', () => {
    const expired: string[] = [];
    const deadlines = new Deadlines<string>(100, (item) => expired.push(item));
    for (const item of ['a', 'b', 'c']) deadlines.add(item);
    deadlines.delete('b');
    expect([...deadlines.items()]).toEqual(['a', 'c']);
    vi.advanceTimersByTime(100);
    expect(expired).toEqual(['a', 'c']);
    expect([...deadlines.items()]).toEqual([]);
  });

  it('begin anew after a pause', () => {
    const expired: string[] = [];
    const deadlines = new Deadlines<string>(100, (item) => expired.push(item));
    deadlines.add('a');
    vi.advanceTimersByTime(500);
    deadlines.add('b');
    vi.advanceTimersByTime(100);
    expect(expired).toEqual(['a', 'b']);
  });
});
