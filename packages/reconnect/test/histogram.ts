/** How many of the values fall into each bucket of `width`, from 0 to `end`. */
export function histogram(values: readonly number[], width: number, end: number): number[] {
  const buckets = new Array<number>(Math.ceil(end / width)).fill(0);
  for (const value of values) buckets[Math.min(Math.floor(value / width), buckets.length - 1)]! += 1;
  return buckets;
}

/** The histogram as text: a line for each bucket. */
export function describeHistogram(buckets: readonly number[], width: number): string {
  const scale = 60 / Math.max(...buckets, 1);
  return buckets
    .map(
      (count, i) =>
        `${String((i * width) / 1000).padStart(5)} s ${String(count).padStart(6)} ${'#'.repeat(count * scale)}`,
    )
    .join('\n');
}
