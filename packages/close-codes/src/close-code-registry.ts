/** What each registered close code means (RFC 6455 §7.4.1, and the registry of §11.7). */
import { CloseCode, type CloseCodeName } from './close-code.ts';

/** Who may put a close code in a Close frame that starts the closing handshake (RFC 6455 §7.4). */
export type CloseCodeSenders = 'client' | 'server' | 'both' | 'none';

/**
 * Whether a client should connect again after a close code. The RFC leaves this open (§7.4); this is our reading:
 * - `'yes'`: nothing is known against it (the peer went away, the connection was lost, it failed inside). Back off as
 *   §7.2.3 asks.
 * - `'later'`: the server is there but asks for time (1012, 1013, 1014). Back off, and skip the short first delay.
 * - `'no'`: the work is done, or the next attempt would end the same way (the same bytes break the same rule, the
 *   same credentials are refused), or the code has a private meaning that only the application knows.
 */
export type CloseCodeRetry = 'yes' | 'later' | 'no';

/** One row of {@link closeCodes}. */
export interface CloseCodeEntry {
  /** The number, 1000–4999. */
  readonly code: CloseCode;
  /** The key in `CloseCode`: the registry's name in PascalCase. */
  readonly name: CloseCodeName;
  /** What it says, for a developer. */
  readonly meaning: string;
  /** Where it is defined. */
  readonly reference: string;
  /** Who may start a closing handshake with it. */
  readonly senders: CloseCodeSenders;
  /** Whether it may stand in a Close frame. Where not, it only tells the local application what was seen. */
  readonly onWire: boolean;
  /** Whether a client should connect again. */
  readonly retry: CloseCodeRetry;
}

type Row = [name: CloseCodeName, retry: CloseCodeRetry, meaning: string, senders?: CloseCodeSenders];

const rfc = 'RFC 6455 §7.4.1';
const iana = 'IANA registry, RFC 6455 §11.7';

const rows: Row[] = [
  ['NormalClosure', 'no', 'The purpose of the connection is fulfilled.'],
  ['GoingAway', 'yes', 'The endpoint goes away: a server shuts down, a page is left.'],
  ['ProtocolError', 'no', 'The peer broke the protocol.'],
  ['UnsupportedData', 'no', 'The peer sent a type of data that the endpoint cannot accept.'],
  ['Reserved', 'no', 'Reserved, without a meaning.', 'none'],
  ['NoStatusReceived', 'yes', 'The Close frame had no code.', 'none'],
  ['AbnormalClosure', 'yes', 'The connection ended without a Close frame.', 'none'],
  ['InvalidFramePayloadData', 'no', 'The data does not fit the type of its message, such as text that is not UTF-8.'],
  ['PolicyViolation', 'no', "A message violates the endpoint's policy, and no other code fits."],
  ['MessageTooBig', 'no', 'The message is too big to process.'],
  ['MandatoryExtension', 'no', 'The server did not accept an extension that the client needs.', 'client'],
  ['InternalError', 'yes', 'The endpoint met an unexpected condition.'],
  ['ServiceRestart', 'later', 'The service restarts.'],
  ['TryAgainLater', 'later', 'The service is overloaded.'],
  ['BadGateway', 'later', 'The endpoint is a gateway and got an invalid response from upstream.'],
  ['TlsHandshake', 'no', 'The TLS handshake failed.', 'none'],
  ['Unauthorized', 'no', 'Valid credentials are missing.'],
  ['Forbidden', 'no', 'The credentials do not permit this.'],
  ['Timeout', 'yes', 'The endpoint waited too long.'],
];

/**
 * Every registered close code, in ascending order (RFC 6455 §7.4.1, §11.7). Frozen, and so is each entry.
 *
 * @example
 * ```ts
 * import { closeCodes } from '@rfc6455/close-codes';
 * closeCodes.length; // => 19
 * closeCodes.filter((entry) => !entry.onWire).map((entry) => entry.code); // => [1004, 1005, 1006, 1015]
 * ```
 */
export const closeCodes: readonly CloseCodeEntry[] = /* @__PURE__ */ Object.freeze(
  /* @__PURE__ */ rows.map(([name, retry, meaning, senders = 'both']) => {
    const code = CloseCode[name];
    const registeredLater = (code > CloseCode.InternalError && code < CloseCode.TlsHandshake) || code >= 3000;
    const reference = registeredLater ? iana : rfc;
    return Object.freeze({ code, name, meaning, reference, senders, onWire: senders !== 'none', retry });
  }),
);
