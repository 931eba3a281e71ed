/**
 * A TCP connection to the first address that takes it.
 *
 * RFC 6455 §4.1, items 2 and 3. When a host has several addresses they are tried as RFC 8305 §5 has it: the next one when
 * one fails, or when it has been silent for a while.
 */
import { connect, type Socket } from 'node:net';
import type { Attempt } from './attempt.ts';
import { enterLane, laneKey } from './lane.ts';

/** How long an address may be silent before the next one is tried beside it, in milliseconds: RFC 8305 §8. */
export const CONNECTION_ATTEMPT_DELAY = 250;

/** A TCP connection, and the lane that it is in until the opening handshake is over. */
export interface Dialled {
  readonly stream: Socket;
  leaveLane(): void;
}

/** Stands by a stream as long as nobody else does, so that no error of it is ever unhandled. */
export function ignoreError(): void {}

interface Candidate {
  stream: Socket | undefined;
  leaveLane(): void;
}

/**
 * Opens a TCP connection, each address in its turn. While an attempt only waits for its turn the clock stands still.
 *
 * @throws ConnectError TCP_FAILED when no address takes it
 */
export function dial(addresses: readonly string[], attempt: Attempt): Promise<Dialled> {
  const { port } = attempt.uri;
  const candidates = new Set<Candidate>();
  const errors: Error[] = [];
  let begun = 0;
  let connecting = 0;
  let timer: NodeJS.Timeout | undefined;
  attempt.stopClock();
  return attempt.step<Dialled>(({ done, fail }) => {
    const tryNext = () => {
      clearTimeout(timer);
      const address = addresses[begun];
      if (address === undefined) return;
      begun += 1;
      const candidate: Candidate = { stream: undefined, leaveLane: () => leaveLane() };
      candidates.add(candidate);
      const leaveLane = enterLane(laneKey(address, port), () => open(address, candidate));
    };
    const open = (address: string, candidate: Candidate) => {
      attempt.runClock('TCP connection');
      clearTimeout(timer);
      timer = setTimeout(tryNext, CONNECTION_ATTEMPT_DELAY);
      connecting += 1;
      // [4.1-10] direct, without a proxy
      const stream = connect({ host: address, port, noDelay: true });
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
      if (errors.length < addresses.length) return tryNext();
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
