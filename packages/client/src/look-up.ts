/** From the host of a URI to addresses. RFC 6455 §4.1, item 2: connections are told apart by address, not by name. */
import dns from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import type { Attempt } from './attempt.ts';

/** The host as the platform wants it: an IPv6 address has no brackets. */
export function bareHost(host: string): string {
  return host.startsWith('[') ? host.slice(1, -1) : host;
}

/**
 * Finds the addresses of where the attempt leads, in the order in which they should be tried.
 *
 * @throws ConnectError LOOKUP_FAILED
 */
export async function lookUp(attempt: Attempt, lookup: LookupFunction = dns.lookup): Promise<readonly string[]> {
  const name = bareHost(attempt.place.host);
  if (isIP(name)) return [name];
  attempt.runClock('lookup');
  return attempt.step<readonly string[]>(({ done, fail }) => {
    const failed = (cause: unknown) => {
      fail(attempt.error('LOOKUP_FAILED', cause instanceof Error ? cause.message : String(cause), cause));
    };
    try {
      lookup(name, { all: true }, (error, found) => {
        if (error) return failed(error);
        const addresses = new Set(Array.isArray(found) ? found.map(({ address }) => address) : [found]);
        if (addresses.size > 0 && [...addresses].every((address) => isIP(address))) return done([...addresses]);
        fail(attempt.error('LOOKUP_FAILED', 'the lookup found no IP address'));
      });
    } catch (error) {
      failed(error);
    }
    return () => {};
  });
}
