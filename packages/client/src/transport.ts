/** The connection that an opening handshake is performed on: direct, through a proxy, to a Unix socket, or ready-made. */
import type { Duplex } from 'node:stream';
import type { Attempt } from './attempt.ts';
import type { ConnectOptions } from './connect-options.ts';
import { dial, findRemotes, ignoreError } from './dial.ts';
import { dialThroughProxies } from './proxy.ts';
import type { Inquiry } from './refused.ts';
import { secure } from './secure.ts';
import { placeOf } from './target.ts';

/** A connection, and the lane that it is in until the opening handshake is over. */
export interface Transport {
  readonly stream: Duplex;
  leaveLane(): void;
}

/**
 * Opens it, with TLS for wss.
 *
 * @throws ConnectError
 */
export async function openTransport(inquiry: Inquiry, options: ConnectOptions, attempt: Attempt): Promise<Transport> {
  const { target, tls } = inquiry;
  attempt.place = placeOf(target);
  const { stream, leaveLane } = await open(inquiry, options, attempt);
  try {
    // [4.1-15] from here on all goes through the tunnel
    return { stream: target.uri.secure ? await secure(stream, target.uri.host, tls, attempt) : stream, leaveLane };
  } catch (error) {
    stream.destroy();
    leaveLane();
    throw error;
  }
}

async function open({ target }: Inquiry, options: ConnectOptions, attempt: Attempt): Promise<Transport> {
  const { stream, proxy, lookup, maxWaiting } = options;
  if (stream !== undefined) {
    stream.on('error', ignoreError);
    return { stream, leaveLane: () => {} };
  }
  if (target.socketPath !== undefined) {
    const path = target.socketPath;
    return dial([{ lane: `unix:${path}`, at: { path } }], attempt, maxWaiting);
  }
  if (proxy !== undefined) return dialThroughProxies(proxy, target.uri, options, attempt);
  return dial(await findRemotes(attempt, lookup), attempt, maxWaiting);
}
