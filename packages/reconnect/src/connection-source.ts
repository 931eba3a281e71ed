/** Where to connect to, and with which subprotocols: values, or providers that are asked at each attempt (RFC 6455 §4.1). */
import { quote } from './argument.ts';

/** What a provider is told. */
export interface ProviderContext {
  /** Aborted when the attempt is given up, by the connect timeout or by `close()`; at the latest when it has ended. */
  readonly signal: AbortSignal;
}

/** Makes a value for each attempt, such as a URL with a fresh token. */
export type Provider<T> = (context: ProviderContext) => T | Promise<T>;

/**
 * A URL, or what provides one for each attempt.
 *
 * @example
 * ```ts
 * import { ReconnectingWebSocket, type UrlSource } from '@rfc6455/reconnect';
 * import { WebSocket } from 'undici';
 *
 * const fetchToken = async (signal: AbortSignal) => (signal.aborted ? '' : 'secret');
 * const url: UrlSource = async ({ signal }) => `ws://127.0.0.1:9/?token=${await fetchToken(signal)}`;
 * const socket = new ReconnectingWebSocket(url, [], { WebSocket });
 * socket.close();
 * ```
 */
export type UrlSource = string | URL | Provider<string | URL>;

/** Subprotocols, or what provides them for each attempt. */
export type ProtocolsSource = string | string[] | Provider<string | string[]>;

/**
 * Checks a URL that is known when the socket is made, as the constructor of `WebSocket` does. The message does not show
 * the URL, which may hold a secret.
 *
 * @returns The URL as `WebSocket` writes it; an empty text when a provider will tell.
 * @throws TypeError when it is no URL, string or function, DOMException `SyntaxError` when no attempt can succeed.
 */
export function checkUrlSource(source: UrlSource): string {
  if (typeof source === 'function') return '';
  if (!isUrl(source)) throw new TypeError(`url: expected a string, a URL or a function, got ${quote(source)}`);
  let url: URL;
  try {
    url = new URL(source, globalThis.location?.href);
  } catch {
    throw new DOMException('url: expected a URL, got text that is none', 'SyntaxError');
  }
  url.protocol = url.protocol.replace('http', 'ws');
  if (url.protocol !== 'ws:' && url.protocol !== 'wss:') {
    throw new DOMException(`url: expected the scheme ws or wss, got ${quote(url.protocol)}`, 'SyntaxError');
  }
  if (url.href.includes('#')) throw new DOMException('url: expected no fragment, got one', 'SyntaxError');
  return url.href;
}

/** Asks for the URL of an attempt. */
export async function provideUrl(source: UrlSource, context: ProviderContext): Promise<string | URL> {
  const url = typeof source === 'function' ? await source(context) : source;
  if (!isUrl(url)) throw new TypeError(`url: expected the provider to return a string or a URL, got ${typeof url}`);
  return url;
}

/** Asks for the subprotocols of an attempt. */
export async function provideProtocols(source: ProtocolsSource, context: ProviderContext): Promise<string | string[]> {
  return typeof source === 'function' ? await source(context) : source;
}

function isUrl(value: unknown): value is string | URL {
  return typeof value === 'string' || value instanceof URL;
}
