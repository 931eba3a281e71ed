/** A plot in words. */
import { SUBJECT } from './check-targets.ts';
import { formatFigure } from './measures.ts';
import { formatPosition, type Plot } from './plot-data.ts';

/** What the plot says to those who do not see it: our figures. */
export function alternative({ kind, axis, xAxis, rows }: Plot): string {
  const ours = rows.filter(({ peer }) => peer === SUBJECT);
  const shown = kind === 'dots' ? ours : ours.filter((_, i) => i === 0 || i === ours.length - 1);
  const figures = shown.map(
    ({ at, median }) => `${typeof at === 'number' ? formatPosition(at, xAxis ?? '') : at}: ${formatFigure(median)}`,
  );
  const of = xAxis === undefined ? axis : `${axis} over ${xAxis}, first and last`;
  return `Plot: ${of}. ${SUBJECT}: ${figures.join('; ')}. All figures are in the tables.`;
}
