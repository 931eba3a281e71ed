/**
 * Connections through a proxy. RFC 6455 §4.1, items 2 and 3.
 *
 * The proxy is asked for a connection to the host and the port of the URI, by name: it looks the name up itself.
 */
import type { Duplex } from 'node:stream';
import { formatUri, type WebSocketUri } from '@rfc6455/uri';
import type { Attempt } from './attempt.ts';
import { ConnectError } from './connect-error.ts';
import { type ConnectOptions, DEFAULT_MAX_WAITING } from './connect-options.ts';
import { dial, findRemotes } from './dial.ts';
import { askHttpProxy } from './http-proxy.ts';
import { enterLane, type LaneLimits } from './lane.ts';
import { type ProxyFinder, type ProxyServer, parseProxy } from './proxy-uri.ts';
import { secure } from './secure.ts';
import { askSocksProxy } from './socks-proxy.ts';
import { prepareTls } from './tls-options.ts';
import type { Transport } from './transport.ts';

/** How many connections through proxies may be in state CONNECTING at the same time. */
export const MAX_CONNECTING_THROUGH_PROXIES = 16;

/**
 * Opens a connection through the first proxy that can be used.
 *
 * @throws ConnectError PROXY_FAILED when none can, PROXY_REFUSED as soon as one does not want to, TOO_MANY_WAITING
 */
export async function dialThroughProxies(
  proxy: string | URL | ProxyFinder,
  uri: WebSocketUri,
  options: ConnectOptions,
  attempt: Attempt,
): Promise<Transport> {
  const proxies = await findProxies(proxy, uri, options, attempt);
  const { lookup, maxWaiting } = options;
  const errors: unknown[] = [];
  for (const each of proxies) {
    try {
      if (each !== undefined) return await dialThrough(each, uri, options, attempt);
      return await dial(await findRemotes(attempt, lookup), attempt, maxWaiting);
    } catch (error) {
      // A proxy that says no has decided: to go around it would be to evade it.
      const isUnusable = error instanceof ConnectError && !['PROXY_REFUSED', 'TOO_MANY_WAITING'].includes(error.code);
      if (attempt.givenUp || !isUnusable) throw error;
      errors.push(error);
    }
  }
  if (errors.length === 1) throw errors[0];
  throw attempt.error('PROXY_FAILED', `none of ${errors.length} ways`, new AggregateError(errors));
}

/** The proxies to try, in their order; undefined stands for a direct connection. */
async function findProxies(
  proxy: string | URL | ProxyFinder,
  uri: WebSocketUri,
  options: ConnectOptions,
  attempt: Attempt,
): Promise<readonly (ProxyServer | undefined)[]> {
  if (typeof proxy !== 'function') return [parseProxy(proxy, options.socks)];
  attempt.toProxy = true;
  attempt.runClock('proxy');
  try {
    const found = await attempt.step<Awaited<ReturnType<ProxyFinder>>>(({ done, fail }) => {
      // [4.1-11] the URI is made of host, port, resource name and secure flag
      new Promise<Awaited<ReturnType<ProxyFinder>>>((resolve) => resolve(proxy(formatUri(uri)))).then(done, fail);
      return () => {};
    });
    const list = typeof found === 'string' ? [found] : (found ?? []);
    // [4.1-10] without a proxy, direct
    return list.length === 0
      ? [undefined]
      : list.map((each) => (each === 'direct:' ? undefined : parseProxy(each, options.socks)));
  } catch (error) {
    if (attempt.givenUp) throw error;
    throw attempt.error('PROXY_FAILED', `none was found: ${messageOf(error)}`, error);
  } finally {
    attempt.toProxy = false;
  }
}

async function dialThrough(
  proxy: ProxyServer,
  uri: WebSocketUri,
  options: ConnectOptions,
  attempt: Attempt,
): Promise<Transport> {
  const { maxWaiting = DEFAULT_MAX_WAITING } = options;
  // [4.1-8] each name is a host of its own, and there are not too many of all
  const leaveOwn = await waitForLane(`${uri.host} ${uri.port}`, { maxWaiting }, attempt);
  let leaveAll = () => {};
  const leaveLane = () => {
    leaveOwn();
    leaveAll();
  };
  try {
    leaveAll = await waitForLane('proxies', { maxWaiting, capacity: MAX_CONNECTING_THROUGH_PROXIES }, attempt);
    return { stream: await askProxy(proxy, uri, options, attempt), leaveLane };
  } catch (error) {
    leaveLane();
    throw error;
  }
}

function waitForLane(name: string, limits: LaneLimits, attempt: Attempt): Promise<() => void> {
  attempt.stopClock();
  return attempt.step<() => void>(({ done, fail }) => {
    const leave = enterLane(name, () => queueMicrotask(() => done(leave!)), limits);
    if (leave === undefined) fail(attempt.tooManyWaiting(limits.maxWaiting));
    return (failed) => {
      if (failed) leave?.();
    };
  });
}

/** [4.1-9] connects to the proxy, and asks it for a connection to host and port. */
async function askProxy(
  proxy: ProxyServer,
  uri: WebSocketUri,
  options: ConnectOptions,
  attempt: Attempt,
): Promise<Duplex> {
  const { place } = attempt;
  attempt.place = proxy.place;
  attempt.toProxy = true;
  let stream: Duplex | undefined;
  try {
    // A proxy is no remote host: any number of connections to it may be opened at the same time.
    const remotes = await findRemotes(attempt, options.lookup);
    const { stream: tcp } = await dial(
      remotes.map(({ at }) => ({ at, lane: undefined })),
      attempt,
    );
    stream = tcp;
    if (proxy.scheme === 'https:') {
      stream = await secure(tcp, proxy.place.host, prepareTls(options.proxyTls ?? {}), attempt);
    }
    return await (proxy.socks === undefined
      ? askHttpProxy(stream, proxy, uri, options, attempt)
      : askSocksProxy(stream, proxy, proxy.socks, uri, attempt));
  } catch (error) {
    stream?.destroy();
    if (attempt.givenUp || (error instanceof ConnectError && error.code === 'PROXY_REFUSED')) throw error;
    throw attempt.error('PROXY_FAILED', messageOf(error), error);
  } finally {
    attempt.place = place;
    attempt.toProxy = false;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
