/** The second argument of `WebSocket`: the web's, or options of our own. */
import type { WebOptions } from './establish.ts';
import { isIterable, toSequence, toUsvString } from './web-idl.ts';

/**
 * What `new WebSocket` takes beside the web's `protocols`: an object with these and options for Node. On the web it would
 * be a SyntaxError.
 *
 * @example
 * ```ts
 * import { WebSocket, type WebSocketInit } from '@rfc6455/client';
 *
 * const init: WebSocketInit = { protocols: ['v2.chat', 'v1.chat'], headers: { Cookie: 'a=1' }, handshakeTimeout: 5000 };
 * const socket = new WebSocket('ws://127.0.0.1:1/', init);
 * socket.onerror = ({ error }) => console.log(error.name); // => ConnectError
 * ```
 */
export interface WebSocketInit extends WebOptions {
  /** The subprotocols that are offered, in the order of preference. The server must select one of them. */
  readonly protocols?: string | readonly string[] | undefined;
}

/** The argument, taken apart. Throws what its conversion throws. */
export function readInit(argument: unknown): { protocols: string[]; options: WebOptions } {
  if (typeof argument !== 'object' || argument === null || isIterable(argument)) {
    return { protocols: toProtocols(argument), options: {} };
  }
  const { protocols, ...options } = argument as WebSocketInit;
  return { protocols: toProtocols(protocols), options };
}

function toProtocols(value: unknown): string[] {
  if (value === undefined) return [];
  return isIterable(value) ? toSequence('protocols', value) : [toUsvString(value)];
}
