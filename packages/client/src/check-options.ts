/** What is found to be wrong with the options of `connect` before anything is done. */
import { Duplex } from 'node:stream';
import type { HeaderList } from '@rfc6455/handshake';
import type { ConnectOptions, HeaderFields } from './connect-options.ts';
import { formatCredentials } from './credentials.ts';
import { parseProxy } from './proxy-uri.ts';
import { checkTls, prepareTls } from './tls-options.ts';

/** What goes with a connection that is dialled, and with no ready-made one. */
const FOR_DIALLING = ['lookup', 'maxRedirects', 'authenticate', 'proxy', 'proxyTls', 'socks'] as const;

/** Header fields as a list. Throws a TypeError for what cannot be one. */
export function toHeaderList(headers: HeaderFields): HeaderList {
  if (typeof headers !== 'object' || headers === null) {
    throw new TypeError(`headers: expected an object or pairs, got ${typeof headers}`);
  }
  return Symbol.iterator in headers ? [...(headers as HeaderList)] : Object.entries(headers);
}

/** The header fields of the first request, credentials included. Throws a TypeError for what cannot be one. */
export function fieldsOf({ headers = {}, credentials }: ConnectOptions): HeaderList {
  const list = toHeaderList(headers);
  if (credentials === undefined) return list;
  if (list.some(([name]) => `${name}`.toLowerCase() === 'authorization')) {
    throw new TypeError('credentials: there is an Authorization among headers already');
  }
  return [...list, ['Authorization', formatCredentials('credentials', credentials)]];
}

/** Throws a TypeError or a RangeError for what would be found only when the attempt has begun, or not at all. */
export function checkConnectOptions(options: ConnectOptions): void {
  const { signal, proxy, proxyTls, socks, stream, tls } = options;
  for (const name of ['subprotocols', 'extensions'] as const) {
    const list = options[name];
    if (list === undefined || Array.isArray(list)) continue;
    throw new TypeError(`${name}: expected an array, got ${typeof list}`);
  }
  for (const name of ['lookup', 'authenticate'] as const) {
    const value = options[name];
    if (value === undefined || typeof value === 'function') continue;
    throw new TypeError(`${name}: expected a function, got ${typeof value}`);
  }
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw new TypeError(`signal: expected an AbortSignal, got ${typeof signal}`);
  }
  checkInteger('handshakeTimeout', options.handshakeTimeout, 1, 2_147_483_647);
  checkInteger('maxResponseBody', options.maxResponseBody, 0);
  checkInteger('maxHeaderBytes', options.maxHeaderBytes, 1);
  checkInteger('maxHeaders', options.maxHeaders, 1);
  checkInteger('maxRedirects', options.maxRedirects, 0, 20);
  checkInteger('maxWaiting', options.maxWaiting, 0);
  if (stream !== undefined) checkStream(stream, options);
  if (typeof socks?.createConnection !== 'function' && socks !== undefined) {
    throw new TypeError('socks: expected SocksClient of the package socks, or what has its createConnection');
  }
  if (tls !== undefined) checkTls('tls', tls);
  if (proxyTls !== undefined) {
    checkTls('proxyTls', proxyTls);
    prepareTls(proxyTls);
  }
  if (proxy !== undefined && typeof proxy !== 'function') parseProxy(proxy, socks);
}

function checkStream(stream: Duplex, options: ConnectOptions): void {
  if (!(stream instanceof Duplex)) throw new TypeError(`stream: expected a Duplex, got ${typeof stream}`);
  for (const name of FOR_DIALLING) {
    if (options[name] === undefined) continue;
    throw new TypeError(`stream: it is there already, and ${name} is for one that is not`);
  }
}

function checkInteger(name: string, value: number | undefined, least: number, most = Number.MAX_SAFE_INTEGER): void {
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return;
  throw new RangeError(`${name}: expected an integer from ${least} to ${most}, got ${String(value)}`);
}
