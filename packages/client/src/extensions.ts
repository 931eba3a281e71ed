/** Extensions from the client's side: what is offered, and what becomes of the server's answer. RFC 6455 §9.1. */
import {
  type ExtensionOffer,
  type ExtensionParams,
  formatExtensions,
  HandshakeError,
  type ResponseHead,
} from '@rfc6455/handshake';
import type { Extension } from '@rfc6455/socket';

/**
 * What a client does with one extension. RFC 6455 §9.1.
 *
 * @example
 * ```ts
 * import type { ExtensionOfferer } from '@rfc6455/client';
 *
 * // It flips every bit of a message, and is agreed without parameters or not at all.
 * const flip = (bytes: Uint8Array) => bytes.map((byte) => ~byte);
 * const flipper: ExtensionOfferer = {
 *   name: 'x-flip',
 *   offers: [[]],
 *   agree(params) {
 *     if (params.length > 0) throw new RangeError('x-flip has no parameters');
 *     return { name: 'x-flip', reservedBits: 4, decode: flip, encode: flip };
 *   },
 * };
 * flipper.agree([]).decode(Uint8Array.of(1), true, 1); // => Uint8Array [254]
 * ```
 */
export interface ExtensionOfferer {
  /** The extension token. */
  readonly name: string;
  /** The parameters of each offer, in the order of preference. */
  readonly offers: readonly ExtensionParams[];
  /**
   * The server has taken one of the offers.
   *
   * @param params the parameters of its answer
   * @returns the extension for this one connection
   * @throws when the parameters are none that the offers allow: the handshake fails
   */
  agree(params: ExtensionParams): Extension;
}

/** The offers of all extensions, for the request. */
export function offersOf(offerers: readonly ExtensionOfferer[]): ExtensionOffer[] {
  return offerers.flatMap(({ name, offers }) => offers.map((params) => ({ name, params })));
}

/**
 * Makes the extensions that a response has agreed to, in their order.
 *
 * @throws HandshakeError INVALID_EXTENSIONS for parameters that are not right
 */
export function agreeOnExtensions(
  agreed: readonly ExtensionOffer[],
  offerers: readonly ExtensionOfferer[],
  response: ResponseHead,
): Extension[] {
  return agreed.map((answer) => {
    try {
      // That it was offered has been checked.
      return offerers.find(({ name }) => name === answer.name)!.agree(answer.params);
    } catch (cause) {
      // [9-3] [9.1-5] the parameters are chosen in accordance with the specification of the extension
      throw new HandshakeError('INVALID_EXTENSIONS', formatExtensions([answer]), { response, cause });
    }
  });
}
