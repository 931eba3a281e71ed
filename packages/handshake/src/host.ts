/**
 * The authority of a server (`example.com:8080`, `[::1]`) and the origin of a page (`https://example.com`).
 *
 * RFC 6455 §4.1 (items 4 and 8), §4.2.1 (items 2 and 7); the grammar is that of RFC 3986 §3.2 and RFC 6454 §7.
 */

const MAX_PORT = 65_535;

// Names and IPv4 addresses, in ASCII, with what RFC 3986 allows besides letters, digits and dots.
const NAME = /^(?:[\w.~!$&'()*+,;=-]|%[\da-f]{2})+$/i;
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
const GROUP = /^[\da-f]{1,4}$/i;
const ORIGIN = /^[a-z][a-z\d+.-]*:\/\//i;

// Longer than any host: a DNS name has at most 253 characters, and each of them may be percent-encoded.
const MAX_LENGTH = 1024;

/** Whether `text` is a host with an optional port. */
export function isAuthority(text: unknown): boolean {
  if (typeof text !== 'string' || text.length > MAX_LENGTH) return false;
  const hostEnd = text.startsWith('[') ? text.indexOf(']') + 1 : text.lastIndexOf(':');
  const host = hostEnd < 0 ? text : text.slice(0, hostEnd);
  return isHost(host) && isPort(text.slice(host.length));
}

function isHost(host: string): boolean {
  return host.startsWith('[') ? isIpv6(host.slice(1, -1)) : NAME.test(host);
}

function isPort(port: string): boolean {
  return port === '' || (/^:\d{0,5}$/.test(port) && Number(port.slice(1)) <= MAX_PORT);
}

function isIpv6(address: string): boolean {
  const halves = address.split('::');
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const ipv4 = IPV4.test(groups.at(-1) ?? '') && !address.endsWith('::');
  const hex = ipv4 ? groups.slice(0, -1) : groups;
  const length = hex.length + (ipv4 ? 2 : 0);
  return (
    hex.every((group) => GROUP.test(group)) && (halves.length === 2 ? length < 8 : halves.length === 1 && length === 8)
  );
}

/** Whether `text` is an origin: `null`, or a scheme, `://`, and an authority that may be empty (`file://`). */
export function isOrigin(text: unknown): boolean {
  if (typeof text !== 'string') return false;
  const scheme = ORIGIN.exec(text)?.[0];
  return text === 'null' || (scheme !== undefined && (scheme === text || isAuthority(text.slice(scheme.length))));
}

/** The authority in lower case and without the port that the scheme has anyway. */
export function normalizeAuthority(authority: string, defaultPort: string): string {
  const lower = authority.toLowerCase();
  const port = /:(\d*)$/.exec(lower);
  return port && (port[1] === '' || Number(port[1]) === Number(defaultPort)) ? lower.slice(0, port.index) : lower;
}
