/**
 * Clients that come back to a server that has restarted, on a clock that is only a number: no timer runs. When each of them
 * tries again is decided by a `ReconnectPolicy` (RFC 6455 §7.2.3), or by a client that is in a hurry.
 */
import { type ConnectionLoss, ReconnectPolicy } from '@rfc6455/reconnect';

/** What happens to the server. Times are in milliseconds. */
export interface Scenario {
  /** How many clients are connected when it goes. */
  readonly clients: number;
  /** What it closes them with; 1006 when it does not get to that. */
  readonly code: number;
  /** For how long it is away. */
  readonly downtime: number;
  /** How many opening handshakes it then manages in a second. As many may wait; whoever comes then is refused. */
  readonly perSecond: number;
  /** How much work a refusal is, as a part of that of a handshake: 0 to 1. */
  readonly refusalCost: number;
}

/** Says how long a client waits before its next attempt, in milliseconds; undefined if it does not come back. */
export type Strategy = (loss: ConnectionLoss) => number | undefined;

/** What has become of the clients. */
export interface Outcome {
  /** How many attempts were made in each {@link BIN}, and how many of them succeeded. */
  readonly attempts: readonly number[];
  readonly successes: readonly number[];
  /** All of them. */
  readonly total: number;
  /** The most in one second. */
  readonly peak: number;
  /** When half of the clients were back, and when all were; undefined if that was not before the {@link HORIZON}. */
  readonly half: number | undefined;
  readonly all: number | undefined;
}

/** The width of a bar, in milliseconds. */
export const BIN = 500;
/** When the simulation ends, in milliseconds. */
export const HORIZON = 300_000;

/** The policy of the package. */
export function politely(baseDelay: number, maxDelay: number, random: () => number): Strategy {
  const policy = new ReconnectPolicy({ baseDelay, maxDelay, random });
  return (loss) => {
    const decision = policy.decide(loss);
    return decision.reconnect ? decision.delay : undefined;
  };
}

/** At once, and then every second. */
export const hastily: Strategy = ({ attempts }) => (attempts === 0 ? 0 : 1000);

/** Lets the server go at time 0, and sees when everybody is back. */
export function simulate({ clients, code, downtime, perSecond, refusalCost }: Scenario, strategy: Strategy): Outcome {
  /** How many attempts each client has made that come at a time: the clients differ in nothing else. */
  const due = new Map<number, number[]>();
  const plan = (now: number, loss: ConnectionLoss): void => {
    const delay = strategy(loss);
    if (delay === undefined) return;
    const time = now + delay;
    const others = due.get(time);
    if (others === undefined) due.set(time, [loss.attempts + 1]);
    else others.push(loss.attempts + 1);
  };
  const lost = { code, reason: '', wasClean: code !== 1006, openFor: 3_600_000, attempts: 0 };
  for (let i = 0; i < clients; i++) plan(0, lost);

  const tally = { attempts: counts(), successes: counts(), seconds: counts() };
  const times: number[] = [];
  /** The work that waits, in handshakes. */
  let waiting = 0;
  for (let now = 0; now < HORIZON && times.length < clients; now++) {
    const isUp = now >= downtime;
    if (isUp) waiting = Math.max(0, waiting - perSecond / 1000);
    for (const attempts of due.get(now) ?? []) {
      tally.attempts.add(now / BIN);
      tally.seconds.add(now / 1000);
      if (isUp && waiting + 1 <= perSecond) {
        waiting += 1;
        tally.successes.add(now / BIN);
        times.push(now + (waiting * 1000) / perSecond);
      } else {
        if (isUp) waiting += refusalCost;
        plan(now, { code: 1006, reason: '', wasClean: false, openFor: 0, attempts });
      }
    }
  }
  return {
    attempts: tally.attempts.list,
    successes: tally.successes.list,
    total: tally.attempts.list.reduce((sum, count) => sum + count, 0),
    peak: Math.max(0, ...tally.seconds.list),
    half: times[Math.ceil(clients / 2) - 1],
    all: times[clients - 1],
  };
}

function counts(): { readonly list: number[]; add(at: number): void } {
  const list: number[] = [];
  return {
    list,
    add(at) {
      const index = Math.floor(at);
      while (list.length <= index) list.push(0);
      list[index] = list[index]! + 1;
    },
  };
}

/** A source of numbers from 0 to 1 that gives the same ones for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}
