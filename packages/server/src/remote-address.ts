/** Where a connection comes from. RFC 6455 §10.4: what one client may take up is limited by it. */
import type { Socket as Stream } from 'node:net';

/** The IP address at the other end, or an empty string where there is none. IPv4 looks the same on every listener. */
export function remoteAddress(stream: Stream): string {
  const address = stream.remoteAddress ?? '';
  // A listener for both IPv6 and IPv4 sees IPv4 addresses as IPv6 ones.
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
}

/**
 * What counts as one address: an IPv4 address, or the /64 of an IPv6 address, which one subscriber has to itself.
 *
 * @param address what {@link remoteAddress} returns
 */
export function addressGroup(address: string): string {
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.replace(/%.*$/, '').split('::');
  const groups = head === '' ? [] : head.split(':');
  if (tail !== undefined) {
    const after = tail === '' ? [] : tail.split(':');
    while (groups.length + after.length < 8) groups.push('0');
  }
  return `${groups.slice(0, 4).join(':')}::/64`;
}
