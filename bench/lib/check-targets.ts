/** Whether the targets are met. */
import type { Target } from '../targets.ts';
import { ratios, type Spread, spread } from './statistics.ts';
import type { Results } from './workload.ts';

/** Whose figures the targets are about. */
export const SUBJECT = 'rfc6455';

export interface Verdict {
  readonly target: Target;
  /** Undefined if what it needs was not measured. */
  readonly value: Spread | undefined;
  readonly verdict: 'met' | 'not met' | 'not measured';
}

function measured({ workload, figure, of, ofFigure }: Target, results: Results): Spread | undefined {
  const series = (peer: string, key: string): number[] | undefined => {
    const values = results[workload]?.[peer]?.map((figures) => figures[key]);
    return values?.every((value) => value !== undefined) ? values : undefined;
  };
  const values = series(SUBJECT, figure);
  if (values === undefined) return undefined;
  if (of === undefined && ofFigure === undefined) return spread(values);
  const base = series(of ?? SUBJECT, ofFigure ?? figure);
  return base && ratios(values, base);
}

/** Compares the median with the limits. */
export function checkTarget(target: Target, results: Results): Verdict {
  const value = measured(target, results);
  if (value === undefined) return { target, value, verdict: 'not measured' };
  const { atLeast = Number.NEGATIVE_INFINITY, atMost = Number.POSITIVE_INFINITY } = target;
  return { target, value, verdict: value.median >= atLeast && value.median <= atMost ? 'met' : 'not met' };
}
