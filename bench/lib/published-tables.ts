/** The tables of the published page, in Markdown. */
import type { Target } from '../targets.ts';
import { checkTarget, SUBJECT } from './check-targets.ts';
import { formatFigure, parseKey } from './measures.ts';
import { describeTarget } from './report.ts';
import type { ResultFile } from './results.ts';
import { ratios, type Spread, spread } from './statistics.ts';
import type { Results, Rounds, Workload } from './workload.ts';

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)];
}

/** Not broken between its ends. */
function range({ least, most }: Spread): string {
  return `${formatFigure(least)}\u2060–\u2060${formatFigure(most)}`;
}

/** When, where and how it was measured. */
export function runTable({ date, machine, versions, loadBefore, rounds, ms }: ResultFile): string[] {
  const { node, ...peers } = versions;
  const processors = [...new Set(machine.cpus)].join(', ');
  return table(
    ['what', 'this run'],
    [
      ['date', date.slice(0, 10)],
      ['processor', `${machine.cpus.length} × ${processors}`],
      ['memory', `${Math.round(machine.memory / (1 << 30))} GiB`],
      ['kernel', `Linux ${machine.kernel}`],
      ['Node.js', `${node}`],
      [
        'peers',
        Object.entries(peers)
          .map((peer) => peer.join(' '))
          .join(', '),
      ],
      ['load before the run', `${loadBefore.toFixed(2)} processes that want a core, over one minute`],
      ['length', `${rounds} rounds of ${ms} ms`],
    ],
  );
}

/** Each target, with the figure that it is about. Those that are not met come first. */
export function targetTable(targets: readonly Target[], results: Results): string[] {
  const verdicts = targets.map((target) => checkTarget(target, results));
  const order = ['not met', 'met', 'not measured'] as const;
  const counts = order.map((wanted) => `${verdicts.filter(({ verdict }) => verdict === wanted).length} ${wanted}`);
  const rows = order.flatMap((wanted) =>
    verdicts
      .filter(({ verdict }) => verdict === wanted)
      .map(({ target, value, verdict }) => [
        describeTarget(target),
        value ? formatFigure(value.median) : '–',
        value ? range(value) : '–',
        verdict === 'not met' ? '**not met**' : verdict,
      ]),
  );
  return [`${counts.join(', ')}.`, '', ...table(['target', 'median', 'lowest to highest', 'verdict'], rows)];
}

/** A table for each workload that was measured: a row for each figure, a column for each peer. */
export function figureTables(workloads: readonly Workload[], results: Results): string[] {
  return workloads.flatMap((workload) => {
    const rounds = results[workload.name];
    return rounds === undefined ? [] : figureTable(workload, rounds);
  });
}

function figureTable({ name, about, base }: Workload, rounds: Rounds): string[] {
  const first = [base, SUBJECT];
  const peers = [...first, ...Object.keys(rounds).filter((peer) => !first.includes(peer))].filter(
    (peer) => peer in rounds,
  );
  const keys = [...new Set(peers.flatMap((peer) => Object.keys(rounds[peer]?.[0] ?? {})))];
  const values = (peer: string, key: string): number[] | undefined => {
    const all = rounds[peer]?.map((figures) => figures[key]);
    return all?.every((value) => value !== undefined) ? all : undefined;
  };
  const rows = keys
    .map((key) => ({ key, ...parseKey(key) }))
    .filter(({ measure }) => !measure.silent)
    .map(({ key, measure, at }) => [
      `${at ? `${at}: ` : ''}${measure.title}, ${measure.unit}`.replaceAll(' %', '\u00a0%'),
      ...peers.map((peer) => cell(values(peer, key), peer === base ? undefined : values(base, key))),
    ]);
  return [`### \`${name}\``, '', `${capital(about)}.`, '', ...table(['figure', ...peers], rows), ''];
}

function cell(values: readonly number[] | undefined, base: readonly number[] | undefined): string {
  if (values === undefined) return '–';
  const figure = formatFigure(spread(values).median);
  if (base === undefined) return figure;
  const ratio = ratios(values, base);
  // The spaces are for where the lines are put into one, on a phone.
  return `${figure} <br>${formatFigure(ratio.median)}\u00a0× <br>(${range(ratio)})`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
