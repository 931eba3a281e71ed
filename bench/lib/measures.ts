/** What the figures of a round measure. */

export interface Measure {
  readonly title: string;
  readonly unit: string;
  /** It is in the raw results, and not printed. */
  readonly silent?: boolean;
}

export const MEASURES: Readonly<Record<string, Measure>> = {
  perSecond: { title: 'rate', unit: 'a second' },
  gigabytes: { title: 'throughput', unit: 'GB/s' },
  cpu: { title: 'CPU time of the process', unit: 'µs each' },
  cpuPerMiB: { title: 'CPU time of the process', unit: 'µs a MiB' },
  p50: { title: 'latency, median', unit: 'ms' },
  p99: { title: 'latency, 99 %', unit: 'ms' },
  p999: { title: 'latency, 99.9 %', unit: 'ms' },
  rss: { title: 'resident memory', unit: 'MiB' },
  idle: { title: 'memory of an idle connection', unit: 'B' },
  afterOne: { title: 'the same after one message', unit: 'B' },
  load: { title: 'load of the process', unit: 'of a core', silent: true },
  generatorLoad: { title: 'load of the generator', unit: 'of a core', silent: true },
};

/** A figure's key, taken apart. */
export function parseKey(key: string): { readonly measure: Measure; readonly name: string; readonly at: string } {
  const cut = key.indexOf('@');
  const name = cut === -1 ? key : key.slice(0, cut);
  const measure = MEASURES[name];
  if (measure === undefined) throw new Error(`no measure ${name}`);
  return { measure, name, at: cut === -1 ? '' : key.slice(cut + 1) };
}

/** A figure as it is printed. */
export function formatFigure(value: number): string {
  if (value >= 1000) return Math.round(value).toLocaleString('en');
  return value === 0 ? '0' : value.toPrecision(3);
}
