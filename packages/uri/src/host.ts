/** The host component: a registered name, an IPv4 address, or an IP literal in brackets. RFC 3986 §3.2.2. */

import { checkCharacters, EXCLUDED_FROM_NAME } from './characters.ts';
import { UriError } from './errors.ts';

const IPV4_TAIL = /:(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
const IPV_FUTURE = /^\[v[\da-f]+\.[\w\-.~!$&'()*+,;=:]+]$/i;

/**
 * Checks the host that stands at `offset` in `text` and returns it in lower case, since names and hexadecimal digits
 * are case-insensitive (RFC 3986 §6.2.2.1). An IPv4 address needs no rule of its own: to the grammar, digits and dots
 * that are not one are a name.
 */
export function parseHost(host: string, text: string, offset: number): string {
  // RFC 3986 lets a name be empty where the scheme has a default host; §11.1.1 has none: a URI identifies a server.
  if (host === '') throw new UriError('EMPTY_HOST', text, offset);
  if (!host.startsWith('[')) checkCharacters('INVALID_HOST', EXCLUDED_FROM_NAME, host, text, offset);
  else if (!isIpLiteral(host)) throw new UriError('INVALID_IP_LITERAL', text, offset, offset + host.length);
  return host.toLowerCase();
}

function isIpLiteral(host: string): boolean {
  return host.endsWith(']') && (isIpv6(host.slice(1, -1)) || IPV_FUTURE.test(host));
}

/** Eight groups, or at most seven around one "::"; an IPv4 address may stand for the last two. */
function isIpv6(address: string): boolean {
  // The limits are one above what can be valid: a long text does not become a long array.
  const halves = address.replace(IPV4_TAIL, ':0:0').split('::', 3);
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':', 9)));
  if (!groups.every((group) => /^[\da-f]{1,4}$/i.test(group))) return false;
  return halves.length === 1 ? groups.length === 8 : halves.length === 2 && groups.length < 8;
}
