/**
 * What a server answers to an opening handshake, from bytes in any portions: interim responses are skipped, the body of a
 * refusal is collected. Whether a response with 101 opens the connection is for `readResponse` of the handshake package.
 *
 * RFC 6455 §4.1 (response, item 1): another status than 101 is handled "per HTTP procedures".
 */
import { type HeadLimits, isInterim, type ResponseHead, ResponseReader } from '@rfc6455/handshake';
import type { Attempt } from './attempt.ts';
import { isTlsError } from './certificate-error.ts';
import { DEFAULT_MAX_RESPONSE_BODY } from './connect-options.ts';
import { RefusalError } from './refusal-error.ts';
import { ResponseBody } from './response-body.ts';

/** How many responses with 1xx may come before the final one. */
export const MAX_INTERIM_RESPONSES = 16;

/** The first byte of an alert of TLS. */
const TLS_ALERT = 0x15;

/** How much of an answer is read. */
export interface AnswerLimits extends HeadLimits {
  /** How much of the body of a refusal is kept, in bytes; 64 KiB unless given. */
  readonly maxResponseBody?: number | undefined;
}

/** A response that opens the connection: one with status 101. */
export interface SwitchingProtocols {
  readonly head: ResponseHead;
  /** What came behind the head: the first bytes of the open connection. */
  readonly rest: Uint8Array;
}

/** Reads one answer. */
export class AnswerReader {
  readonly #attempt: Attempt;
  readonly #limits: AnswerLimits;
  readonly #answered: () => void;
  readonly #opens: (head: ResponseHead) => boolean;
  #reader: ResponseReader;
  #interimResponses = 0;
  #received = 0;
  #refused: { readonly head: ResponseHead; readonly body: ResponseBody } | undefined;

  /**
   * @param attempt whose answer it is
   * @param limits how much is read
   * @param answered called when the head of the final response has come
   * @param opens which responses open the connection
   */
  constructor(
    attempt: Attempt,
    limits: AnswerLimits,
    answered: () => void,
    opens: (head: ResponseHead) => boolean = ({ status }) => status === 101,
  ) {
    this.#attempt = attempt;
    this.#limits = limits;
    this.#answered = answered;
    this.#opens = opens;
    this.#reader = new ResponseReader(limits);
  }

  /**
   * Takes bytes, and returns the response that opens the connection when they complete its head.
   *
   * @throws RefusalError when they complete another response; HandshakeError when they are no response; ConnectError when
   * they are TLS, or when too many interim responses have come
   */
  receive(bytes: Uint8Array): SwitchingProtocols | undefined {
    // No response begins like this, but an alert of TLS does (RFC 8446 §5.1).
    if (this.#received === 0 && bytes[0] === TLS_ALERT)
      throw this.#attempt.error('TLS_SERVER', 'try wss: instead of ws:');
    this.#received += bytes.length;
    return this.#refused === undefined ? this.#receiveHead(bytes) : this.#receiveBody(bytes);
  }

  /** What there is to say when no more bytes will come. */
  end(cause: Error | undefined): Error {
    if (cause === undefined) this.#refused?.body.receiveEnd();
    // The peer may object to our certificate, or to the lack of one, when its side of the TLS handshake is done.
    if (cause !== undefined && isTlsError(cause)) {
      return this.stop(this.#attempt.error('TLS_FAILED', cause.message, cause));
    }
    const why = cause === undefined ? 'the server closed it' : cause.message;
    const hint = this.#received === 0 ? ', as one does that expects something else, such as TLS' : '';
    const detail = `${why} after ${this.#received} bytes${hint}`;
    return this.stop(this.#attempt.error('INCOMPLETE_RESPONSE', detail, cause));
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
    if (this.#opens(head)) return { head, rest };
    this.#refused = { head, body: new ResponseBody(head, this.#limits.maxResponseBody ?? DEFAULT_MAX_RESPONSE_BODY) };
    return this.#receiveBody(rest);
  }

  #skip(rest: Uint8Array): SwitchingProtocols | undefined {
    this.#interimResponses += 1;
    if (this.#interimResponses > MAX_INTERIM_RESPONSES) {
      throw this.#attempt.error('TOO_MANY_INTERIM_RESPONSES', `more than ${MAX_INTERIM_RESPONSES}`);
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
