/**
 * The resource name that a request target stands for.
 *
 * RFC 6455 §3, §4.1 (item 3), §4.2.1 (item 1): a path with an optional query, or an absolute http or https URI.
 */

import { isVisible } from './characters.ts';
import { isAuthority, normalizeAuthority } from './host.ts';

const ABSOLUTE = /^(https?):\/\/([^/?]*)/i;

/** Whether `text` is a resource name: it begins with a slash, and is visible ASCII without a fragment. */
export function isResourceName(text: string): boolean {
  // [3-2] no fragment. Browsers leave characters such as "|" and "{" unescaped, so every other visible one is allowed.
  return isVisible(text) && text.startsWith('/') && !text.includes('#');
}

/** The resource name of a target, or undefined for one that names none, or another host than the Host field does. */
export function resourceNameOf(target: string, host: string): string | undefined {
  if (target.startsWith('/')) return isResourceName(target) ? target : undefined;
  const absolute = ABSOLUTE.exec(target);
  if (!absolute) return undefined;
  const [prefix, scheme, authority] = absolute as unknown as [string, string, string];
  const port = scheme.length === 4 ? '80' : '443';
  if (!isAuthority(authority) || normalizeAuthority(authority, port) !== normalizeAuthority(host, port))
    return undefined;
  const rest = target.slice(prefix.length);
  const resourceName = rest.startsWith('/') ? rest : `/${rest}`;
  return isResourceName(resourceName) ? resourceName : undefined;
}
