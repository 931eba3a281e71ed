/**
 * What the opening handshakes of one server share: its routes, its limits, its sockets.
 *
 * RFC 6455 §4.2.2, §10.4.
 */
import type { Socket as Stream } from 'node:net';
import { inspect } from 'node:util';
import { type HeadLimits, RequestReader } from '@rfc6455/handshake';
import { checkInteger, LONGEST_TIMER } from './check-option.ts';
import { ConnectionLimits } from './connection-limits.ts';
import { Deadlines } from './deadlines.ts';
import { Endpoint } from './endpoint.ts';
import type { OpeningHandshake } from './opening-handshake.ts';
import { hostCheck, type RequestCheck } from './origins.ts';
import { Refusal } from './refusal.ts';
import { Routes } from './routes.ts';
import { ServerError, type ServerErrorCode } from './server-error.ts';
import {
  DEFAULT_HANDSHAKE_TIMEOUT,
  DEFAULT_MAX_CONNECTIONS,
  type ServeOptions,
  type ServerOptions,
} from './server-options.ts';
import type { ServerRequest } from './server-request.ts';
import type { ServerSocket } from './server-socket.ts';

/** How long a client that was refused may take to read the answer. */
const LINGER = 1_000;

const TOO_MANY = new Refusal(503, { body: 'too many connections\n' });

/** Where clients arrive. */
export class Reception<Data> {
  readonly sockets: Set<ServerSocket<Data>> = new Set();
  readonly handshakes: Deadlines<OpeningHandshake<Data>>;
  readonly routes: Routes<Endpoint<Data>>;
  readonly isAddressed: RequestCheck;
  readonly headLimits: HeadLimits;
  readonly connections: ConnectionLimits;
  readonly handshakeTimeout: number;
  #closing: Refusal | undefined;
  readonly #options: ServerOptions<Data>;
  readonly #lingering = new Deadlines<Stream>(LINGER, (stream) => stream.destroy());

  /** @throws TypeError or RangeError for an option that is not what it must be */
  constructor(options: ServerOptions<Data> & Pick<ServeOptions<Data>, 'maxHeaderBytes' | 'maxHeaders'>) {
    const { maxConnections, maxConnectionsPerAddress, routes } = options;
    this.#options = options;
    this.handshakeTimeout = checkInteger(
      'handshakeTimeout',
      options.handshakeTimeout,
      DEFAULT_HANDSHAKE_TIMEOUT,
      1,
      LONGEST_TIMER,
    );
    this.headLimits = { maxHeaderBytes: options.maxHeaderBytes, maxHeaders: options.maxHeaders };
    // What is wrong is found now, not by the first client.
    new RequestReader(this.headLimits);
    this.connections = new ConnectionLimits(
      checkInteger('maxConnections', maxConnections, DEFAULT_MAX_CONNECTIONS, 1),
      checkInteger('maxConnectionsPerAddress', maxConnectionsPerAddress, Infinity, 1),
    );
    this.isAddressed = hostCheck(options.hosts);
    this.routes = new Routes(
      routes === undefined
        ? { everywhere: new Endpoint([options], this.sockets) }
        : {
            paths: Object.entries(routes).map(([path, route]) => [path, new Endpoint([route, options], this.sockets)]),
          },
    );
    this.handshakes = new Deadlines(this.handshakeTimeout, (handshake) => handshake.timedOut());
  }

  /**
   * Lets a new connection in, or sees it out.
   *
   * @param readable whether the client can read an answer now: before a TLS handshake it cannot
   */
  enter(stream: Stream, readable: boolean): boolean {
    const entry = this.connections.enter(stream);
    if (entry === 'taken') return true;
    stream.on('error', ignore);
    if (entry === 'refused' && readable) this.refuse(stream, TOO_MANY);
    else stream.destroy();
    return false;
  }

  /** What every client gets, once the server is draining. */
  get closing(): Refusal | undefined {
    return this.#closing;
  }

  /** From now on, every client is refused. */
  refuseAll(refusal: Refusal): void {
    this.#closing ??= refusal;
    for (const handshake of this.handshakes.items()) handshake.serverIsClosing(refusal);
  }

  /** Sends a refusal, and gives the client the time to read it. */
  refuse(stream: Stream, { response }: Refusal): void {
    stream.end(response);
    // What still comes is thrown away. To leave it unread would reset the connection, and the client lose the answer.
    stream.resume();
    this.#lingering.add(stream);
  }

  /** Tells what went wrong outside any socket. */
  report(code: ServerErrorCode, cause: unknown, request?: ServerRequest): void {
    const error = new ServerError(code, { cause });
    if (this.#options.serverError === undefined) return warn(error);
    // In a promise, so that it may throw or reject.
    new Promise((resolve) => resolve(this.#options.serverError?.(error, request))).catch((again) => {
      warn(new ServerError('HOOK_FAILED', { cause: again }));
    });
  }
}

/** Keeps a stream that breaks from ending the process. Its `close` follows. */
export function ignore(): void {}

function warn(error: ServerError): void {
  process.emitWarning(`${error.message}: ${inspect(error.cause)}`, 'WebSocketServerWarning');
}
