/** Opens a connection as a client. RFC 6455 §4.1. */
import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { createSecureContext } from 'node:tls';
import { encodeKey, formatRequest, readResponse } from '@rfc6455/handshake';
import { fromWebUrl, hostHeader, parseUri, type WebSocketUri } from '@rfc6455/uri';
import { Attempt } from './attempt.ts';
import { ClientSocket } from './client-socket.ts';
import {
  type ConnectOptions,
  checkInteger,
  DEFAULT_HANDSHAKE_TIMEOUT,
  DEFAULT_MAX_RESPONSE_BODY,
  toHeaderList,
} from './connect-options.ts';
import { dial, ignoreError } from './dial.ts';
import { lookUp } from './look-up.ts';
import { shakeHands } from './opening-handshake.ts';
import { randomUint32 } from './random.ts';
import { secure } from './secure.ts';

/**
 * Opens a connection.
 *
 * @example
 * ```ts
 * import { connect } from '@rfc6455/client';
 * import { serve } from '@rfc6455/server';
 *
 * const server = await serve({ port: 0, message: (socket, data) => socket.send(data) });
 * const socket = await connect(server.url);
 * socket.send('hello');
 * for await (const message of socket) {
 *   console.log(message); // => hello
 *   socket.close(1000, 'done');
 * }
 * await server.close();
 * ```
 */
export async function connect(uri: string | URL, options: ConnectOptions = {}): Promise<ClientSocket> {
  const target = toWebSocketUri(uri);
  const { subprotocols = [], headers = {}, origin, signal, tls = {}, lookup } = options;
  const timeout = checkInteger(
    'handshakeTimeout',
    options.handshakeTimeout ?? DEFAULT_HANDSHAKE_TIMEOUT,
    1,
    2_147_483_647,
  );
  const maxResponseBody = checkInteger(
    'maxResponseBody',
    options.maxResponseBody ?? DEFAULT_MAX_RESPONSE_BODY,
    0,
    Number.MAX_SAFE_INTEGER,
  );
  if (!Array.isArray(subprotocols)) throw new TypeError('subprotocols: expected a list of strings');
  // [4.1-25] [4.1-26] 16 bytes at random for each connection
  const key = encodeKey(randomBytes(16));
  const request = formatRequest({
    host: hostHeader(target),
    resourceName: target.resourceName,
    key,
    subprotocols,
    headers: toHeaderList(headers),
    ...(origin === undefined ? undefined : { origin }),
  });
  const tlsOptions = target.secure ? { ...tls, secureContext: tls.secureContext ?? createSecureContext(tls) } : tls;
  const attempt = new Attempt(target, timeout, signal);
  let stream: Duplex | undefined;
  let leaveLane = () => {};
  try {
    const dialled = await dial(await lookUp(attempt, lookup), attempt);
    stream = dialled.stream;
    leaveLane = dialled.leaveLane;
    // [4.1-15] from here on all goes through the tunnel
    if (target.secure) stream = await secure(dialled.stream, tlsOptions, attempt);
    const transport = stream;
    return await shakeHands(
      transport,
      {
        request,
        limits: options,
        maxResponseBody,
        answered: leaveLane,
        accept(response, rest) {
          const { subprotocol, extensions } = readResponse(response, { key, subprotocols });
          const socket = new ClientSocket(
            transport,
            { ...options, handler: options, role: 'client', random: randomUint32, subprotocol, extensions: undefined },
            { uri: target, response, extensions },
          );
          transport.off('error', ignoreError);
          socket.start(rest);
          return socket;
        },
      },
      attempt,
    );
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
  if (typeof uri === 'string' && !/^https?:/i.test(uri)) return parseUri(uri);
  if (typeof uri === 'string' || uri instanceof URL) return fromWebUrl(uri);
  throw new TypeError(`uri: expected a string or a URL, got ${typeof uri}`);
}
