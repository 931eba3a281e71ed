/** What an endpoint does to a peer, as seen from there. Named after what RFC 6455 calls it. */
import { expect } from 'vitest';
import { describe, type Peer } from './peer.ts';

/**
 * The endpoint fails the connection (RFC 6455 §7.1.7): it sends a Close frame and ends its stream, although the peer does
 * nothing more.
 *
 * @param code the name of the violation: the reason in the Close frame, and what the endpoint's application is told
 * @param before what comes before the Close frame
 */
export async function expectFailing(
  peer: Peer,
  closeCode: number,
  code: string,
  before: readonly string[] = [],
): Promise<void> {
  await peer.until(() => peer.ended);
  expect(peer.frames.map(describe)).toEqual([...before, `close ${closeCode} ${code}`]);
  peer.stream.end();
  expect(await peer.report()).toMatchObject({
    code: 1006,
    wasClean: false,
    initiator: 'local',
    cause: code,
    sent: { code: closeCode, reason: code },
    received: undefined,
  });
  expect(peer.violation).toBe(code);
}
