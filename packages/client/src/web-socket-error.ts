/** The error of a `WebSocketStream`, and how one is closed. WHATWG WebSockets, `WebSocketError`; RFC 6455 §7.1.5, §7.1.6. */
import { type CloseArguments, checkClose } from './close-arguments.ts';
import type { Ending } from './establish.ts';
import { defineInterface, enforceUnsignedShort, toDictionary, toUsvString } from './web-idl.ts';

/**
 * A close code and a reason: how a `WebSocketStream` was closed, or is to be closed.
 *
 * @example
 * ```ts
 * import type { WebSocketCloseInfo } from '@rfc6455/client';
 *
 * const info: WebSocketCloseInfo = { closeCode: 4001, reason: 'done' };
 * info.closeCode; // => 4001
 * ```
 */
export interface WebSocketCloseInfo {
  /** To close with: 1000 or 3000–4999, or left out. */
  closeCode?: number | undefined;
  /** To close with: up to 123 bytes of UTF-8. */
  reason?: string | undefined;
}

/** The dictionary, converted and checked. Throws as `close` of a `WebSocketStream` does. */
export function readCloseInfo(value: WebSocketCloseInfo | null | undefined): CloseArguments {
  const { closeCode, reason } = toDictionary('closeInfo', value);
  return checkClose(
    closeCode === undefined ? undefined : enforceUnsignedShort('closeCode', closeCode),
    reason === undefined ? '' : toUsvString(reason),
  );
}

let setReceived: (error: WebSocketError, code: number, reason: string) => void;

/**
 * Why a `WebSocketStream` failed, or why its streams are abandoned: then it carries the code and the reason to close with.
 * `cause` says more where it was the network: a `ConnectError`, `HandshakeError`, `ProtocolError` or `SocketError`.
 *
 * @example
 * ```ts
 * import { WebSocketError, WebSocketStream } from '@rfc6455/client';
 *
 * const stream = new WebSocketStream('ws://127.0.0.1:1/');
 * const error = await stream.opened.catch((error) => error);
 * error instanceof WebSocketError; // => true
 * error.closeCode; // => 1006
 * error.cause.code; // => 'TCP_FAILED'
 * ```
 */
export class WebSocketError extends DOMException {
  static {
    defineInterface(WebSocketError);
    setReceived = (error, code, reason) => {
      error.#closeCode = code;
      error.#reason = reason;
    };
  }
  #closeCode: number | null;
  #reason: string;

  /**
   * @param message what happened
   * @param init the close code, 1000 when there is a reason without one, and the reason
   * @throws DOMException `InvalidAccessError` for a code that is neither 1000 nor 3000–4999, `SyntaxError` for a reason of
   * more than 123 bytes
   * @throws TypeError if the code is no number from 0 to 65535
   */
  constructor(message = '', init: WebSocketCloseInfo = {}) {
    super(message, 'WebSocketError');
    const { code, reason } = readCloseInfo(init);
    this.#closeCode = code ?? null;
    this.#reason = reason ?? '';
  }

  /** The close code; null if there is none. */
  get closeCode(): number | null {
    return this.#closeCode;
  }

  /** The close reason. */
  get reason(): string {
    return this.#reason;
  }
}

/** The error of a connection that ended, with what was received: any code, also one that scripts may not close with. */
export function connectionError(message: string, { code, reason, cause }: Ending): WebSocketError {
  const error = new WebSocketError(message);
  setReceived(error, code, reason);
  if (cause !== undefined) Object.defineProperty(error, 'cause', { value: cause, configurable: true, writable: true });
  return error;
}
