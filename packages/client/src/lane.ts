/**
 * One lane for each remote address and port: who is in it may connect, the others wait behind, first come first served.
 *
 * RFC 6455 §4.1, item 2: "There MUST be no more than one connection in a CONNECTING state."
 */
import { isIPv6, SocketAddress } from 'node:net';

/** Those who wait, for each lane that is taken. */
const lanes = /* @__PURE__ */ new Map<string, Set<() => void>>();

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
  const waiting = taken ?? new Set();
  // [4.1-5] [4.1-6] [4.1-7] one at a time, whatever name the address was found by
  if (taken === undefined) lanes.set(key, waiting);
  else waiting.add(go);
  let left = false;
  const leave = () => {
    if (left) return;
    left = true;
    if (waiting.delete(go)) return;
    const [next] = waiting;
    if (next === undefined) {
      lanes.delete(key);
    } else {
      waiting.delete(next);
      next();
    }
  };
  if (taken === undefined) go();
  return leave;
}

/** How many lanes are taken. */
export function takenLanes(): number {
  return lanes.size;
}
