import { closeCodes } from '@rfc6455/close-codes';
import { type ConnectionLoss, type ReconnectDecision, ReconnectPolicy } from '@rfc6455/reconnect';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const failed: ConnectionLoss = { code: 1006, reason: '', wasClean: false, attempts: 0, openFor: 0 };
const MOST = 1 - Number.EPSILON / 2;

const delayOf = (decision: ReconnectDecision): number => {
  if (!decision.reconnect) throw new Error(`expected a delay, got ${decision.why}`);
  return decision.delay;
};

/** The shortest and the longest delay that the policy can choose. */
function windowOf(options: ConstructorParameters<typeof ReconnectPolicy>[0], loss: ConnectionLoss): [number, number] {
  const shortest = new ReconnectPolicy({ ...options, random: () => 0 });
  const longest = new ReconnectPolicy({ ...options, random: () => MOST });
  return [delayOf(shortest.decide(loss)), delayOf(longest.decide(loss))];
}

describe('the delays', () => {
  it('are random from 0 to 5 seconds for the first attempt [7.2.3-2] [7.2.3-3]', () => {
    expect(windowOf({}, failed)).toEqual([0, 5_000]);
  });

  it('come from a window that doubles with each failed attempt, up to the cap [7.2.3-1] [7.2.3-4]', () => {
    const windows = [0, 1, 2, 3, 4, 50, 2_000].map((attempts) => windowOf({}, { ...failed, attempts })[1]);
    expect(windows).toEqual([5_000, 10_000, 20_000, 30_000, 30_000, 30_000, 30_000]);
  });

  it('follow the base and the cap that are set [7.2.3-3]', () => {
    const windows = [0, 1, 2, 3].map((attempts) =>
      windowOf({ baseDelay: 100, maxDelay: 350 }, { ...failed, attempts }),
    );
    expect(windows).toEqual([
      [0, 100],
      [0, 200],
      [0, 350],
      [0, 350],
    ]);
  });

  it('use the whole window evenly [7.2.3-2]', () => {
    const draws = [0, 0.25, 0.5, 0.75, MOST];
    const delays = draws.map((draw) => delayOf(new ReconnectPolicy({ random: () => draw }).decide(failed)));
    expect(delays).toEqual([0, 1250, 2500, 3750, 5000]);
  });

  it('keep to the first window in firstDelay', () => {
    expect(new ReconnectPolicy({ random: () => MOST }).firstDelay()).toBe(5_000);
    expect(new ReconnectPolicy({ random: () => 0 }).firstDelay()).toBe(0);
  });

  it('have a cap of at least the base that is set', () => {
    expect(new ReconnectPolicy({ baseDelay: 60_000 }).maxDelay).toBe(60_000);
  });

  it('stay within what the options allow, for any loss', () => {
    const options = fc.record({
      baseDelay: fc.integer({ min: 1, max: 10_000 }),
      maxDelay: fc.integer({ min: 10_000, max: 86_400_000 }),
      draw: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    });
    const loss = fc.record({
      code: fc.constantFrom(1001, 1006, 1011, 1012, 1013),
      attempts: fc.nat(),
      retryAfter: fc.oneof(fc.nat(), fc.double({ min: 0, noNaN: true })),
    });
    fc.assert(
      fc.property(options, loss, ({ baseDelay, maxDelay, draw }, { code, attempts, retryAfter }) => {
        const policy = new ReconnectPolicy({ baseDelay, maxDelay, random: () => draw });
        const decision = policy.decide({ ...failed, code, attempts, retryAfter });
        if (!decision.reconnect) throw new Error('expected to reconnect');
        expect(Number.isInteger(decision.delay)).toBe(true);
        expect(decision.delay).toBeGreaterThanOrEqual(decision.earliest);
        expect(decision.delay).toBeLessThanOrEqual(decision.earliest + maxDelay);
        expect(decision.delay).toBeLessThan(2 ** 31);
        expect(decision.earliest).toBeGreaterThanOrEqual(Math.min(retryAfter, 3_600_000));
      }),
    );
  });
});

describe('the number of the attempt', () => {
  const policy = new ReconnectPolicy({ random: () => 0 });
  const attemptAfter = (loss: Partial<ConnectionLoss>) => policy.decide({ ...failed, ...loss });

  it('counts up while attempts fail', () => {
    expect(attemptAfter({ attempts: 6 })).toEqual({ reconnect: true, attempt: 7, delay: 0, earliest: 0 });
  });

  it('counts up when a connection was open, but not for long', () => {
    expect(attemptAfter({ attempts: 6, openFor: 9_999 })).toMatchObject({ attempt: 7 });
  });

  it('starts over after a stable connection', () => {
    expect(attemptAfter({ attempts: 6, openFor: 10_000 })).toMatchObject({ attempt: 1 });
  });

  it('takes every connection for stable when stableAfter is 0, but no attempt that failed', () => {
    const any = new ReconnectPolicy({ stableAfter: 0, random: () => 0 });
    expect(any.decide({ ...failed, attempts: 6, openFor: 1 })).toMatchObject({ attempt: 1 });
    expect(any.decide({ ...failed, attempts: 6, openFor: 0 })).toMatchObject({ attempt: 7 });
  });

  it('ends it after maxAttempts', () => {
    const three = new ReconnectPolicy({ maxAttempts: 3 });
    expect(three.decide({ ...failed, attempts: 2 })).toMatchObject({ attempt: 3 });
    expect(three.decide({ ...failed, attempts: 3 })).toEqual({ reconnect: false, why: 'attempts' });
    expect(three.decide({ ...failed, attempts: 3, openFor: 60_000 })).toMatchObject({ attempt: 1 });
  });

  it('never comes back with maxAttempts 0', () => {
    const never = new ReconnectPolicy({ maxAttempts: 0 });
    expect(never.decide({ ...failed, openFor: 60_000 })).toEqual({ reconnect: false, why: 'attempts' });
  });
});

describe('the close code', () => {
  const policy = new ReconnectPolicy({ random: () => 0 });

  it('decides as the registry of close codes does', () => {
    for (const { code, retry } of closeCodes) {
      expect([code, policy.decide({ ...failed, code }).reconnect]).toEqual([code, retry !== 'no']);
    }
  });

  it.each([0, 999, 1016, 2999, 3999, 4000, 4999, 5000, -1, Number.NaN])('ends it with the unregistered %d', (code) => {
    expect(policy.decide({ ...failed, code })).toEqual({ reconnect: false, why: 'code' });
  });

  it.each([1012, 1013, 1014])('asks for time with %d: 5 to 30 seconds', (code) => {
    expect(windowOf({}, { ...failed, code })).toEqual([5_000, 30_000]);
  });

  it('still backs off when it asks for time again and again', () => {
    expect(windowOf({}, { ...failed, code: 1013, attempts: 9 })).toEqual([5_000, 35_000]);
  });

  it('asks for time with a spread even when the cap is the base', () => {
    expect(windowOf({ baseDelay: 1000, maxDelay: 1000 }, { ...failed, code: 1013 })).toEqual([1000, 2000]);
  });
});

describe('retry', () => {
  const policy = new ReconnectPolicy({
    random: () => 0,
    retry: ({ code, reason, wasClean, status }) => {
      if (code === 4000) return 'yes';
      if (code === 4001) return reason === 'busy' ? 'later' : 'no';
      if (status === 403 && !wasClean) return 'no';
      return undefined;
    },
  });

  it('decides before the close code does', () => {
    expect(policy.decide({ ...failed, code: 4000 })).toMatchObject({ reconnect: true, earliest: 0 });
    expect(policy.decide({ ...failed, code: 4001, reason: 'busy' })).toMatchObject({
      reconnect: true,
      earliest: 5_000,
    });
    expect(policy.decide({ ...failed, code: 4001 })).toEqual({ reconnect: false, why: 'code' });
    expect(policy.decide({ ...failed, status: 403 })).toEqual({ reconnect: false, why: 'code' });
  });

  it('leaves the others to the close code', () => {
    expect(policy.decide({ ...failed, status: 503 })).toMatchObject({ reconnect: true });
    expect(policy.decide({ ...failed, code: 4002 })).toEqual({ reconnect: false, why: 'code' });
  });

  it('throws when the answer is none', () => {
    const broken = new ReconnectPolicy({ retry: () => true as never });
    expect(() => broken.decide(failed)).toThrow(
      new TypeError("retry: expected it to return 'yes', 'later', 'no' or undefined, got boolean"),
    );
  });
});

describe('Retry-After', () => {
  it('comes in front of the random delay', () => {
    expect(windowOf({}, { ...failed, retryAfter: 60_000 })).toEqual([60_000, 65_000]);
  });

  it('is rounded up', () => {
    expect(windowOf({}, { ...failed, retryAfter: 0.5 })[0]).toBe(1);
  });

  it('does not shorten what the close code asks for', () => {
    expect(windowOf({}, { ...failed, code: 1013, retryAfter: 1_000 })).toEqual([5_000, 30_000]);
    expect(windowOf({}, { ...failed, code: 1013, retryAfter: 60_000 })).toEqual([60_000, 85_000]);
  });

  it('is honoured up to an hour, or what is set', () => {
    expect(windowOf({}, { ...failed, retryAfter: Number.POSITIVE_INFINITY })).toEqual([3_600_000, 3_605_000]);
    expect(windowOf({ maxRetryAfter: 0 }, { ...failed, retryAfter: 60_000 })).toEqual([0, 5_000]);
  });
});

describe('misuse', () => {
  it.each([
    [{ baseDelay: 0 }, RangeError],
    [{ baseDelay: 30_001, maxDelay: 30_000 }, RangeError],
    [{ baseDelay: 0.5 }, RangeError],
    [{ baseDelay: 86_400_001 }, RangeError],
    [{ baseDelay: '5' }, TypeError],
    [{ maxDelay: 4_999 }, RangeError],
    [{ maxDelay: 86_400_001 }, RangeError],
    [{ maxDelay: Number.POSITIVE_INFINITY }, RangeError],
    [{ maxAttempts: -1 }, RangeError],
    [{ maxAttempts: 1.5 }, RangeError],
    [{ maxAttempts: Number.NaN }, RangeError],
    [{ maxAttempts: null }, TypeError],
    [{ stableAfter: -1 }, RangeError],
    [{ stableAfter: 86_400_001 }, RangeError],
    [{ maxRetryAfter: -1 }, RangeError],
    [{ maxRetryAfter: true }, TypeError],
    [{ retry: [4000] }, TypeError],
    [{ random: 0.5 }, TypeError],
  ])('refuses %o', (options, expected) => {
    expect(() => new ReconnectPolicy(options as object)).toThrow(expected);
  });

  it('names the option, what was expected and what came', () => {
    expect(() => new ReconnectPolicy({ baseDelay: 0 })).toThrow(
      'baseDelay: expected an integer from 1 to 86400000, got 0',
    );
  });

  it.each([-1, 0.5, Number.NaN, '1'])('refuses %s attempts', (attempts) => {
    expect(() => new ReconnectPolicy().decide({ ...failed, attempts: attempts as number })).toThrow(/^attempts: /);
  });

  it.each([-1, Number.NaN])('refuses a retryAfter of %d', (retryAfter) => {
    expect(() => new ReconnectPolicy().decide({ ...failed, retryAfter })).toThrow(/^retryAfter: /);
  });

  it.each([1, -0.1, Number.NaN, 'x'])('refuses a random number %s', (value) => {
    const policy = new ReconnectPolicy({ random: () => value as number });
    expect(() => policy.decide(failed)).toThrow(/^random: /);
    expect(() => policy.firstDelay()).toThrow(RangeError);
  });
});

describe('a policy', () => {
  it('keeps no state: the same question has the same answer', () => {
    const policy = new ReconnectPolicy({ random: () => 0.5 });
    const answers = [failed, { ...failed, attempts: 9 }, failed].map((loss) => policy.decide(loss));
    expect(answers[2]).toEqual(answers[0]);
  });

  it('draws from Math.random by default', () => {
    const delays = Array.from({ length: 50 }, () => new ReconnectPolicy().firstDelay());
    expect(new Set(delays).size).toBeGreaterThan(1);
  });
});
