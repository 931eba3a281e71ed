/**
 * Which web pages may connect, and under which names the server may be addressed.
 *
 * RFC 6455 §4.2.2 (item 4, "origin"), §10.1, §10.2.
 */
import { wrongOption } from './check-option.ts';
import type { ServerRequest } from './server-request.ts';

/**
 * Which origins may connect:
 * - `'same-origin'`: pages of the host that the request is addressed to,
 * - `'any'`: all,
 * - a list: pages of these origins, exactly: `https://example.com`, `http://localhost:5173`,
 * - a function: those for which it returns true.
 *
 * A request without Origin does not come from a browser; only the function is asked about it, otherwise it passes.
 */
export type OriginPolicy =
  | 'same-origin'
  | 'any'
  | readonly string[]
  | ((origin: string | undefined, request: ServerRequest) => boolean);

/** Whether a request is welcome. */
export type RequestCheck = (request: ServerRequest) => boolean;

/**
 * Makes the check of a policy.
 *
 * @throws TypeError for what is not a policy
 */
export function originCheck(policy: OriginPolicy = 'same-origin'): RequestCheck {
  if (policy === 'any') return () => true;
  if (policy === 'same-origin') return isSameOrigin;
  // Only true is yes: a promise would be truthy.
  if (typeof policy === 'function') return (request) => policy(request.origin, request) === true;
  if (!Array.isArray(policy)) throw wrongOption('origins', '"same-origin", "any", a list or a function', policy);
  const origins = new Set(policy.map(checkedOrigin));
  return ({ origin }) => origin === undefined || origins.has(normalizeOrigin(origin));
}

/**
 * Whether a page of the server itself asks. A page over https may connect to a server that does not do TLS: then
 * something in front of it does. A page over http may not connect to a server over TLS: anybody could have written it.
 */
function isSameOrigin({ origin, host, secure }: ServerRequest): boolean {
  if (origin === undefined) return true;
  const [scheme, authority] = origin.split('://') as [string, string | undefined];
  if (authority === undefined || (scheme !== 'https' && (scheme !== 'http' || secure))) return false;
  return withPort(scheme, authority) === withPort(scheme, host);
}

function checkedOrigin(origin: unknown): string {
  if (typeof origin === 'string' && /^(?:null|[a-z][a-z\d+.-]*:\/\/[^/?#@\s]*)$/i.test(origin)) {
    return normalizeOrigin(origin.toLowerCase());
  }
  throw wrongOption('origins', 'origins such as "https://example.com"', origin);
}

function normalizeOrigin(origin: string): string {
  const [scheme, authority] = origin.split('://') as [string, string | undefined];
  return authority === undefined ? scheme : `${scheme}://${withPort(scheme, authority)}`;
}

function withPort(scheme: string, authority: string): string {
  if (/:\d+$/.test(authority)) return authority;
  const port = scheme === 'https' ? ':443' : scheme === 'http' ? ':80' : '';
  return authority.replace(/:$/, '') + port;
}

/**
 * Makes the check of the Host field against a list; it keeps a page away that has its own name resolve to this server
 * (DNS rebinding). A host without a port stands for all its ports.
 *
 * @throws TypeError for what is not a list of hosts
 */
export function hostCheck(hosts: readonly string[] | undefined): RequestCheck {
  if (hosts === undefined) return () => true;
  const allowed = new Set(hosts.map(checkedHost));
  return ({ host }) => allowed.has(host) || allowed.has(host.replace(/:\d*$/, ''));
}

function checkedHost(host: unknown): string {
  if (typeof host === 'string' && /^(?:\[[\da-f:.]+\]|[^\s/?#@:[\]]+)(?::\d+)?$/i.test(host)) return host.toLowerCase();
  throw wrongOption('hosts', 'hosts such as "example.com" or "[::1]:8080"', host);
}
