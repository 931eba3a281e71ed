/** The numbers of the registered close codes (RFC 6455 §7.4.1, and the registry of §11.7). */

/**
 * The two ends of a connection (RFC 6455 §1.2): the client opens it, the server accepts it.
 *
 * @example
 * ```ts
 * import type { Role } from '@rfc6455/close-codes';
 * const role: Role = 'server';
 * ```
 */
export type Role = 'client' | 'server';

/**
 * Every registered close code by its name in the registry, written in PascalCase (RFC 6455 §7.4.1, §11.7).
 *
 * @example
 * ```ts
 * import { CloseCode } from '@rfc6455/close-codes';
 * CloseCode.GoingAway; // => 1001
 * ```
 */
export const CloseCode = {
  NormalClosure: 1000,
  GoingAway: 1001,
  ProtocolError: 1002,
  UnsupportedData: 1003,
  Reserved: 1004,
  NoStatusReceived: 1005,
  AbnormalClosure: 1006,
  InvalidFramePayloadData: 1007,
  PolicyViolation: 1008,
  MessageTooBig: 1009,
  MandatoryExtension: 1010,
  InternalError: 1011,
  ServiceRestart: 1012,
  TryAgainLater: 1013,
  BadGateway: 1014,
  TlsHandshake: 1015,
  Unauthorized: 3000,
  Forbidden: 3003,
  Timeout: 3008,
} as const;

/** One of the registered close codes, as a number (RFC 6455 §7.4.1, §11.7). */
export type CloseCode = (typeof CloseCode)[keyof typeof CloseCode];

/** The name of a registered close code, a key of {@link CloseCode}. */
export type CloseCodeName = keyof typeof CloseCode;
