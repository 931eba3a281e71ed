import { describe, expect, it } from 'vitest';
import { countPrinted, countVitest, settle, sum } from '../lib/counts.mjs';

const report = (...files: { status: string; tests: string[] }[]) => {
  const all = files.flatMap((file) => file.tests);
  const count = (status: string) => all.filter((test) => test === status).length;
  return {
    numPassedTests: count('passed'),
    numFailedTests: count('failed'),
    numPendingTests: count('pending'),
    numTodoTests: count('todo'),
    testResults: files.map(({ status, tests }) => ({
      status,
      assertionResults: tests.map((test) => ({ status: test })),
    })),
  };
};

describe('countVitest', () => {
  it('counts passed, failed and skipped tests', () => {
    const files = [
      { status: 'passed', tests: ['passed', 'passed', 'pending'] },
      { status: 'failed', tests: ['passed', 'failed', 'todo'] },
    ];
    expect(countVitest(report(...files))).toEqual({ passed: 3, failed: 1, skipped: 2 });
  });

  it('counts a file that fails without a failed test as one failure', () => {
    const files = [
      { status: 'failed', tests: [] },
      { status: 'failed', tests: ['passed'] },
    ];
    expect(countVitest(report(...files))).toEqual({ passed: 1, failed: 2, skipped: 0 });
  });
});

describe('countPrinted', () => {
  it('reads the last line', () => {
    expect(countPrinted('1 passed, 1 failed\nok\n12 passed, 3 failed\n')).toEqual({
      passed: 12,
      failed: 3,
      skipped: 0,
    });
  });

  it('gives nothing when the last line is another one', () => {
    expect(countPrinted('12 passed, 3 failed\nError: out of memory\n')).toBeUndefined();
    expect(countPrinted('')).toBeUndefined();
  });
});

describe('settle', () => {
  it('keeps the counts of a step that ended well', () => {
    expect(settle(0, { passed: 4, failed: 0, skipped: 1 })).toEqual({ passed: 4, failed: 0, skipped: 1 });
  });

  it('gives a step that ended badly at least one failure', () => {
    expect(settle(1, { passed: 4, failed: 0, skipped: 0 }).failed).toBe(1);
    expect(settle(null, { passed: 4, failed: 0, skipped: 0 }).failed).toBe(1);
    expect(settle(1, { passed: 4, failed: 3, skipped: 0 }).failed).toBe(3);
  });

  it('counts a step without counts as one failure, whatever its exit status', () => {
    expect(settle(0, undefined)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});

it('sums the steps', () => {
  const steps = [
    { passed: 1, failed: 2, skipped: 3 },
    { passed: 10, failed: 20, skipped: 30 },
  ];
  expect(sum(steps)).toEqual({ passed: 11, failed: 22, skipped: 33 });
});
