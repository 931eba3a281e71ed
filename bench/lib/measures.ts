/** What the figures of a round measure. */

export interface Measure {
  readonly title: string;
  readonly unit: string;
  readonly better: 'more' | 'less';
}

export const MEASURES: Readonly<Record<string, Measure>> = {
  perSecond: { title: 'rate', unit: 'a second', better: 'more' },
  gigabytes: { title: 'throughput', unit: 'GB/s', better: 'more' },
  cpu: { title: 'CPU time of the process', unit: 'µs each', better: 'less' },
  cpuPerMiB: { title: 'CPU time of the process', unit: 'µs a MiB', better: 'less' },
  p50: { title: 'latency, median', unit: 'ms', better: 'less' },
  p99: { title: 'latency, 99 %', unit: 'ms', better: 'less' },
  p999: { title: 'latency, 99.9 %', unit: 'ms', better: 'less' },
  rss: { title: 'resident memory', unit: 'MiB', better: 'less' },
  idle: { title: 'memory of an idle connection', unit: 'B', better: 'less' },
  afterOne: { title: 'the same after one message', unit: 'B', better: 'less' },
  serverLoad: { title: 'load of the server', unit: 'of a core', better: 'less' },
  generatorLoad: { title: 'load of the generator', unit: 'of a core', better: 'less' },
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
