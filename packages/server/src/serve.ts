/** A server with a port of its own. It reads HTTP itself: the head of one request a connection. RFC 6455 §4.2. */
import { once } from 'node:events';
import { createServer as createListener, type Server as Listener, type Socket as Stream } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { OpeningHandshake } from './opening-handshake.ts';
import { ignore, Reception } from './reception.ts';
import { Server } from './server.ts';
import type { ServeOptions } from './server-options.ts';

/**
 * Starts a WebSocket server on a TCP port or a Unix socket, over TLS or not.
 *
 * RFC 6455 §4.2.
 *
 * @param options where to listen, who is let in, and what is done with the messages
 * @returns the server, listening
 * @throws (rejects) TypeError or RangeError for an option that is not what it must be; the error of `node:net` when it
 *   cannot listen; the reason of the signal when it is aborted
 *
 * @example
 * ```ts
 * import { serve } from '@rfc6455/server';
 *
 * const server = await serve({
 *   port: 0,
 *   host: '127.0.0.1',
 *   message(socket, data) {
 *     socket.send(data);
 *   },
 * });
 * server.url === `ws://127.0.0.1:${server.port}`; // => true
 * await server.drain();
 * ```
 */
export async function serve<Data = undefined>(options: ServeOptions<Data>): Promise<Server<Data>> {
  const { port, host, path, tls, backlog, signal } = options;
  if (path !== undefined && (port !== undefined || host !== undefined)) {
    throw new TypeError('serve: expected a port or a path, got both');
  }
  const reception = new Reception(options);
  const welcome = (stream: Stream) => new OpeningHandshake(reception, stream).read();
  const greet = tls === undefined ? welcome : tlsGreeting(tls, reception, welcome);
  const listener = createListener({ noDelay: true }, (stream) => {
    if (reception.enter(stream, tls === undefined)) greet(stream);
  });
  signal?.throwIfAborted();
  await listen(listener, path === undefined ? { port: port ?? 0, host, backlog } : { path, backlog });
  listener.on('error', (error) => reception.report('LISTENER_FAILED', error));
  const server = new Server(reception, {
    listener,
    secure: tls !== undefined,
    stop() {
      signal?.removeEventListener('abort', abort);
      for (const stream of reception.connections.streams) stream.destroy();
      return new Promise((resolve) => listener.close(() => resolve()));
    },
  });
  function abort(): void {
    void server.close();
  }
  signal?.addEventListener('abort', abort);
  if (signal?.aborted) {
    await server.close();
    throw signal.reason;
  }
  return server;
}

async function listen(listener: Listener, options: object): Promise<void> {
  listener.listen(options);
  await once(listener, 'listening');
}

/** What is done with a connection that begins with a TLS handshake (RFC 6455 §4.2.2, item 1). */
function tlsGreeting<Data>(
  tls: TlsOptions,
  reception: Reception<Data>,
  welcome: (stream: Stream) => void,
): (stream: Stream) => void {
  // [10.6-1] TLS. This server never listens: connections are counted before they are handed to it.
  const tlsServer = createTlsServer({ handshakeTimeout: reception.handshakeTimeout, ...tls }, welcome);
  // [4.2.2-2] a connection whose TLS handshake fails is closed
  tlsServer.on('tlsClientError', (_error, stream) => stream.destroy());
  return (stream) => {
    stream.on('error', ignore);
    tlsServer.emit('connection', stream);
  };
}
