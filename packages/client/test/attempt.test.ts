import { getEventListeners } from 'node:events';
import { parseUri } from '@rfc6455/uri';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Attempt, type StepEnd } from '../src/attempt.ts';
import { rejection } from './test-server.ts';

const uri = parseUri('ws://example.com:8080/secret?token=secret');

describe('a step', () => {
  it('settles with its first end, and then undoes what it has begun, once', async () => {
    const cleanUps: boolean[] = [];
    let end: StepEnd<string> | undefined;
    const step = new Attempt(uri).step<string>((stepEnd) => {
      end = stepEnd;
      return (failed) => cleanUps.push(failed);
    });
    expect(cleanUps).toEqual([]);
    end!.done('first');
    expect(cleanUps).toEqual([false]);
    end!.done('second');
    end!.fail(new Error('third'));
    expect(await step).toBe('first');
    expect(cleanUps).toEqual([false]);
  });

  it('may end before it can say how to undo it', async () => {
    const cleanUps: boolean[] = [];
    const attempt = new Attempt(uri);
    const done = attempt.step<string>(({ done }) => {
      done('at once');
      return (failed) => cleanUps.push(failed);
    });
    expect(await done).toBe('at once');
    const failed = attempt.step(({ fail }) => {
      fail('at once');
      return (failed) => cleanUps.push(failed);
    });
    expect(await rejection(failed)).toBe('at once');
    expect(cleanUps).toEqual([false, true]);
  });

  it('fails with what it throws', async () => {
    const error = new TypeError('thrown');
    const step = new Attempt(uri).step(() => {
      throw error;
    });
    expect(await rejection(step)).toBe(error);
  });
});

describe('the signal', () => {
  it('fails the step that runs, with its reason', async () => {
    const controller = new AbortController();
    const attempt = new Attempt(uri, 1000, controller.signal);
    const cleanUps: boolean[] = [];
    const step = attempt.step(() => (failed) => cleanUps.push(failed));
    controller.abort('reason');
    expect(await rejection(step)).toBe('reason');
    expect(cleanUps).toEqual([true]);
    attempt.end();
  });

  it('fails the next step when it is aborted between two, even without a reason of its own', async () => {
    const controller = new AbortController();
    const attempt = new Attempt(uri, 1000, controller.signal);
    controller.abort();
    const run = vi.fn();
    expect(await rejection(attempt.step(run))).toMatchObject({ name: 'AbortError' });
    expect(run).not.toHaveBeenCalled();
    attempt.end();
  });

  it('fails the first step when it has been aborted before, even with undefined as the reason', async () => {
    const attempt = new Attempt(uri, 1000, AbortSignal.abort(0));
    expect(await rejection(attempt.step(() => () => {}))).toBe(0);
    attempt.end();
  });

  it('has no listener left at the end, and does nothing then', () => {
    const controller = new AbortController();
    const attempt = new Attempt(uri, 1000, controller.signal);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1);
    attempt.end();
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
    controller.abort();
  });
});

describe('the clock', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });
  afterEach(() => {
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  it('fails the step that runs when the time is up, and says what there was none of', async () => {
    const attempt = new Attempt(uri, 100);
    attempt.runClock('handshake');
    const failed = vi.fn();
    attempt.step(() => () => {}).catch(failed);
    await vi.advanceTimersByTimeAsync(99);
    expect(failed).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(failed.mock.calls[0]![0]).toMatchObject({ name: 'ConnectError', code: 'TIMEOUT', section: '4.1' });
    expect(failed.mock.calls[0]![0].message).toBe(
      'example.com:8080: the handshake took longer than handshakeTimeout: no response within 100 ms (RFC 6455 section 4.1)',
    );
  });

  it('is 10 seconds unless told otherwise', async () => {
    const attempt = new Attempt(uri);
    attempt.runClock('handshake');
    const failed = vi.fn();
    attempt.step(() => () => {}).catch(failed);
    await vi.advanceTimersByTimeAsync(9_999);
    expect(failed).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(failed).toHaveBeenCalledOnce();
  });

  it('runs through all steps', async () => {
    const attempt = new Attempt(uri, 100);
    attempt.runClock('lookup');
    await vi.advanceTimersByTimeAsync(60);
    attempt.runClock('connect');
    await vi.advanceTimersByTimeAsync(40);
    expect(await rejection(attempt.step(() => () => {}))).toMatchObject({ code: 'TIMEOUT' });
  });

  it('stands still while it is stopped', async () => {
    const attempt = new Attempt(uri, 100);
    attempt.runClock('lookup');
    await vi.advanceTimersByTimeAsync(60);
    attempt.stopClock();
    attempt.stopClock();
    await vi.advanceTimersByTimeAsync(100_000);
    attempt.runClock('connect');
    const failed = vi.fn();
    attempt.step(() => () => {}).catch(failed);
    await vi.advanceTimersByTimeAsync(39);
    expect(failed).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(failed).toHaveBeenCalledOnce();
    attempt.end();
  });

  it('lets the step say what it fails with', async () => {
    const attempt = new Attempt(uri, 100);
    attempt.runClock('handshake');
    const instead = new Error('refused');
    const expired = vi.fn(() => instead);
    const failed = vi.fn();
    attempt.step(() => () => {}, expired).catch(failed);
    await vi.advanceTimersByTimeAsync(100);
    expect(failed).toHaveBeenCalledExactlyOnceWith(instead);
    expect(expired.mock.calls).toMatchObject([[{ code: 'TIMEOUT' }]]);
  });

  it('is stopped by the end of the attempt', async () => {
    const attempt = new Attempt(uri, 100);
    attempt.runClock('handshake');
    attempt.end();
    expect(vi.getTimerCount()).toBe(0);
  });
});
