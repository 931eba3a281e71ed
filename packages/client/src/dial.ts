/**
 * A connection to the first address that takes it.
 *
 * RFC 6455 §4.1, items 2 and 3. When a host has several addresses they are tried as RFC 8305 §5 has it: the next one when
 * one fails, or when it has been silent for a while.
 */
import { connect, type LookupFunction, type Socket, type TcpNetConnectOpts } from 'node:net';
import type { Attempt } from './attempt.ts';
import { DEFAULT_MAX_WAITING } from './connect-options.ts';
import { enterLane, laneKey } from './lane.ts';
import { lookUp } from './look-up.ts';

/** How long an address may be silent before the next one is tried beside it, in milliseconds: RFC 8305 §8. */
export const CONNECTION_ATTEMPT_DELAY = 250;

/** A connection, and the lane that it is in until the opening handshake is over. */
export interface Dialled {
  readonly stream: Socket;
  leaveLane(): void;
}

/** One address to dial. */
export interface Remote {
  /** The lane for it; none for a proxy, which is no remote host. */
  readonly lane: string | undefined;
  /** An address and a port, or the path of a Unix socket. */
  readonly at: Pick<TcpNetConnectOpts, 'host' | 'port'> | { readonly path: string };
}

/** The addresses of where the attempt leads, to be dialled when nobody else connects to them. */
export async function findRemotes(attempt: Attempt, lookup: LookupFunction | undefined): Promise<Remote[]> {
  const { port } = attempt.place;
  const addresses = await lookUp(attempt, lookup);
  return addresses.map((host) => ({ lane: laneKey(host, port), at: { host, port } }));
}

/** Stands by a stream as long as nobody else does, so that no error of it is ever unhandled. */
export function ignoreError(): void {}

interface Candidate {
  stream: Socket | undefined;
  leaveLane(): void;
}

/**
 * Opens a connection, to each address in its turn. While an attempt only waits for its turn the clock stands still.
 *
 * @param remotes the addresses, in the order in which they are tried
 * @param maxWaiting how many may wait in front; 10,000 unless given
 * @throws ConnectError TCP_FAILED when no address takes it, TOO_MANY_WAITING
 */
export function dial(
  remotes: readonly Remote[],
  attempt: Attempt,
  maxWaiting: number = DEFAULT_MAX_WAITING,
): Promise<Dialled> {
  const candidates = new Set<Candidate>();
  const errors: Error[] = [];
  let begun = 0;
  let connecting = 0;
  let timer: NodeJS.Timeout | undefined;
  attempt.stopClock();
  return attempt.step<Dialled>(({ done, fail }) => {
    const tryNext = () => {
      clearTimeout(timer);
      const remote = remotes[begun];
      if (remote === undefined) return;
      begun += 1;
      const candidate: Candidate = { stream: undefined, leaveLane: () => leaveLane() };
      candidates.add(candidate);
      let leaveLane = () => {};
      if (remote.lane === undefined) return open(remote, candidate);
      const entered = enterLane(remote.lane, () => open(remote, candidate), { maxWaiting });
      if (entered === undefined) return fail(attempt.tooManyWaiting(maxWaiting));
      leaveLane = entered;
    };
    const open = ({ at }: Remote, candidate: Candidate) => {
      attempt.runClock('connect');
      clearTimeout(timer);
      timer = setTimeout(tryNext, CONNECTION_ATTEMPT_DELAY);
      connecting += 1;
      // [4.1-10] direct, unless this is the way to a proxy
      const stream = connect({ ...at, noDelay: true });
      candidate.stream = stream;
      const onError = (error: Error) => failed(error, candidate);
      stream.on('error', ignoreError).once('error', onError);
      stream.once('connect', () => {
        stream.off('error', onError);
        candidates.delete(candidate);
        done({ stream, leaveLane: candidate.leaveLane });
      });
    };
    const failed = (error: Error, candidate: Candidate) => {
      if (!candidates.delete(candidate)) return;
      candidate.leaveLane();
      errors.push(error);
      connecting -= 1;
      if (connecting === 0) attempt.stopClock();
      if (errors.length < remotes.length) return tryNext();
      // [4.1-12] no connection could be opened
      const cause = errors.length === 1 ? error : new AggregateError(errors);
      fail(attempt.error('TCP_FAILED', errors.map(({ message }) => message).join('; '), cause));
    };
    tryNext();
    return () => {
      clearTimeout(timer);
      for (const { stream, leaveLane } of candidates) {
        stream?.destroy();
        leaveLane();
      }
      candidates.clear();
    };
  });
}
