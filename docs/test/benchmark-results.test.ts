import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { publish } from '../../bench/lib/publish.ts';
import { benchmarkResults } from '../.vitepress/site/benchmark-results.ts';
import { htmlOf } from './site.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'published-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('shows the tables and plots of a published run', async () => {
  const rounds = (perSecond: number) => [{ perSecond }];
  const run = {
    date: '2026-05-04T10:00:00.000Z',
    machine: { cpus: ['A processor'], memory: 2 ** 30, kernel: '6.1' },
    versions: { node: 'v22.0.0' },
    loadBefore: 0,
    rounds: 1,
    ms: 1,
    results: { request: { ws: rounds(1), rfc6455: rounds(2) } },
  };
  await publish(run, [], [], folder);
  const markdown = benchmarkResults(relative(root, folder));
  expect(markdown).toContain('| date | 2026-05-04 |');
  expect(markdown).toMatch(
    /<figure class="drawing"><svg role="img" aria-label="Plot: .* request: 2\.00\. .*<\/svg><figcaption>Servers; .*<\/figcaption><\/figure>/s,
  );
});

it('says how to publish a run when there is none', () => {
  rmSync(folder, { recursive: true });
  expect(benchmarkResults(relative(root, folder))).toContain('No run is published yet.');
});

it('is on the page, with every plot that is published', () => {
  const html = htmlOf('/reference/benchmarks');
  const published = join(root, 'bench', 'published');
  if (!existsSync(published)) {
    expect(html).toContain('No run is published yet.');
    return;
  }
  const plots = readdirSync(published).filter((name) => name.endsWith('.svg'));
  expect(plots).not.toEqual([]);
  expect(html.match(/<figure class="drawing"><svg role="img" aria-label="Plot: /g)).toHaveLength(plots.length);
  expect(html).toContain('Against the targets');
});
