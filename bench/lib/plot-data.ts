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
  /** What is measured, and which way is better: it stands below the plot. */
  readonly caption: string;
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

type Frame = Pick<Plot, 'name' | 'title' | 'caption' | 'axis'>;

const ALL_ROUNDS = 'A dot is a median; the line through it goes from the lowest round to the highest.';

const dotPlots: readonly (Frame & Source)[] = [
  {
    name: 'rate',
    title: 'Messages, or handshakes, a second',
    caption: `Servers; more is better. ${ALL_ROUNDS}`,
    axis: 'times the rate of ws',
    workloads: [...ECHOES, 'handshakes'],
    measures: ['perSecond'],
    base: 'ws',
    rowIs: 'workload',
  },
  {
    name: 'cpu',
    title: 'CPU time for a message, a delivery or a handshake',
    caption: 'Servers; less is better. Waiting for a core does not count.',
    axis: 'times that of ws',
    workloads: [...ECHOES, 'broadcast', 'broadcast10', 'handshakes'],
    measures: ['cpu'],
    base: 'ws',
    rowIs: 'workload',
  },
  {
    name: 'latency',
    title: 'Round trips',
    caption: 'Servers, with 64 connections and one message in flight on each; less is better.',
    axis: 'milliseconds',
    workloads: ['request'],
    measures: ['p50', 'p99', 'p999'],
    rowIs: 'measure',
  },
  {
    name: 'memory',
    title: 'Resident memory of one of 10,000 connections',
    caption: 'Servers; less is better.',
    axis: 'bytes',
    workloads: ['idle'],
    measures: ['idle', 'afterOne'],
    rowIs: 'measure',
  },
  ratesOf('client-receive', 'Messages a second that a client receives', 'Clients that are flooded; more is better.'),
  ratesOf('client-send', 'Messages a second that a client sends', 'Clients that flood; more is better.'),
  ratesOf(
    'decode',
    "Messages a second from a client's frames",
    'In memory; more is better. The peer is the Receiver of ws.',
  ),
  ratesOf('encode', 'Frames a second from messages', 'In memory; more is better. The peer is the Sender of ws.'),
  {
    name: 'utf8',
    title: 'UTF-8 validation',
    caption: 'More is better. Ours also tells where a text fails, and takes it in pieces.',
    axis: 'times the throughput of buffer.isUtf8',
    workloads: ['utf8'],
    measures: ['gigabytes'],
    base: 'isUtf8',
    rowIs: 'case',
  },
];

function ratesOf(name: string, title: string, caption: string): Frame & Source {
  const axis = 'times the rate of ws';
  return { name, title, caption, axis, workloads: [name], measures: ['perSecond'], base: 'ws', rowIs: 'case' };
}

/** Each is of the workload of its name. */
const linePlots: readonly (Frame & { readonly xAxis: string; readonly measure: string })[] = [
  {
    name: 'masking',
    title: 'Masking in place',
    caption: 'The same bytes again and again; more is better. The area goes from the lowest round to the highest.',
    axis: 'GB/s',
    xAxis: 'bytes a payload',
    measure: 'gigabytes',
  },
  {
    name: 'growth-connections',
    title: 'CPU time for an echo',
    caption: 'Servers, with 8000 messages a second in all; less is better.',
    axis: 'µs',
    xAxis: 'connections',
    measure: 'cpu',
  },
  {
    name: 'growth-sizes',
    title: 'Echo of one message at a time',
    caption: 'Servers; more is better.',
    axis: 'GB/s',
    xAxis: 'bytes a message',
    measure: 'gigabytes',
  },
  {
    name: 'growth-broadcast',
    title: 'CPU time for one delivery of a broadcast',
    caption: 'Servers; less is better.',
    axis: 'µs',
    xAxis: 'receivers',
    measure: 'cpu',
  },
];

/** All plots for which there are results. */
export function plotsOf(results: Results): Plot[] {
  const dots = dotPlots.map(({ workloads, measures, base, rowIs, ...frame }): Plot => {
    const source: Source = { workloads, measures, rowIs, ...(base !== undefined && { base }) };
    return { ...frame, kind: 'dots', rows: rowsOf(source, results, false) };
  });
  const lines = linePlots.map(({ measure, ...frame }): Plot => {
    const source: Source = { workloads: [frame.name], measures: [measure], rowIs: 'case' };
    return { ...frame, kind: 'lines', rows: rowsOf(source, results, true) };
  });
  return [...dots, ...lines].filter(({ rows }) => rows.length > 0);
}

/** A position on the x axis as it is written there. */
export function formatPosition(position: number, xAxis: string): string {
  return xAxis.startsWith('bytes') ? formatSize(position) : position.toLocaleString('en');
}
