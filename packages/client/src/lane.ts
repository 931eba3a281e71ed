/**
 * One lane for each remote address and port: who is in it may connect, the others wait behind, first come first served.
 *
 * RFC 6455 §4.1, item 2: "There MUST be no more than one connection in a CONNECTING state."
 */
import { isIPv6, SocketAddress } from 'node:net';

interface Lane {
  /** Those who wait, in their order. */
  readonly waiting: Set<() => void>;
  /** Goes along `waiting` once: to begin at its front for each would pass all that have left, over and over. */
  readonly line: Iterator<() => void, undefined>;
}

const lanes = /* @__PURE__ */ new Map<string, Lane>();

/** The name of a lane: two spellings of one address, or an IPv4 address mapped into IPv6, share it. */
export function laneKey(address: string, port: number): string {
  const { address: canonical } = new SocketAddress({ address, port, family: isIPv6(address) ? 'ipv6' : 'ipv4' });
  return `${canonical.replace(/^::ffff:(?=[\d.]+$)/, '')} ${port}`;
}

/**
 * Enters a lane, or stands behind those who wait for it.
 *
 * @param key from {@link laneKey}
 * @param go called once when the lane is ours, at once if it is free
 * @returns leaves the lane, or the wait for it; more than once does nothing more
 */
export function enterLane(key: string, go: () => void): () => void {
  const taken = lanes.get(key);
  const lane = taken ?? openLane(key);
  let left = false;
  const leave = () => {
    if (left) return;
    left = true;
    if (lane.waiting.delete(go)) return;
    // Not at once: when one signal ends many attempts, those that are about to leave shall not begin first.
    queueMicrotask(() => letNextGo(key, lane));
  };
  // [4.1-5] [4.1-6] [4.1-7] one at a time, whatever name the address was found by
  if (taken === undefined) go();
  else taken.waiting.add(go);
  return leave;
}

function openLane(key: string): Lane {
  const waiting = new Set<() => void>();
  const lane: Lane = { waiting, line: waiting.values() };
  lanes.set(key, lane);
  return lane;
}

function letNextGo(key: string, { waiting, line }: Lane): void {
  const { value: next } = line.next();
  if (next === undefined) {
    lanes.delete(key);
  } else {
    waiting.delete(next);
    next();
  }
}

/** How many lanes are taken. */
export function takenLanes(): number {
  return lanes.size;
}
