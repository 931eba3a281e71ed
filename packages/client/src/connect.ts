/** Opens a connection as a client. RFC 6455 §4.1. */

import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { createSecureContext } from 'node:tls';
import { encodeKey, formatRequest, readResponse } from '@rfc6455/handshake';
import { checkSocketOptions } from '@rfc6455/socket';
import { fromWebUrl, hostHeader, parseUri, type WebSocketUri } from '@rfc6455/uri';
import type { SwitchingProtocols } from './answer-reader.ts';
import { Attempt } from './attempt.ts';
import { ClientSocket } from './client-socket.ts';
import { ConnectError } from './connect-error.ts';
import { type ConnectOptions, checkConnectOptions, toHeaderList } from './connect-options.ts';
import { dial, ignoreError } from './dial.ts';
import { agreeOnExtensions, offersOf } from './extensions.ts';
import { lookUp } from './look-up.ts';
import { shakeHands } from './opening-handshake.ts';
import { randomUint32 } from './random.ts';
import { secure } from './secure.ts';

/**
 * Opens a connection: finds the address, waits for its turn, opens TCP (and TLS for wss), performs the opening handshake.
 * RFC 6455 §4.1.
 *
 * To one address and port there is one attempt at a time, whatever names the URIs have; the others wait in line. Which
 * address that is depends on DNS, so it is looked up first. The line is that of this process (of each worker thread its
 * own).
 *
 * The socket is started before the promise settles: `open` is called, and messages that come right behind the server's
 * handshake go to `message`. Without `message` they wait to be iterated over. None is lost, and the socket may have
 * closed again by the time that the promise has settled.
 *
 * @param uri a `ws:` or `wss:` URI as a string is read strictly, by §3; a `URL`, and a string that begins with `http:` or
 * `https:`, as browsers do
 * @param options handlers, limits, and what is offered to the server
 * @returns the open socket
 * @throws As a rejection, never at once. Before anything is sent: TypeError or RangeError for an argument that is not what
 * it must be, UriError for a URI that is none. Afterwards: ConnectError when there is no response, HandshakeError when it
 * breaks the RFC, {@link RefusalError} when it has another status than 101, and the reason of `signal` when that is aborted
 *
 * @example
 * ```ts
 * import { connect } from '@rfc6455/client';
 * import { serve } from '@rfc6455/server';
 *
 * const server = await serve({ port: 0, message: (socket, data) => socket.send(data) });
 *
 * const socket = await connect(server.url, { signal: AbortSignal.timeout(5000) });
 * socket.send('hello');
 * for await (const message of socket) {
 *   console.log(message); // => hello
 *   socket.close(1000, 'done');
 * }
 * (await socket.closed).wasClean; // => true
 *
 * await server.close();
 * ```
 */
export async function connect(uri: string | URL, options: ConnectOptions = {}): Promise<ClientSocket> {
  const target = toWebSocketUri(uri);
  checkConnectOptions(options);
  checkSocketOptions({ ...options, extensions: [], role: 'client' });
  const { subprotocols, origin, signal, lookup, tls = {} } = options;
  const offerers = options.extensions ?? [];
  const extensions = offersOf(offerers);
  // [4.1-25] [4.1-26] 16 bytes at random for each connection
  const key = encodeKey(randomBytes(16));
  const request = formatRequest({
    host: hostHeader(target),
    resourceName: target.resourceName,
    key,
    origin,
    subprotocols,
    extensions,
    headers: toHeaderList(options.headers ?? {}),
  });
  // Here, so that a certificate that cannot be read is found before anything is sent.
  const secureContext = target.secure ? (tls.secureContext ?? createSecureContext(tls)) : undefined;
  const attempt = new Attempt(target, options.handshakeTimeout, signal);
  let stream: Duplex | undefined;
  let leaveLane = () => {};
  try {
    const dialled = await dial(await lookUp(attempt, lookup), attempt);
    stream = dialled.stream;
    leaveLane = dialled.leaveLane;
    // [4.1-15] from here on all goes through the tunnel
    if (secureContext !== undefined) stream = await secure(dialled.stream, { ...tls, secureContext }, attempt);
    const transport = stream;
    const accept = ({ head, rest }: SwitchingProtocols): ClientSocket => {
      const agreed = readResponse(head, { key, subprotocols, extensions });
      // [5.8-1] [9.1-6] only what the server agreed to is used
      const inUse = agreeOnExtensions(agreed.extensions, offerers, head);
      const socketOptions = { ...options, handler: options, random: randomUint32, extensions: inUse };
      const socket = new ClientSocket(
        transport,
        { ...socketOptions, role: 'client', subprotocol: agreed.subprotocol },
        { uri: target, response: head, extensions: agreed.extensions },
      );
      transport.off('error', ignoreError);
      socket.start(rest);
      return socket;
    };
    return await shakeHands(transport, { request, limits: options, answered: leaveLane, accept }, attempt);
  } catch (error) {
    stream?.destroy();
    throw error;
  } finally {
    leaveLane();
    attempt.end();
  }
}

/** A ws or wss URI is read strictly, a URL object and http or https as browsers do. */
function toWebSocketUri(uri: string | URL): WebSocketUri {
  if (typeof uri !== 'string' && !(uri instanceof URL)) {
    throw new TypeError(`uri: expected a string or a URL, got ${typeof uri}`);
  }
  // [4.1-3] [4.1-4] what is not valid by Section 3 goes no further
  const target = typeof uri === 'string' && !/^https?:/i.test(uri) ? parseUri(uri) : fromWebUrl(uri);
  // The grammar has a place for addresses of the future.
  if (target.host.startsWith('[v')) throw new ConnectError('LOOKUP_FAILED', target, 'neither IPv4 nor IPv6');
  return target;
}
