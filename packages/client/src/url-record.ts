/** The URL of a connection as the web reads it. WHATWG WebSockets, "get a URL record"; RFC 6455 §3. */

/** A URL that a `WebSocket` can have. */
export interface UrlRecord {
  /** Serialized, as the `url` attribute shows it. */
  readonly href: string;
  /** Where to connect to: the URL without the credentials. */
  readonly target: URL;
  /** User name and password, if the URL has any. */
  readonly credentials: { readonly username: string; readonly password: string } | undefined;
}

/**
 * Reads a URL: `http` counts as `ws` and `https` as `wss`.
 *
 * @throws DOMException `SyntaxError` when it is no absolute URL, has another scheme, or a fragment. The message does not
 * show the URL, which may hold a secret.
 */
export function readUrl(url: string): UrlRecord {
  let target: URL;
  try {
    target = new URL(url);
  } catch {
    throw new DOMException('url: expected an absolute URL', 'SyntaxError');
  }
  if (target.protocol === 'http:') target.protocol = 'ws:';
  else if (target.protocol === 'https:') target.protocol = 'wss:';
  if (target.protocol !== 'ws:' && target.protocol !== 'wss:') {
    throw new DOMException(`url: expected the scheme ws, wss, http or https, got ${target.protocol}`, 'SyntaxError');
  }
  const { href } = target;
  // [3-2] also one that is empty
  if (href.includes('#')) throw new DOMException('url: expected no fragment, got one', 'SyntaxError');
  const credentials = takeCredentials(target);
  return { href, target, credentials };
}

function takeCredentials(url: URL): UrlRecord['credentials'] {
  if (url.username === '' && url.password === '') return undefined;
  const credentials = { username: decodePercents(url.username), password: decodePercents(url.password) };
  url.username = '';
  url.password = '';
  return credentials;
}

/** What is no byte in percents stands for itself. */
function decodePercents(text: string): string {
  const bytes = text.replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}
