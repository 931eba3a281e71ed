/**
 * The authority of a server (`example.com:8080`, `[::1]`) and the origin of a page (`https://example.com`).
 *
 * RFC 6455 §4.1 (items 4 and 8), §4.2.1 (items 2 and 7). The grammar of a host is that of the package `uri`; the grammar
 * of an origin is that of RFC 6454 §7.
 */

import { hostHeader } from '@rfc6455/uri';

const SCHEME = /^[a-z][a-z\d+.-]*:\/\//i;

/** The authority in lower case without the default port, or undefined for a text that is none. */
export function normalizeAuthority(text: string, secure: boolean): string | undefined {
  const port = /:\d*$/.exec(text)?.[0] ?? '';
  const host = text.slice(0, text.length - port.length);
  try {
    return hostHeader({ secure, host, port: port.length > 1 ? Number(port.slice(1)) : undefined });
  } catch {
    return undefined;
  }
}

/** Whether `text` is a host with an optional port. */
export function isAuthority(text: unknown): text is string {
  return typeof text === 'string' && normalizeAuthority(text, false) !== undefined;
}

/** Whether `text` is an origin: `null`, or a scheme, `://`, and an authority, which may be empty (`file://`). */
export function isOrigin(text: unknown): text is string {
  if (typeof text !== 'string') return false;
  const scheme = SCHEME.exec(text)?.[0];
  return text === 'null' || (scheme !== undefined && (scheme === text || isAuthority(text.slice(scheme.length))));
}
