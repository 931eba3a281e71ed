/**
 * The opening handshake of one client, from its first byte to the 101 or to a refusal.
 *
 * RFC 6455 §4.2.1 (reading the client's), §4.2.2 (sending the server's).
 */
import type { Socket as Stream } from 'node:net';
import {
  type HandshakeError,
  type HandshakeRequest,
  type RequestHead,
  RequestReader,
  readRequest,
} from '@rfc6455/handshake';
import type { Endpoint } from './endpoint.ts';
import { ignore, type Reception } from './reception.ts';
import { Refusal, refusalOf } from './refusal.ts';
import { ServerRequest } from './server-request.ts';
import { ServerSocket } from './server-socket.ts';

/** How many bytes are read before the handshake is answered. A client should send none. */
const MAX_EARLY_BYTES = 65_536;

const NOTHING = new Uint8Array(0);

const FORBIDDEN_ORIGIN = new Refusal(403, { body: 'this origin may not connect\n' });
const FORBIDDEN_HOST = new Refusal(403, { body: 'this host is not served here\n' });
const FORBIDDEN = new Refusal(403);
const MALFORMED_PATH = new Refusal(400, { body: 'the percent-encoding of the path is broken\n' });
const NOT_FOUND = new Refusal(404, { body: 'there is no WebSocket at this path\n' });
const TIMED_OUT = new Refusal(408, { body: 'the opening handshake took too long\n' });
const UNANSWERED = new Refusal(503, { body: 'the server took too long to decide\n' });
const FAILED = new Refusal(500);

/** A client that has arrived and is not in yet. It leaves no trace on the stream when it is over. */
export class OpeningHandshake<Data> {
  readonly #reception: Reception<Data>;
  readonly #stream: Stream;
  /** What is still being read: the head of the request. */
  #reader: RequestReader | undefined;
  /** What came behind the head. */
  #rest: Uint8Array = NOTHING;
  #over = false;

  /** @param stream a new connection, which was let in */
  constructor(reception: Reception<Data>, stream: Stream) {
    this.#reception = reception;
    this.#stream = stream;
    stream.on('error', ignore);
    stream.on('close', this.#finish);
    stream.on('end', this.#gone);
    reception.handshakes.add(this);
  }

  /** Reads the head of the request from the stream. */
  read(): void {
    this.#reader = new RequestReader(this.#reception.headLimits);
    this.#stream.on('data', this.#receive);
  }

  /**
   * Decides on a request whose head has been read elsewhere.
   *
   * @param rest what came behind the head
   */
  receiveHead(head: RequestHead, rest: Uint8Array): void {
    this.#stream.on('data', this.#receive);
    this.#decide(head, rest);
  }

  /** The time is up. */
  timedOut(): void {
    if (this.#reader === undefined) this.#refuse(UNANSWERED);
    else if (this.#stream.bytesRead > 0) this.#refuse(TIMED_OUT);
    else this.#gone();
  }

  /** The server lets nobody in any more: there is nothing left to decide. */
  serverIsClosing(refusal: Refusal): void {
    if (this.#reader === undefined) this.#refuse(refusal);
  }

  readonly #receive = (chunk: Uint8Array): void => {
    const reader = this.#reader;
    if (reader === undefined) return this.#hold(chunk);
    let head: RequestHead | undefined;
    try {
      head = reader.receive(chunk);
    } catch (error) {
      return this.#violated(error);
    }
    if (head === undefined) return;
    this.#reader = undefined;
    this.#decide(head, reader.rest);
  };

  #hold(chunk: Uint8Array): void {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    if (this.#rest.length > MAX_EARLY_BYTES) this.#stream.pause();
  }

  // [4.2.2-1] the steps of the server, in their order
  #decide(head: RequestHead, rest: Uint8Array): void {
    this.#rest = rest;
    const { closing, routes, isAddressed } = this.#reception;
    if (closing !== undefined) return this.#refuse(closing);
    let handshake: HandshakeRequest;
    try {
      // [4.2.1-1] [4.2.2-6] what the client sends is checked in there
      handshake = readRequest(head);
    } catch (error) {
      return this.#violated(error);
    }
    // [4.2.2-7] 404 where there is no service
    const match = routes.match(handshake.path);
    if (match === undefined || match === 'malformed') return this.#refuse(match ? MALFORMED_PATH : NOT_FOUND);
    const { endpoint, params } = match;
    const request = new ServerRequest(handshake, params, this.#stream);
    if (!isAddressed(request)) return this.#refuse(FORBIDDEN_HOST);
    try {
      // [10.2-1] [10.2-2] 403 for a page that is not expected
      if (!endpoint.mayConnect(request)) return this.#refuse(FORBIDDEN_ORIGIN);
      const decision = endpoint.accept?.(request);
      if (!isThenable(decision)) return this.#answer(endpoint, request, decision as Data | Refusal | false);
      Promise.resolve(decision)
        .then((decided) => this.#answer(endpoint, request, decided as Data | Refusal | false))
        .catch((error) => this.#failed(error, request));
    } catch (error) {
      this.#failed(error, request);
    }
  }

  /** Does what the application decided. */
  #answer(endpoint: Endpoint<Data>, request: ServerRequest, decision: Data | Refusal | false): void {
    if (this.#over || this.#stream.destroyed) return;
    // [4.2.2-5] an appropriate HTTP error code
    if (decision === false) return this.#refuse(FORBIDDEN);
    if (decision instanceof Refusal) return this.#refuse(decision);
    const { response, socketOptions } = endpoint.agree(request);
    const stream = this.#stream;
    // Before the socket listens too: for the third listener of an event, Node makes room for many more, which stays.
    stream.off('close', this.#finish);
    const socket = new ServerSocket(stream, socketOptions, request, decision);
    request.pack();
    this.#finish();
    stream.off('error', ignore);
    this.#reception.sockets.add(socket);
    // [4.2.2-12] the 101. One write, with what the handler sends at once.
    stream.cork();
    stream.write(response);
    if (stream.isPaused()) stream.resume();
    socket.start(this.#rest);
    stream.uncork();
  }

  #violated(error: unknown): void {
    // [10.7-4] an appropriate status
    this.#refuse(refusalOf(error as HandshakeError));
  }

  #failed(error: unknown, request: ServerRequest): void {
    this.#reception.report('HOOK_FAILED', error, request);
    this.#refuse(FAILED);
  }

  #refuse(refusal: Refusal): void {
    if (this.#over) return;
    this.#finish();
    this.#reception.refuse(this.#stream, refusal);
  }

  /** The client will not send anything any more, so it cannot be a WebSocket client. */
  readonly #gone = (): void => {
    this.#finish();
    this.#stream.destroy();
  };

  readonly #finish = (): void => {
    this.#over = true;
    this.#reception.handshakes.delete(this);
    this.#stream.off('data', this.#receive);
    this.#stream.off('end', this.#gone);
    this.#stream.off('close', this.#finish);
  };
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value;
}
