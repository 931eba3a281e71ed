/**
 * The opening handshake on a stream: the request goes out, the answer comes in, and nothing else is sent in between.
 *
 * RFC 6455 §4.1.
 */
import type { Duplex } from 'node:stream';
import type { ResponseHead } from '@rfc6455/handshake';
import { type AnswerLimits, AnswerReader, type SwitchingProtocols } from './answer-reader.ts';
import type { Attempt } from './attempt.ts';

/** One opening handshake, or a request like it. */
export interface OpeningHandshake<T> {
  /** The request, whole. */
  readonly request: Uint8Array;
  readonly limits: AnswerLimits;
  /** The final response has come: whatever it says, the connection is not CONNECTING any more. */
  answered(): void;
  /** Which responses open the connection; by default those with status 101. */
  opens?(head: ResponseHead): boolean;
  /** Reads the response that opens. It takes the stream over before more can come, or throws to fail the handshake. */
  accept(response: SwitchingProtocols): T;
}

/**
 * Performs the opening handshake.
 *
 * @returns what `accept` returns
 * @throws HandshakeError when the response is not one that opens the connection; ConnectError when there is none
 */
export function shakeHands<T>(stream: Duplex, handshake: OpeningHandshake<T>, attempt: Attempt): Promise<T> {
  const { request, limits, answered, accept, opens } = handshake;
  const answer = new AnswerReader(attempt, limits, answered, opens);
  attempt.runClock('handshake');
  return attempt.step<T>(
    ({ done, fail }) => {
      const onData = (bytes: Uint8Array) => {
        try {
          // [4.1-36] the response is validated
          const response = answer.receive(bytes);
          if (response === undefined) return;
          removeListeners();
          done(accept(response));
        } catch (error) {
          fail(error);
        }
      };
      const onEnd = () => fail(answer.end(undefined));
      const onError = (error: Error) => fail(answer.end(error));
      // Without an error it was destroyed on this side, and says only that it is closed.
      const onClose = () => onError(stream.errored ?? new Error('the stream was destroyed'));
      const removeListeners = () =>
        stream.off('data', onData).off('end', onEnd).off('error', onError).off('close', onClose);
      // It may have broken since it was opened, and will not say so again.
      if (stream.destroyed) onClose();
      stream.on('data', onData).on('end', onEnd).on('error', onError).on('close', onClose);
      // Whoever had it before may have paused it.
      stream.resume();
      // [4.1-17] the opening handshake, [4.1-35] and nothing more until there is a response
      stream.write(request);
      return (failed) => {
        removeListeners();
        if (failed) stream.destroy();
      };
    },
    // When the body of a refusal does not end, it is a refusal all the same.
    (error) => answer.stop(error),
  );
}
