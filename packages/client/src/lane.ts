/**
 * One lane for each remote address and port: who is in it may connect, the others wait behind, first come first served.
 *
 * RFC 6455 §4.1, item 2: "There MUST be no more than one connection in a CONNECTING state."
 */
import { channel } from 'node:diagnostics_channel';
import { isIPv6, SocketAddress } from 'node:net';

/**
 * The name of the `node:diagnostics_channel` that tells of attempts that connect and attempts that wait. Each message is
 * a {@link LaneReport}, published whenever one of its numbers has changed.
 *
 * @example
 * ```ts
 * import { subscribe } from 'node:diagnostics_channel';
 * import { connect, LANE_CHANNEL, type LaneReport } from '@rfc6455/client';
 * import { serve } from '@rfc6455/server';
 *
 * let longest = 0;
 * subscribe(LANE_CHANNEL, (message) => {
 *   const { waiting } = message as LaneReport;
 *   longest = Math.max(longest, waiting);
 * });
 *
 * const server = await serve({ port: 0 });
 * const sockets = await Promise.all([connect(server.url), connect(server.url), connect(server.url)]);
 * longest; // => 2
 * for (const socket of sockets) socket.terminate();
 * await server.close();
 * ```
 */
export const LANE_CHANNEL = 'rfc6455:client:lane';

/**
 * How many connect to one remote host, and how many wait.
 *
 * @example
 * ```ts
 * import type { LaneReport } from '@rfc6455/client';
 *
 * const report: LaneReport = { lane: '127.0.0.1 8080', connecting: 1, waiting: 2 };
 * report.waiting; // => 2
 * ```
 */
export interface LaneReport {
  /** An address and a port; behind a proxy a name and a port, or `proxies` for all of them together; `unix:` and the path of a socket. */
  readonly lane: string;
  /** How many are in state CONNECTING. */
  readonly connecting: number;
  /** How many wait for their turn. */
  readonly waiting: number;
}

/** How many may be in a lane and behind it. */
export interface LaneLimits {
  /** How many may be in it at the same time; 1 unless given. */
  readonly capacity?: number;
  /** How many may wait behind it at most. */
  readonly maxWaiting: number;
}

interface Lane {
  readonly name: string;
  readonly capacity: number;
  connecting: number;
  /** Those who wait, in their order. */
  readonly waiting: Set<() => void>;
  /** Goes along `waiting` once: to begin at its front for each would pass all that have left, over and over. */
  line: Iterator<() => void, undefined>;
}

const lanes = /* @__PURE__ */ new Map<string, Lane>();
const reports = /* @__PURE__ */ channel(LANE_CHANNEL);

/** The name of a lane: two spellings of one address, or an IPv4 address mapped into IPv6, share it. */
export function laneKey(address: string, port: number): string {
  const { address: canonical } = new SocketAddress({ address, port, family: isIPv6(address) ? 'ipv6' : 'ipv4' });
  return `${canonical.replace(/^::ffff:(?=[\d.]+$)/, '')} ${port}`;
}

/**
 * Enters a lane, or stands behind those who wait for it.
 *
 * @param name of the lane
 * @param go called once when the lane is ours, at once if it is free
 * @returns leaves the lane, or the wait for it; more than once does nothing more. Undefined when too many wait already
 */
export function enterLane(
  name: string,
  go: () => void,
  { capacity = 1, maxWaiting }: LaneLimits,
): (() => void) | undefined {
  const lane = lanes.get(name) ?? openLane(name, capacity);
  const free = lane.connecting < capacity;
  if (!free && lane.waiting.size >= maxWaiting) return undefined;
  let left = false;
  const leave = () => {
    if (left) return;
    left = true;
    if (lane.waiting.delete(go)) return report(lane);
    // Not at once: when one signal ends many attempts, those that are about to leave shall not begin first.
    queueMicrotask(() => letNextGo(lane));
  };
  // [4.1-5] [4.1-6] [4.1-7] one at a time, whatever name the address was found by
  if (free) lane.connecting += 1;
  else lane.waiting.add(go);
  report(lane);
  if (free) go();
  return leave;
}

function openLane(name: string, capacity: number): Lane {
  const waiting = new Set<() => void>();
  const lane: Lane = { name, capacity, connecting: 0, waiting, line: waiting.values() };
  lanes.set(name, lane);
  return lane;
}

function letNextGo(lane: Lane): void {
  const { name, waiting } = lane;
  const { value: next } = lane.line.next();
  if (next === undefined) {
    lane.connecting -= 1;
    // An iterator that has come to the end stays there.
    lane.line = waiting.values();
    if (lane.connecting === 0) lanes.delete(name);
    report(lane);
  } else {
    waiting.delete(next);
    report(lane);
    next();
  }
}

function report({ name, connecting, waiting }: Lane): void {
  if (reports.hasSubscribers) reports.publish({ lane: name, connecting, waiting: waiting.size } satisfies LaneReport);
}

/** How many lanes are taken. */
export function takenLanes(): number {
  return lanes.size;
}
