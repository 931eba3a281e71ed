/**
 * What a server answers to an opening handshake, from bytes in any portions: interim responses are skipped, the body of a
 * refusal is collected. Whether a response with 101 opens the connection is for `readResponse` of the handshake package.
 *
 * RFC 6455 §4.1 (response, item 1): another status than 101 is handled "per HTTP procedures".
 */
import { type HeadLimits, isInterim, type ResponseHead, ResponseReader } from '@rfc6455/handshake';
import type { WebSocketUri } from '@rfc6455/uri';
import { ConnectError } from './connect-error.ts';
import { DEFAULT_MAX_RESPONSE_BODY } from './connect-options.ts';
import { RefusalError } from './refusal-error.ts';
import { ResponseBody } from './response-body.ts';

/** How many responses with 1xx may come before the final one. */
export const MAX_INTERIM_RESPONSES = 16;

/** How much of an answer is read. */
export interface AnswerLimits extends HeadLimits {
  /** How much of the body of a refusal is kept, in bytes; 64 KiB unless given. */
  readonly maxResponseBody?: number | undefined;
}

/** A response with status 101. */
export interface SwitchingProtocols {
  readonly head: ResponseHead;
  /** What came behind the head: the first bytes of the open connection. */
  readonly rest: Uint8Array;
}

/** Reads one answer. */
export class AnswerReader {
  readonly #uri: WebSocketUri;
  readonly #limits: AnswerLimits;
  readonly #answered: () => void;
  #reader: ResponseReader;
  #interimResponses = 0;
  #received = 0;
  #refused: { readonly head: ResponseHead; readonly body: ResponseBody } | undefined;

  /**
   * @param uri who answers
   * @param limits how much is read
   * @param answered called when the head of the final response has come
   */
  constructor(uri: WebSocketUri, limits: AnswerLimits, answered: () => void) {
    this.#uri = uri;
    this.#limits = limits;
    this.#answered = answered;
    this.#reader = new ResponseReader(limits);
  }

  /**
   * Takes bytes, and returns the response with status 101 when they complete its head.
   *
   * @throws RefusalError when they complete another response; HandshakeError when they are no response
   */
  receive(bytes: Uint8Array): SwitchingProtocols | undefined {
    this.#received += bytes.length;
    return this.#refused === undefined ? this.#receiveHead(bytes) : this.#receiveBody(bytes);
  }

  /** What there is to say when no more bytes will come. */
  end(cause: Error | undefined): Error {
    if (cause === undefined) this.#refused?.body.receiveEnd();
    const why = cause === undefined ? 'the server closed it' : cause.message;
    return this.stop(
      new ConnectError('INCOMPLETE_RESPONSE', this.#uri, `${why} after ${this.#received} bytes`, { cause }),
    );
  }

  /** What there is to say when no more bytes are waited for because of an error: a refusal says more than that. */
  stop(error: Error): Error {
    return this.#refused === undefined ? error : new RefusalError(this.#refused.head, this.#refused.body);
  }

  #receiveHead(bytes: Uint8Array): SwitchingProtocols | undefined {
    const head = this.#reader.receive(bytes);
    if (head === undefined) return undefined;
    const { rest } = this.#reader;
    if (isInterim(head)) return this.#skip(rest);
    this.#answered();
    if (head.status === 101) return { head, rest };
    this.#refused = { head, body: new ResponseBody(head, this.#limits.maxResponseBody ?? DEFAULT_MAX_RESPONSE_BODY) };
    return this.#receiveBody(rest);
  }

  #skip(rest: Uint8Array): SwitchingProtocols | undefined {
    this.#interimResponses += 1;
    if (this.#interimResponses > MAX_INTERIM_RESPONSES) {
      throw new ConnectError('TOO_MANY_INTERIM_RESPONSES', this.#uri, `more than ${MAX_INTERIM_RESPONSES}`);
    }
    this.#reader = new ResponseReader(this.#limits);
    return this.#receiveHead(rest);
  }

  #receiveBody(bytes: Uint8Array): undefined {
    const { head, body } = this.#refused!;
    body.receive(bytes);
    if (body.done) throw new RefusalError(head, body);
  }
}
