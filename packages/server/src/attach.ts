/**
 * A WebSocket server on an HTTP server that is there already, beside everything else that it does.
 *
 * RFC 6455 §4.2, §1.7: the opening handshake is an Upgrade request, so that HTTP and WebSocket share a port.
 */
import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import type { Socket as Stream } from 'node:net';
import { Server as TlsServer } from 'node:tls';
import type { RequestHead } from '@rfc6455/handshake';
import { OpeningHandshake } from './opening-handshake.ts';
import { Reception } from './reception.ts';
import { Server } from './server.ts';
import type { ServerOptions } from './server-options.ts';

type UpgradeListener = (request: IncomingMessage, stream: Stream, head: Uint8Array) => void;

// What a switchboard needs of servers whose data differ.
// biome-ignore lint/suspicious/noExplicitAny: Data is for the handlers only
type AnyReception = Reception<any>;

/** One for each HTTP server, so that all the servers attached to it share a listener. */
const switchboards = new WeakMap<HttpServer | HttpsServer, Switchboard>();

/**
 * Attaches a WebSocket server to an HTTP server.
 *
 * It takes the WebSocket upgrades whose path is one of its routes, and leaves all others to the other listeners of
 * `'upgrade'`. When there are none, it answers 404. Several servers may be attached to one HTTP server; one without
 * routes takes what the others leave.
 *
 * The HTTP server stays what it is: `drain` and `close` end the sockets and detach from it, and do not close it.
 *
 * RFC 6455 §4.2.
 *
 * @param httpServer a server of `node:http` or `node:https`, listening or not
 * @param options who is let in, and what is done with the messages
 * @throws TypeError or RangeError for an option that is not what it must be
 *
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 * import { attach } from '@rfc6455/server';
 *
 * const httpServer = createServer((_request, response) => response.end('a page'));
 * const server = attach(httpServer, {
 *   routes: { '/echo': { message: (socket, data) => socket.send(data) } },
 * });
 * httpServer.listen(0, async () => {
 *   console.log(server.port > 0); // => true
 *   await server.drain();
 *   httpServer.close();
 * });
 * ```
 */
export function attach<Data = undefined>(
  httpServer: HttpServer | HttpsServer,
  options: ServerOptions<Data>,
): Server<Data> {
  const reception = new Reception(options);
  const switchboard = switchboards.get(httpServer) ?? new Switchboard(httpServer);
  switchboards.set(httpServer, switchboard);
  switchboard.add(reception);
  return new Server(reception, {
    listener: httpServer,
    secure: httpServer instanceof TlsServer,
    async stop() {
      switchboard.delete(reception);
      for (const stream of reception.connections.streams) stream.destroy();
    },
  });
}

class Switchboard {
  readonly #httpServer: HttpServer | HttpsServer;
  #receptions: AnyReception[] = [];

  constructor(httpServer: HttpServer | HttpsServer) {
    this.#httpServer = httpServer;
  }

  add(reception: AnyReception): void {
    if (this.#receptions.length === 0) this.#httpServer.on('upgrade', this.#upgrade);
    this.#receptions.push(reception);
  }

  delete(reception: AnyReception): void {
    this.#receptions = this.#receptions.filter((other) => other !== reception);
    if (this.#receptions.length === 0) this.#httpServer.off('upgrade', this.#upgrade);
  }

  readonly #upgrade: UpgradeListener = (request, stream, head) => {
    const othersListen = this.#httpServer.listenerCount('upgrade') > 1;
    const claimant = isWebSocket(request) ? this.#claimant(pathOf(request.url!)) : undefined;
    const reception = claimant ?? (othersListen ? undefined : this.#receptions[0]);
    if (reception === undefined) return;
    // Node says that the stream may be any Duplex, and one that is no socket has neither.
    stream.setNoDelay?.(true);
    // Whatever time limit HTTP had for this connection is over.
    stream.setTimeout?.(0);
    if (reception.enter(stream, true)) {
      new OpeningHandshake(reception, stream).receiveHead(headOf(request), head);
    }
  };

  #claimant(path: string): AnyReception | undefined {
    const withRoutes = this.#receptions.find(({ routes }) => !routes.takesAll && routes.match(path) !== undefined);
    return withRoutes ?? this.#receptions.find(({ routes }) => routes.takesAll);
  }
}

function isWebSocket({ headers }: IncomingMessage): boolean {
  return /(?:^|,)[\t ]*websocket[\t ]*(?:,|$)/i.test(headers.upgrade ?? '');
}

/** The path of a request target, which may be an absolute URI. */
function pathOf(target: string): string {
  return /^(?:https?:\/\/[^/?#]*)?([^?#]*)/i.exec(target)![1]! || '/';
}

function headOf({ method, url, httpVersion, rawHeaders }: IncomingMessage): RequestHead {
  const headers: [name: string, value: string][] = [];
  for (let i = 0; i < rawHeaders.length; i += 2) headers.push([rawHeaders[i]!, rawHeaders[i + 1]!]);
  return { method: method!, target: url!, httpVersion, headers };
}
