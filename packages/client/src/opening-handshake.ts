/**
 * The opening handshake on a stream: the request goes out, the response comes in, and nothing else is sent in between.
 *
 * RFC 6455 §4.1.
 */
import type { Duplex } from 'node:stream';
import { type HeadLimits, isInterim, type ResponseHead, ResponseReader } from '@rfc6455/handshake';
import type { Attempt } from './attempt.ts';
import { messageOf } from './look-up.ts';
import { RefusalError } from './refusal-error.ts';
import { ResponseBody } from './response-body.ts';

/** How many responses with 1xx may come before the final one. */
const MAX_INTERIM_RESPONSES = 16;

/** One opening handshake. */
export interface OpeningHandshake<T> {
  /** The request, whole. */
  readonly request: Uint8Array;
  readonly limits: HeadLimits;
  /** How much of the body of a refusal is kept, in bytes. */
  readonly maxResponseBody: number;
  /** The final response has come: whatever it says, the connection is not CONNECTING any more. */
  answered(): void;
  /** Reads the response with status 101. It takes the stream over before more can come, and throws to fail the handshake. */
  accept(head: ResponseHead, rest: Uint8Array): T;
}

/**
 * Performs the opening handshake.
 *
 * @returns what `accept` returns
 * @throws HandshakeError when the response is not one that opens the connection; ConnectError when there is none
 */
export function shakeHands<T>(stream: Duplex, handshake: OpeningHandshake<T>, attempt: Attempt): Promise<T> {
  const { request, limits, maxResponseBody, answered, accept } = handshake;
  let reader = new ResponseReader(limits);
  let interimResponses = 0;
  let received = 0;
  let refusal: { readonly head: ResponseHead; readonly body: ResponseBody } | undefined;
  attempt.runClock('response');
  return attempt.step<T>(({ done, fail }) => {
    const onData = (chunk: Uint8Array) => {
      received += chunk.length;
      try {
        receive(chunk);
      } catch (error) {
        fail(error);
      }
    };
    const receive = (bytes: Uint8Array): void => {
      if (refusal !== undefined) return receiveBody(bytes);
      // [4.1-36] the response is validated
      const head = reader.receive(bytes);
      if (head === undefined) return;
      const { rest } = reader;
      if (isInterim(head)) return skip(rest);
      answered();
      if (head.status !== 101) {
        refusal = { head, body: new ResponseBody(head, maxResponseBody) };
        return receiveBody(rest);
      }
      removeListeners();
      done(accept(head, rest));
    };
    const skip = (rest: Uint8Array) => {
      interimResponses += 1;
      if (interimResponses > MAX_INTERIM_RESPONSES) {
        throw attempt.error('TOO_MANY_INTERIM_RESPONSES', `more than ${MAX_INTERIM_RESPONSES}`);
      }
      reader = new ResponseReader(limits);
      receive(rest);
    };
    const receiveBody = (bytes: Uint8Array) => {
      refusal!.body.receive(bytes);
      if (refusal!.body.done) refuse();
    };
    const refuse = () => fail(new RefusalError(refusal!.head, refusal!.body));
    const onEnd = () => {
      refusal?.body.receiveEnd();
      lose();
    };
    const lose = (cause?: Error) => {
      if (refusal !== undefined) return refuse();
      const why = cause === undefined ? 'the server closed it' : messageOf(cause);
      fail(attempt.error('INCOMPLETE_RESPONSE', `${why} after ${received} bytes`, cause));
    };
    const onClose = () => lose();
    const removeListeners = () => {
      stream.off('data', onData).off('end', onEnd).off('error', lose).off('close', onClose);
    };
    if (stream.destroyed) lose(stream.errored ?? undefined);
    stream.on('data', onData).on('end', onEnd).on('error', lose).on('close', onClose);
    // [4.1-17] the opening handshake, [4.1-35] and nothing more until there is a response
    stream.write(request);
    return (failed) => {
      removeListeners();
      if (failed) stream.destroy();
    };
  });
}
