import { expect, test } from 'vitest';
import { parseNumber, plotsOf } from '../lib/plot-data.ts';
import { drawPlot } from '../lib/plots.ts';
import type { Results } from '../lib/workload.ts';

const results: Results = {
  request: {
    ws: [
      { perSecond: 10, p50: 2 },
      { perSecond: 20, p50: 3 },
    ],
    rfc6455: [
      { perSecond: 20, p50: 1 },
      { perSecond: 30, p50: 1 },
    ],
  },
  'growth-sizes': {
    bun: [{ 'gigabytes@64 B': 0.01, 'gigabytes@1 KiB': 0.1, 'cpuPerMiB@64 B': 9 }],
  },
};
const plots = plotsOf(results);
const plot = (wanted: string) => plots.find(({ name }) => name === wanted)!;

test('only what was measured is drawn', () => {
  expect(plots.map(({ name }) => name)).toEqual(['rate', 'latency', 'growth-sizes']);
});

test('rates are ratios to ws, round by round', () => {
  expect(plot('rate').rows).toEqual([
    { peer: 'ws', at: 'request', median: 1, least: 1, most: 1 },
    { peer: 'rfc6455', at: 'request', median: 1.75, least: 1.5, most: 2 },
  ]);
});

test('without the peer that the others are compared with there is nothing to draw', () => {
  const { ws: _, ...others } = results.request!;
  expect(plotsOf({ request: others }).map(({ name }) => name)).toEqual(['latency']);
});

test('growth is drawn over numbers', () => {
  expect(plot('growth-sizes').rows).toEqual([
    { peer: 'bun', at: 64, median: 0.01, least: 0.01, most: 0.01 },
    { peer: 'bun', at: 1024, median: 0.1, least: 0.1, most: 0.1 },
  ]);
});

test.each([
  ['10000', 10_000],
  ['64 B', 64],
  ['64 KiB', 65_536],
  ['2 MiB', 2_097_152],
  ['1 KiB behind a header', undefined],
])('the case %s is the number %s', (at, expected) => {
  expect(parseNumber(at)).toBe(expected);
});

test('a dot plot is an SVG with a dot for each peer and case', async () => {
  const svg = await drawPlot(plot('rate'));
  expect(svg).toMatch(/^<svg role="img" aria-label="Plot: times the rate of ws\. rfc6455: request: 1\.75\./);
  expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/);
  const [, marks = ''] = /<g class="mark-symbol role-mark"[^>]*>(.*?)<\/g>/.exec(svg) ?? [];
  expect(marks.match(/<path /g)).toHaveLength(2);
  for (const text of ['Messages, or handshakes, a second', 'request', 'rfc6455', 'times the rate of ws']) {
    expect(svg).toContain(`>${text}<`);
  }
});

test('a line plot writes sizes as sizes', async () => {
  const svg = await drawPlot(plot('growth-sizes'));
  for (const text of ['64 B', '1 KiB', 'bytes a message']) expect(svg).toContain(`>${text}<`);
});
