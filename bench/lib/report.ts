/** What is printed. */
import type { Target } from '../targets.ts';
import { SUBJECT, type Verdict } from './check-targets.ts';
import { formatFigure, parseKey } from './measures.ts';
import { ratios, type Spread, spread } from './statistics.ts';
import type { Rounds, Workload } from './workload.ts';

function formatSpread({ median, least, most }: Spread): string {
  return `${formatFigure(median)} (${formatFigure(least)} to ${formatFigure(most)})`;
}

/** A workload as lines: for each figure, each peer's median, and its ratio to the base. */
export function reportWorkload({ name, about, base }: Workload, rounds: Rounds): string[] {
  const lines = ['', `${name}: ${about}`];
  const keys = new Set(Object.values(rounds).flatMap((all) => Object.keys(all[0] ?? {})));
  for (const key of keys) {
    const { measure, at } = parseKey(key);
    if (measure.silent) continue;
    lines.push(`  ${at ? `${at}: ` : ''}${measure.title}, ${measure.unit}`);
    const baseValues = rounds[base]?.map((figures) => figures[key]!);
    for (const [peer, all] of Object.entries(rounds)) {
      const values = all.map((figures) => figures[key]!);
      if (values[0] === undefined) continue;
      const ratio =
        baseValues?.[0] !== undefined && peer !== base ? `  ${formatSpread(ratios(values, baseValues))} x ${base}` : '';
      lines.push(`    ${peer.padEnd(16)}${formatFigure(spread(values).median).padStart(12)}${ratio}`);
    }
  }
  return [...lines, ...warnings(rounds)];
}

/** Where the load generator had more to do than what it measures, the rate may be its own. */
function warnings(rounds: Rounds): string[] {
  return Object.entries(rounds).flatMap(([peer, all]) => {
    const middle = (key: string) => spread(all.map((figures) => figures[key]!)).median;
    return Object.keys(all[0] ?? {})
      .filter(
        (key) => parseKey(key).name === 'generatorLoad' && middle(key) > middle(key.replace('generatorLoad', 'load')),
      )
      .map((key) => {
        const { at } = parseKey(key);
        return `  note: with ${peer}${at && ` at ${at}`} the load generator had more to do; its rate may be higher than this`;
      });
  });
}

/** What a target asks for: `request: CPU time of the process, at most 1.1 x net`. */
export function describeTarget({ workload, figure, of, ofFigure, atLeast, atMost }: Target): string {
  const { measure, at } = parseKey(figure);
  const number = (value: number) => String(Number(value.toPrecision(3)));
  const limits = [
    ...(atLeast === undefined ? [] : [`at least ${number(atLeast)}`]),
    ...(atMost === undefined ? [] : [`at most ${number(atMost)}`]),
  ];
  const base = ofFigure ? ` x ${parseKey(ofFigure).at}` : of ? ` x ${of}` : ` ${measure.unit}`;
  return `${workload}${at ? ` ${at}` : ''}: ${measure.title}, ${limits.join(', ')}${base}`;
}

/** One line a target, those that are not met first. */
export function reportTargets(verdicts: readonly Verdict[]): string[] {
  const order = ['not met', 'met', 'not measured'] as const;
  const lines = order.flatMap((wanted) =>
    verdicts
      .filter(({ verdict }) => verdict === wanted)
      .map(({ target, value }) => {
        const is = value ? `: is ${formatSpread(value)}` : '';
        return `  ${wanted.padEnd(14)}${describeTarget(target)}${is}`;
      }),
  );
  const count = (wanted: string) => verdicts.filter(({ verdict }) => verdict === wanted).length;
  const summary = order.map((wanted) => `${count(wanted)} ${wanted}`).join(', ');
  return ['', `Targets of ${SUBJECT}, medians and spread of all rounds: ${summary}`, ...lines];
}
