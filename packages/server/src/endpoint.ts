/** What awaits a client at one path, checked and ready for use. RFC 6455 §4.2.2 (items 4 and 5). */
import { formatResponse, type HeaderList, negotiateExtensions, selectSubprotocol } from '@rfc6455/handshake';
import { checkSocketOptions, type SocketHandler, type SocketOptions } from '@rfc6455/socket';
import { wrongOption } from './check-option.ts';
import { originCheck, type RequestCheck } from './origins.ts';
import type { EndpointOptions, SocketLimits } from './server-options.ts';
import type { ServerRequest } from './server-request.ts';
import type { ServerSocket } from './server-socket.ts';

const HANDLER_METHODS: Readonly<Record<keyof SocketHandler, true>> = {
  open: true,
  message: true,
  messageStart: true,
  messageChunk: true,
  messageEnd: true,
  ping: true,
  pong: true,
  close: true,
  error: true,
};

const SOCKET_LIMITS: Readonly<Record<keyof SocketLimits, true>> = {
  maxFrameSize: true,
  maxMessageSize: true,
  maxFragments: true,
  maxPendingPongBytes: true,
  autoPong: true,
  autoClose: true,
  closeTimeout: true,
  idleTimeout: true,
  heartbeat: true,
  highWaterMark: true,
  maxBufferedAmount: true,
};

/** The key of RFC 6455 §1.3. */
const SAMPLE_KEY = 'dGhlIHNhbXBsZSBub25jZQ==';

/** What was agreed in an opening handshake. */
export interface Agreement<Data> {
  /** The bytes of the 101. */
  readonly response: Uint8Array;
  readonly socketOptions: SocketOptions<ServerSocket<Data>>;
}

/** The options of one route. */
export class Endpoint<Data> {
  readonly mayConnect: RequestCheck;
  readonly accept: EndpointOptions<Data>['accept'];
  readonly #subprotocols: EndpointOptions<Data>['subprotocols'];
  readonly #extensions: EndpointOptions<Data>['extensions'];
  readonly #headers: EndpointOptions<Data>['headers'];
  readonly #socketOptions: SocketOptions<ServerSocket<Data>>;

  /**
   * @param layers options, of which earlier ones go before later ones
   * @param sockets from which a socket is removed when it is closed
   * @throws TypeError or RangeError for an option that is not what it must be
   */
  constructor(layers: readonly EndpointOptions<Data>[], sockets: Set<ServerSocket<Data>>) {
    this.mayConnect = originCheck(pick(layers, 'origins'));
    this.accept = pick(layers, 'accept');
    this.#subprotocols = pick(layers, 'subprotocols');
    this.#extensions = pick(layers, 'extensions');
    this.#headers = pick(layers, 'headers');
    const close = pick(layers, 'close');
    this.#socketOptions = {
      ...pickAll(layers, SOCKET_LIMITS),
      role: 'server',
      handler: {
        ...pickAll(layers, HANDLER_METHODS),
        close: (socket, report) => {
          sockets.delete(socket);
          return close?.(socket, report);
        },
      },
    };
    // What is wrong is found now, not by the first client.
    checkSocketOptions(this.#socketOptions as SocketOptions);
    if (typeof this.#headers === 'object') formatResponse({ key: SAMPLE_KEY, headers: this.#headers });
  }

  /**
   * Works out the server's opening handshake.
   *
   * @throws whatever the functions in the options throw; TypeError when they return what they may not
   */
  agree(request: ServerRequest): Agreement<Data> {
    // [4.2.2-1] the values of the steps: subprotocol, extensions, and the response that holds them
    const subprotocol = this.#selectSubprotocol(request);
    // [5.8-1] [4.2.2-10] [4.2.2-11] only what the client has offered
    const extensions = this.#extensions && negotiateExtensions(request.extensions, this.#extensions);
    const response = formatResponse({
      key: request.key,
      subprotocol,
      ...(extensions && { extensions }),
      headers: this.#headersFor(request),
    });
    const plain = subprotocol === undefined && extensions === undefined;
    return {
      response,
      socketOptions: plain ? this.#socketOptions : { ...this.#socketOptions, subprotocol, extensions },
    };
  }

  #headersFor(request: ServerRequest): HeaderList {
    return typeof this.#headers === 'function' ? this.#headers(request) : (this.#headers ?? []);
  }

  #selectSubprotocol(request: ServerRequest): string | undefined {
    const offered = request.subprotocols;
    const supported = this.#subprotocols;
    if (typeof supported !== 'function') return selectSubprotocol(offered, supported ?? []);
    const selected = supported(offered, request);
    // [4.2.2-8] one of the values of the client
    if (selected === undefined || offered.includes(selected)) return selected;
    throw wrongOption('subprotocols', 'one that the client offers', selected);
  }
}

/** An option from the first layer that has it. A method stays one of its layer. */
function pick<T extends object, K extends keyof T>(layers: readonly T[], name: K): T[K] | undefined {
  const layer = layers.find((candidate) => candidate[name] !== undefined);
  const value = layer?.[name];
  return typeof value === 'function' ? value.bind(layer) : value;
}

function pickAll<T extends object, K extends keyof T>(layers: readonly T[], names: Record<K, true>): Pick<T, K> {
  const picked: Partial<Pick<T, K>> = {};
  for (const name of Object.keys(names) as K[]) {
    const value = pick(layers, name);
    if (value !== undefined) picked[name] = value;
  }
  return picked as Pick<T, K>;
}
