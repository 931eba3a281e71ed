/** What we want to reach, as data. */
import { CLIENT_CASES, CONNECTIONS, caseName } from './workloads/cases.ts';

/**
 * A limit for a figure of ours. With `of` it is the ratio to that peer's figure, with `ofFigure` to another figure of
 * ours, round by round; without, it is the figure itself.
 */
export interface Target {
  readonly workload: string;
  readonly figure: string;
  readonly of?: string;
  readonly ofFigure?: string;
  readonly atLeast?: number;
  readonly atMost?: number;
}

const WS_FAST = 'ws+bufferutil';

function decodeTargets(size: string, atLeast: number, withBufferutil?: number): Target[] {
  const figure = `perSecond@${size} binary`;
  const targets: Target[] = [{ workload: 'decode', figure, of: 'ws', atLeast }];
  if (withBufferutil !== undefined) {
    targets.push({ workload: 'decode', figure, of: WS_FAST, atLeast: withBufferutil });
  }
  // Of text that is not ASCII, most of the time goes into making the string, for everybody.
  targets.push({ workload: 'decode', figure: `perSecond@${size} text`, of: 'ws', atLeast: 3 });
  return targets;
}

function maskingTargets(sizes: readonly string[], atLeast: number): Target[] {
  return sizes.map((size) => ({ workload: 'masking', figure: `gigabytes@${size}`, of: 'byte loop', atLeast }));
}

const clientTargets: Target[] = ['client-receive', 'client-send'].flatMap((workload) =>
  CLIENT_CASES.flatMap((each) => {
    const figure = `perSecond@${caseName(each)}`;
    return [
      { workload, figure, of: 'undici', atLeast: 2 },
      { workload, figure, of: 'ws', atLeast: 1.5 },
    ];
  }),
);

export const targets: readonly Target[] = [
  { workload: 'request', figure: 'cpu', of: 'net', atMost: 1.1 },
  { workload: 'request', figure: 'cpu', of: 'ws', atMost: 0.85 },
  { workload: 'pipelined', figure: 'perSecond', of: 'ws', atLeast: 15 },
  { workload: 'pipelined', figure: 'perSecond', of: 'bun', atLeast: 0.9 },
  { workload: '1k', figure: 'perSecond', of: 'ws', atLeast: 1.5 },
  { workload: '1k', figure: 'perSecond', of: WS_FAST, atLeast: 1.2 },
  { workload: '64k', figure: 'perSecond', of: 'ws', atLeast: 4.5 },
  { workload: '64k', figure: 'perSecond', of: WS_FAST, atLeast: 1.1 },
  { workload: '64k', figure: 'perSecond', of: 'net', atLeast: 1 },
  { workload: '1m', figure: 'perSecond', of: 'ws', atLeast: 4.5 },
  { workload: '1m', figure: 'perSecond', of: WS_FAST, atLeast: 1.5 },
  { workload: '1m', figure: 'perSecond', of: 'bun', atLeast: 1.1 },
  { workload: 'broadcast', figure: 'cpu', of: 'ws', atMost: 0.7 },
  { workload: 'broadcast', figure: 'cpu', of: 'bun', atMost: 1.2 },
  { workload: 'broadcast10', figure: 'cpu', of: 'ws', atMost: 0.15 },
  { workload: 'broadcast10', figure: 'cpu', of: 'bun', atMost: 1.2 },
  { workload: 'handshakes', figure: 'perSecond', of: 'ws', atLeast: 1.1 },
  { workload: 'handshakes', figure: 'perSecond', of: 'net', atLeast: 0.95 },
  { workload: 'idle', figure: 'idle', of: 'net', atMost: 1.2 },
  ...clientTargets,
  ...decodeTargets('32 B', 4),
  ...decodeTargets('1 KiB', 6, 2.5),
  ...decodeTargets('64 KiB', 6, 2.5),
  ...maskingTargets(['16 B', '32 B', '64 B', '128 B', '256 B', '512 B'], 1),
  ...maskingTargets(['1 KiB', '4 KiB', '16 KiB', '64 KiB', '256 KiB', '1 MiB'], 8),
  { workload: 'masking', figure: 'gigabytes@16 KiB', atLeast: 10 },
  ...['1 KiB', '64 KiB'].flatMap((size) =>
    ['ascii', 'multi-byte'].map((kind) => ({
      workload: 'utf8',
      figure: `gigabytes@${size} ${kind}`,
      of: 'isUtf8',
      // At most 1.5 times as long.
      atLeast: 1 / 1.5,
    })),
  ),
  ...CONNECTIONS.slice(1).map((count) => ({
    workload: 'growth-connections',
    figure: `cpu@${count}`,
    ofFigure: `cpu@${CONNECTIONS[0]}`,
    atLeast: 0.8,
    atMost: 1.2,
  })),
];
