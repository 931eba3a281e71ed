/** What is published of a run: its plots, and all figures as one page of Markdown. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Target } from '../targets.ts';
import { plotsOf } from './plot-data.ts';
import { alternative } from './plot-text.ts';
import { drawPlot } from './plots.ts';
import { figureTables, runTable, targetTable } from './published-tables.ts';
import type { ResultFile } from './results.ts';
import type { Workload } from './workload.ts';

/** Git keeps it, and the documentation shows it. */
export const publishedFolder: string = fileURLToPath(new URL('../published', import.meta.url));

/** The page: what it was measured on, the plots, the targets, and every figure. */
export function formatPage(run: ResultFile, workloads: readonly Workload[], targets: readonly Target[]): string {
  const plots = plotsOf(run.results).map((plot) => `![${alternative(plot)}](${plot.name}.svg "${plot.caption}")`);
  return [
    '# Benchmark results',
    '',
    'Written by `npm run bench -- --publish` from one run. [How it is measured](../README.md).',
    '',
    '## The run',
    '',
    ...runTable(run),
    '',
    '## In plots',
    '',
    plots.join('\n\n'),
    '',
    '## Against the targets',
    '',
    ...targetTable(targets, run.results),
    '',
    '## All figures',
    '',
    'A cell has the median of all rounds. Below it is the ratio to the first peer, taken round by round: the median, and from the',
    'lowest to the highest.',
    '',
    ...figureTables(workloads, run.results),
  ].join('\n');
}

/** Writes the page and its plots into a folder in the place of what is there, and returns the files. */
export async function publish(
  run: ResultFile,
  workloads: readonly Workload[],
  targets: readonly Target[],
  folder: string,
): Promise<string[]> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const files: string[] = [];
  const write = (name: string, text: string): void => {
    files.push(join(folder, name));
    writeFileSync(join(folder, name), text);
  };
  write('README.md', formatPage(run, workloads, targets));
  for (const plot of plotsOf(run.results)) write(`${plot.name}.svg`, await drawPlot(plot));
  return files;
}
