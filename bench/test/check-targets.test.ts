import { expect, test } from 'vitest';
import { checkTarget } from '../lib/check-targets.ts';
import { describeTarget, reportTargets } from '../lib/report.ts';
import type { Figures, Results } from '../lib/workload.ts';
import { type Target, targets } from '../targets.ts';

const cpu = (...values: number[]): Figures[] => values.map((value) => ({ cpu: value }));
const results: Results = {
  request: { rfc6455: cpu(8, 9, 10), ws: cpu(10, 10, 10) },
  'growth-connections': { rfc6455: [{ 'cpu@10': 10, 'cpu@100': 12.5 }] },
};
const atMost = (limit: number): Target => ({ workload: 'request', figure: 'cpu', of: 'ws', atMost: limit });

test('the median of the ratios to the other peer counts', () => {
  expect(checkTarget(atMost(0.9), results)).toMatchObject({
    verdict: 'met',
    value: { median: 0.9, least: 0.8, most: 1 },
  });
  expect(checkTarget(atMost(0.89), results).verdict).toBe('not met');
});

test('without another peer the figure itself counts', () => {
  const target = { workload: 'request', figure: 'cpu', atLeast: 9 };
  expect(checkTarget(target, results).verdict).toBe('met');
  expect(checkTarget({ ...target, atLeast: 9.1 }, results).verdict).toBe('not met');
});

test('a figure is compared with another one of the same round, with limits on both sides', () => {
  const target = { workload: 'growth-connections', figure: 'cpu@100', ofFigure: 'cpu@10' };
  expect(checkTarget({ ...target, atLeast: 0.8, atMost: 1.3 }, results)).toMatchObject({
    verdict: 'met',
    value: { median: 1.25 },
  });
  expect(checkTarget({ ...target, atLeast: 0.8, atMost: 1.2 }, results).verdict).toBe('not met');
});

test.each([
  ['a workload', { workload: 'idle', figure: 'idle', of: 'net', atMost: 1 }],
  ['a peer', { workload: 'request', figure: 'cpu', of: 'net', atMost: 1 }],
  ['a figure', { workload: 'request', figure: 'p50', of: 'ws', atMost: 1 }],
])('%s that was not measured leaves the target open', (_, target) => {
  expect(checkTarget(target, results)).toEqual({ target, value: undefined, verdict: 'not measured' });
});

test('what is not met comes first, with figure and limit', () => {
  const lines = reportTargets([atMost(2), atMost(0.5)].map((target) => checkTarget(target, results)));
  expect(lines).toEqual([
    '',
    'Targets of rfc6455, medians and spread of all rounds: 1 not met, 1 met, 0 not measured',
    '  not met       request: CPU time of the process, at most 0.5 x ws: is 0.900 (0.800 to 1.00)',
    '  met           request: CPU time of the process, at most 2 x ws: is 0.900 (0.800 to 1.00)',
  ]);
});

test('every target has a limit, a known measure, and is there once', () => {
  const described = targets.map(describeTarget);
  expect(described.filter((text) => !/at (least|most) \d/.test(text))).toEqual([]);
  expect(new Set(described).size).toBe(targets.length);
});
