/** What goes wrong on a server outside any socket. RFC 6455 §4.2.2. */

/** What a {@link ServerError} code stands for. */
export interface ServerErrorKind {
  /** The section of RFC 6455 that rules the case. */
  readonly section: string;
  /** The HTTP status that the client gets, where there is a client. */
  readonly status?: number;
  /** What happened, in a few words. */
  readonly meaning: string;
}

/** The stable name of what went wrong on a server. */
export type ServerErrorCode = 'HOOK_FAILED' | 'LISTENER_FAILED';

/**
 * Every code, with what it means.
 *
 * @example
 * ```ts
 * import { SERVER_ERRORS } from '@rfc6455/server';
 *
 * SERVER_ERRORS.HOOK_FAILED.status; // => 500
 * ```
 */
export const SERVER_ERRORS: Readonly<Record<ServerErrorCode, ServerErrorKind>> = {
  HOOK_FAILED: {
    section: '4.2.2',
    status: 500,
    meaning: 'a function that decides on opening handshakes threw, rejected, or returned what it may not',
  },
  LISTENER_FAILED: { section: '4.2', meaning: 'the server cannot accept connections' },
};

/**
 * What the option `serverError` is told. The error below it is its `cause`.
 *
 * @example
 * ```ts
 * import { ServerError } from '@rfc6455/server';
 *
 * const error = new ServerError('HOOK_FAILED', { cause: new Error('the database is away') });
 * error.message;
 * // => 'a function that decides on opening handshakes threw, rejected, or returned what it may not (RFC 6455 section 4.2.2)'
 * ```
 */
export class ServerError extends Error {
  override readonly name = 'ServerError';
  /** The stable name of the case: compare this. */
  readonly code: ServerErrorCode;
  /** The section of RFC 6455 that rules it. */
  readonly section: string;

  /**
   * @param code which case
   * @param options `cause`: the error below this one
   */
  constructor(code: ServerErrorCode, options?: ErrorOptions) {
    const { section, meaning } = SERVER_ERRORS[code];
    super(`${meaning} (RFC 6455 section ${section})`, options);
    this.code = code;
    this.section = section;
  }
}
