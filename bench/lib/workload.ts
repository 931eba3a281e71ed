/** What a workload is, and what a round of it gives. */

/**
 * The figures of one round with one peer. A key is a measure (see `measures.ts`), or a measure at a case: `cpu@1000`,
 * `perSecond@64 KiB`.
 */
export type Figures = Readonly<Record<string, number>>;

export interface Workload {
  readonly name: string;
  /** Workloads that belong together; `npm run bench -- GROUP` runs them all. */
  readonly group: string;
  readonly about: string;
  /** The peers that take turns unless others are asked for, in that order. */
  readonly peers: readonly string[];
  /** All that can take part. */
  readonly allPeers: readonly string[];
  /** The peer that the others are compared with. */
  readonly base: string;
  /** One round with one peer, measured for `ms` milliseconds where time is what limits it. */
  run(peer: string, ms: number): Promise<Figures>;
}

/** All rounds of one workload: the figures of each peer, round by round. */
export type Rounds = Readonly<Record<string, readonly Figures[]>>;

/** All rounds of all workloads that ran. */
export type Results = Readonly<Record<string, Rounds>>;

/** Bytes, as the cases are named: `32 B`, `1 KiB`, `64 MiB`. */
export function formatSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1 << 20 ? `${bytes / 1024} KiB` : `${bytes / (1 << 20)} MiB`;
}
