import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { formatPage, publish } from '../lib/publish.ts';
import type { ResultFile } from '../lib/results.ts';
import type { Workload } from '../lib/workload.ts';
import type { Target } from '../targets.ts';

const workload = (name: string, about: string): Workload => ({
  name,
  group: 'echo',
  about,
  peers: ['net', 'ws', 'rfc6455'],
  allPeers: ['net', 'ws', 'rfc6455'],
  base: 'ws',
  run: () => Promise.resolve({}),
});
const workloads = [workload('request', 'small messages'), workload('idle', 'connections that do nothing')];
const targets: readonly Target[] = [
  { workload: 'request', figure: 'perSecond', of: 'ws', atLeast: 1.5 },
  { workload: 'request', figure: 'perSecond', of: 'net', atLeast: 1 },
  { workload: 'idle', figure: 'idle', of: 'net', atMost: 1.2 },
];
const run: ResultFile = {
  date: '2026-05-04T10:00:00.000Z',
  machine: { cpus: ['A processor', 'A processor'], memory: 8 * 2 ** 30, kernel: '6.1' },
  versions: { node: 'v22.0.0', ws: '8.0.0', bun: '1.0.0' },
  loadBefore: 0.1,
  rounds: 2,
  ms: 1500,
  results: {
    request: {
      net: [{ perSecond: 40 }, { perSecond: 60 }],
      ws: [
        { perSecond: 10, load: 1 },
        { perSecond: 20, load: 1 },
      ],
      rfc6455: [{ perSecond: 20 }, { perSecond: 30 }],
    },
  },
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'published-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const page = formatPage(run, workloads, targets);
const rowsOf = (start: string): string[] => page.split('\n').filter((line) => line.startsWith(`| ${start}`));

test('the page says what was measured on', () => {
  expect(rowsOf('date')).toEqual(['| date | 2026-05-04 |']);
  expect(rowsOf('processor')).toEqual(['| processor | 2 × A processor |']);
  expect(rowsOf('memory')).toEqual(['| memory | 8 GiB |']);
  expect(rowsOf('Node.js')).toEqual(['| Node.js | v22.0.0 |']);
  expect(rowsOf('peers')).toEqual(['| peers | ws 8.0.0, bun 1.0.0 |']);
  expect(rowsOf('load')).toEqual(['| load before the run | 0.10 processes that want a core, over one minute |']);
  expect(rowsOf('length')).toEqual(['| length | 2 rounds of 1500 ms |']);
});

test('each target has its figure and its verdict, those that are not met first', () => {
  expect(page).toContain('1 not met, 1 met, 1 not measured.');
  const [head, ...rows] = [...rowsOf('target'), ...rowsOf('request:'), ...rowsOf('idle:')].map((row) =>
    row.replaceAll('\u2060', ''),
  );
  expect(head).toBe('| target | median | lowest to highest | verdict |');
  expect(rows).toEqual([
    '| request: rate, at least 1 x net | 0.500 | 0.500–0.500 | **not met** |',
    '| request: rate, at least 1.5 x ws | 1.75 | 1.50–2.00 | met |',
    '| idle: memory of an idle connection, at most 1.2 x net | – | – | not measured |',
  ]);
});

test('each workload that was measured has a table: medians, and ratios to its base round by round', () => {
  expect(page.match(/^### .+$/gm)).toEqual(['### `request`']);
  expect(page).toContain('\n\nSmall messages.\n\n| figure | ws | rfc6455 | net |\n');
  expect(rowsOf('rate').map((row) => row.replaceAll('\u2060', ''))).toEqual([
    '| rate, a second | 15.0 | 25.0 <br>1.75\u00a0× <br>(1.50–2.00) | 50.0 <br>3.50\u00a0× <br>(3.00–4.00) |',
  ]);
  expect(rowsOf('load of the process')).toEqual([]);
});

test('the page shows every plot, with our figures for those who do not see it', async () => {
  const files = await publish(run, workloads, targets, folder);
  const plots = readdirSync(folder).filter((name) => name.endsWith('.svg'));
  expect(plots).toEqual(['rate.svg']);
  expect(files.sort()).toEqual(readdirSync(folder).map((name) => join(folder, name)));
  const published = readFileSync(join(folder, 'README.md'), 'utf8');
  expect(published).toBe(page);
  expect(published).toMatch(
    /^!\[Plot: times the rate of ws\. rfc6455: request: 1\.75\. All .*\]\(rate\.svg "Servers; more is better\. .*"\)$/m,
  );
});

test('nothing is left of the run before', async () => {
  writeFileSync(join(folder, 'memory.svg'), '');
  await publish(run, workloads, targets, folder);
  expect(existsSync(join(folder, 'memory.svg'))).toBe(false);
});
