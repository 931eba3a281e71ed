/** Opens a connection as a client. RFC 6455 §4.1. */
import { randomBytes } from 'node:crypto';
import { encodeKey, formatRequest, readResponse } from '@rfc6455/handshake';
import { checkSocketOptions } from '@rfc6455/socket';
import { hostHeader } from '@rfc6455/uri';
import type { SwitchingProtocols } from './answer-reader.ts';
import { Attempt } from './attempt.ts';
import { checkConnectOptions, fieldsOf } from './check-options.ts';
import { ClientSocket } from './client-socket.ts';
import type { ConnectOptions } from './connect-options.ts';
import { ignoreError } from './dial.ts';
import { agreeOnExtensions, offersOf } from './extensions.ts';
import { shakeHands } from './opening-handshake.ts';
import { randomUint32 } from './random.ts';
import { RefusalError } from './refusal-error.ts';
import { type Inquiry, Refused } from './refused.ts';
import { placeOf, toTarget } from './target.ts';
import { prepareTls } from './tls-options.ts';
import { openTransport } from './transport.ts';

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
 * `https:`, as browsers do; `ws+unix:PATH` and `wss+unix:PATH:RESOURCE` lead to a Unix socket
 * @param options handlers, limits, and what is offered to the server
 * @returns the open socket
 * @throws As a rejection, never at once. Before anything is sent: TypeError or RangeError for an argument that is not what
 * it must be, UriError for a URI that is none. Afterwards: {@link ConnectError} when there is no response, HandshakeError when it
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
  const target = toTarget(uri);
  checkConnectOptions(options);
  checkSocketOptions({ ...options, extensions: [], role: 'client' });
  const { handshakeTimeout, signal, tls = {} } = options;
  let inquiry: Inquiry = {
    target,
    headers: fieldsOf(options),
    tls: target.uri.secure ? prepareTls(tls) : tls,
  };
  let request = makeRequest(inquiry, options);
  const attempt = new Attempt(placeOf(target), handshakeTimeout, signal);
  const refused = new Refused(options, attempt);
  try {
    for (;;) {
      try {
        return await open(inquiry, request, options, attempt);
      } catch (error) {
        // A refusal whose body did not come in time leaves no time for anything else.
        if (!(error instanceof RefusalError) || attempt.givenUp) throw error;
        inquiry = await refused.next(error, inquiry);
        request = makeRequest(inquiry, options);
      }
    }
  } finally {
    attempt.end();
  }
}

/** A request, and what its answer is checked against. */
interface Request {
  readonly key: string;
  readonly bytes: Uint8Array;
}

/** Before anything is done: what cannot be a request is never sent. */
function makeRequest({ target: { uri }, headers }: Inquiry, options: ConnectOptions): Request {
  const { subprotocols, origin } = options;
  // [4.1-25] [4.1-26] 16 bytes at random for each connection
  const key = encodeKey(randomBytes(16));
  const bytes = formatRequest({
    host: hostHeader(uri),
    resourceName: uri.resourceName,
    key,
    origin,
    subprotocols,
    extensions: offersOf(options.extensions ?? []),
    headers,
  });
  return { key, bytes };
}

/** Opens a transport, and performs one opening handshake on it. */
async function open(
  inquiry: Inquiry,
  { key, bytes }: Request,
  options: ConnectOptions,
  attempt: Attempt,
): Promise<ClientSocket> {
  const { subprotocols, extensions: offerers = [] } = options;
  const { stream, leaveLane } = await openTransport(inquiry, options, attempt);
  const accept = ({ head, rest }: SwitchingProtocols): ClientSocket => {
    const agreed = readResponse(head, { key, subprotocols, extensions: offersOf(offerers) });
    // [5.8-1] [9.1-6] only what the server agreed to is used
    const inUse = agreeOnExtensions(agreed.extensions, offerers, head);
    const socketOptions = { ...options, handler: options, random: randomUint32, extensions: inUse };
    const socket = new ClientSocket(
      stream,
      { ...socketOptions, role: 'client', subprotocol: agreed.subprotocol },
      { uri: inquiry.target.uri, response: head, extensions: agreed.extensions },
    );
    stream.off('error', ignoreError);
    socket.start(rest);
    return socket;
  };
  try {
    return await shakeHands(stream, { request: bytes, limits: options, answered: leaveLane, accept }, attempt);
  } catch (error) {
    stream.destroy();
    throw error;
  } finally {
    leaveLane();
  }
}
