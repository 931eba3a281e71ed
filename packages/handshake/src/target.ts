/**
 * The resource name that a request target stands for.
 *
 * RFC 6455 §3, §4.1 (item 3), §4.2.1 (item 1): a path with an optional query, or an absolute http or https URI.
 */

import { isVisible } from './characters.ts';
import { normalizeAuthority } from './host.ts';

const ABSOLUTE = /^(https?):\/\/([^/?]*)/i;

/** Whether `text` is a resource name: it begins with a slash, and is visible ASCII without a fragment. */
export function isResourceName(text: unknown): boolean {
  // [3-2] no fragment. Browsers leave characters such as "|" and "{" unescaped, so every other visible one is allowed.
  return isVisible(text) && text.startsWith('/') && !text.includes('#');
}

/** The resource name of a target, or undefined for one that names none, or another host than the Host field does. */
export function resourceNameOf(target: string, host: string): string | undefined {
  if (isResourceName(target)) return target;
  const absolute = ABSOLUTE.exec(target);
  if (!absolute) return undefined;
  const [prefix, scheme = '', authority = ''] = absolute;
  const secure = scheme.length > 'http'.length;
  const named = normalizeAuthority(authority, secure);
  if (named === undefined || named !== normalizeAuthority(host, secure)) return undefined;
  const rest = target.slice(prefix.length);
  const resourceName = rest.startsWith('/') ? rest : `/${rest}`;
  return isResourceName(resourceName) ? resourceName : undefined;
}

/** A text for a message: a query and userinfo may hold a secret. */
export function withoutSecrets(text: string): string {
  return text.replace(/\?.*/s, '?...').replace(/\/\/[^/@]*@/, '//...@');
}
