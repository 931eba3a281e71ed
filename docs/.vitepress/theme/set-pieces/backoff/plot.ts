/** Two simulations as bars on the same scales. */
import { BIN, type Outcome } from './simulate.ts';

/** The size of the drawing, which is stretched to the room that there is. */
export const PLOT = { width: 1000, height: 100 } as const;

/** The scales that two outcomes share. */
export interface Scales {
  /** The end of the time axis in seconds, and the marks on it. */
  readonly seconds: number;
  readonly marks: readonly number[];
  /** The highest bar. */
  readonly most: number;
}

/** Finds scales for outcomes: a round number of seconds, and the highest bar of all. */
export function scalesFor(outcomes: readonly Outcome[]): Scales {
  const bins = Math.max(2, ...outcomes.map(({ attempts }) => attempts.length));
  const step = [1, 2, 5, 10, 20, 50, 100].find((each) => (bins * BIN) / 1000 / each <= 6) ?? 100;
  const seconds = Math.ceil((bins * BIN) / 1000 / step) * step;
  const marks = Array.from({ length: seconds / step + 1 }, (_, i) => i * step);
  return { seconds, marks, most: Math.max(1, ...outcomes.flatMap(({ attempts }) => attempts)) };
}

/** The `d` of a path with a bar for each count. */
export function bars(counts: readonly number[], { seconds, most }: Scales): string {
  const width = PLOT.width / ((seconds * 1000) / BIN);
  const round = (value: number) => Math.round(value * 100) / 100;
  return counts
    .map((count, i) => {
      if (count === 0) return '';
      // What is there is seen, also beside something that is a thousand times as high.
      const height = Math.max(1, (PLOT.height * count) / most);
      return `M${round(i * width)} ${PLOT.height}v${round(-height)}h${round(width * 0.9)}v${round(height)}z`;
    })
    .join('');
}
