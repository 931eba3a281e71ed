/** The plots, and the rows that they show. */
import { parseKey } from './measures.ts';
import { ratios, type Spread, spread } from './statistics.ts';
import { formatSize, type Results } from './workload.ts';

/** A mark: a peer at a place, with its median and spread. */
export interface Row extends Spread {
  readonly peer: string;
  /** The row of a dot plot, or the position on the x axis of a line plot. */
  readonly at: string | number;
}

export interface Plot {
  /** The name of its file, without `.svg`. */
  readonly name: string;
  readonly kind: 'dots' | 'lines';
  readonly title: string;
  /** What the values are. */
  readonly axis: string;
  /** What the positions of a line plot are. */
  readonly xAxis?: string;
  readonly rows: readonly Row[];
}

interface Source {
  readonly workloads: readonly string[];
  /** The measures, as they stand before the `@`. */
  readonly measures: readonly string[];
  /** Ratios to this peer; without it, the figures themselves. */
  readonly base?: string;
  /** What the rows are named after. */
  readonly rowIs: 'workload' | 'case' | 'measure';
}

const NUMBERED = /^(\d+)(?: (B|KiB|MiB))?$/;
const UNITS: Readonly<Record<string, number>> = { B: 1, KiB: 1024, MiB: 1 << 20 };

/** A case that is a number or a size, as a number: `1000`, `64 KiB`. */
export function parseNumber(at: string): number | undefined {
  const match = NUMBERED.exec(at);
  return match === null ? undefined : Number(match[1]) * (UNITS[match[2] ?? 'B'] ?? 1);
}

function rowsOf({ workloads, measures, base, rowIs }: Source, results: Results, numbered: boolean): Row[] {
  const rows: Row[] = [];
  for (const workload of workloads) {
    const rounds = results[workload] ?? {};
    for (const [peer, all] of Object.entries(rounds)) {
      for (const key of Object.keys(all[0] ?? {})) {
        const { name, at, measure } = parseKey(key);
        const position = numbered ? parseNumber(at) : { workload, case: at, measure: measure.title }[rowIs];
        const baseRounds = base === undefined ? undefined : rounds[base];
        if (!measures.includes(name) || position === undefined) continue;
        if (base !== undefined && baseRounds?.[0]?.[key] === undefined) continue;
        const values = all.map((figures) => figures[key]!);
        const value = baseRounds
          ? ratios(
              values,
              baseRounds.map((figures) => figures[key]!),
            )
          : spread(values);
        rows.push({ peer, at: position, ...value });
      }
    }
  }
  return rows;
}

const ECHOES = ['request', 'pipelined', '1k', '64k', '1m', '16m', 'text', 'multi-byte'];

/** All plots for which there are results. */
export function plotsOf(results: Results): Plot[] {
  const dots = (name: string, title: string, axis: string, source: Source): Plot => ({
    name,
    kind: 'dots',
    title,
    axis,
    rows: rowsOf(source, results, false),
  });
  const lines = (name: string, title: string, axis: string, xAxis: string, measure: string): Plot => ({
    name,
    kind: 'lines',
    title,
    axis,
    xAxis,
    rows: rowsOf({ workloads: [name], measures: [measure], rowIs: 'case' }, results, true),
  });
  const all = [
    dots('rate', 'Messages, or handshakes, a second', 'times the rate of ws', {
      workloads: [...ECHOES, 'handshakes'],
      measures: ['perSecond'],
      base: 'ws',
      rowIs: 'workload',
    }),
    dots('cpu', "The server's CPU time for a message, a delivery or a handshake", 'times that of ws', {
      workloads: [...ECHOES, 'broadcast', 'broadcast10', 'handshakes'],
      measures: ['cpu'],
      base: 'ws',
      rowIs: 'workload',
    }),
    dots('latency', 'Round trips, 64 connections with one message in flight', 'milliseconds', {
      workloads: ['request'],
      measures: ['p50', 'p99', 'p999'],
      rowIs: 'measure',
    }),
    dots('memory', 'Resident memory of one of 10,000 connections', 'bytes', {
      workloads: ['idle'],
      measures: ['idle', 'afterOne'],
      rowIs: 'measure',
    }),
    ...['client-receive', 'client-send', 'decode', 'encode'].map((workload) =>
      dots(workload, `${workload}: messages a second`, 'times the rate of ws', {
        workloads: [workload],
        measures: ['perSecond'],
        base: 'ws',
        rowIs: 'case',
      }),
    ),
    dots('utf8', 'UTF-8 validation', 'times the throughput of buffer.isUtf8', {
      workloads: ['utf8'],
      measures: ['gigabytes'],
      base: 'isUtf8',
      rowIs: 'case',
    }),
    lines('masking', 'Masking in place', 'GB/s', 'bytes a payload', 'gigabytes'),
    lines('growth-connections', 'CPU time for an echo, 8000 a second in all', 'µs', 'connections', 'cpu'),
    lines('growth-sizes', 'Echo of one message at a time', 'GB/s', 'bytes a message', 'gigabytes'),
    lines('growth-broadcast', 'CPU time for one delivery of a broadcast', 'µs', 'receivers', 'cpu'),
  ];
  return all.filter(({ rows }) => rows.length > 0);
}

/** A position on the x axis as it is written there. */
export function formatPosition(position: number, xAxis: string): string {
  return xAxis.startsWith('bytes') ? formatSize(position) : position.toLocaleString('en');
}
