/**
 * From what a browser takes as a URL to a WebSocket URI: the constructor steps of the WHATWG WebSockets standard, and
 * the conversion to ASCII of RFC 6455 §11.1. The only module that needs a platform global: `URL`.
 */

import { EXCLUDED_FROM_QUERY } from './characters.ts';
import { originEnd, UriError } from './errors.ts';
import { parseUri, type WebSocketUri } from './uri.ts';

/**
 * Reads a URL as the browser's `WebSocket` constructor does: `http` counts as `ws` and `https` as `wss`, spaces
 * around it are trimmed, dot segments resolved, an international host name becomes punycode, and other characters
 * become percent-encoded UTF-8. What the URL standard leaves as it is but RFC 3986 excludes, such as "[" in a query or
 * a "%" alone, is percent-encoded too. RFC 6455 §11.1, WHATWG WebSockets §3.1.
 *
 * A fragment is refused, as the standard and §3 have it. Userinfo is refused as well: a browser would send it as
 * HTTP credentials, but a WebSocket URI has no place for it. For a relative URL pass `new URL(relative, base)`.
 *
 * @param url - an absolute URL, as a string or a `URL` object, with the scheme ws, wss, http or https
 * @returns the parts of the WebSocket URI
 * @throws UriError with code `INVALID_URL` if the platform cannot parse the URL, or with a code of `parseUri`; then
 * `position` is an index into the converted URL
 *
 * @example
 * ```ts
 * import { formatUri, fromWebUrl } from '@rfc6455/uri';
 *
 * const uri = fromWebUrl('https://bücher.example/a room?tag[]=é');
 * formatUri(uri); // => 'wss://xn--bcher-kva.example/a%20room?tag%5B%5D=%C3%A9'
 * ```
 */
export function fromWebUrl(url: string | URL): WebSocketUri {
  let text: string;
  try {
    // [11.1.1-1] [11.1.2-1] the host is converted from Unicode to ASCII
    text = new URL(url).href;
  } catch {
    // The platform's error is not chained as the cause: it quotes the URL with its credentials.
    text = `${url}`;
    throw new UriError('INVALID_URL', text, 0, originEnd(text));
  }
  text = text.replace(/^http(?=s?:)/, 'ws');
  const origin = originEnd(text);
  // [11.1.1-2] [11.1.2-2] excluded characters are replaced by their percent-encoded form
  // [3-2] but a "#" that starts a fragment is left for parseUri to refuse
  const rest = text.slice(origin).replace(EXCLUDED_FROM_QUERY, (c) => (c === '#' ? c : encodeURIComponent(c)));
  return parseUri(text.slice(0, origin) + rest);
}
