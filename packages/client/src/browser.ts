/**
 * The package in a bundle for a browser, by the condition `browser` of package.json: what the platform has, and nothing
 * else. A browser opens no sockets: `connect` is not there, so that a bundler that finds it imported says so.
 *
 * WHATWG WebSockets.
 */

/** The `WebSocket` of the browser. Its second argument is the web's: options for Node are a SyntaxError. */
export const WebSocket: typeof globalThis.WebSocket = globalThis.WebSocket;
export type WebSocket = globalThis.WebSocket;

/** The `CloseEvent` of the browser. */
export const CloseEvent: typeof globalThis.CloseEvent = globalThis.CloseEvent;
export type CloseEvent = globalThis.CloseEvent;

/** A `WebSocketStream`, as far as browsers have one. */
interface PlatformStream {
  readonly url: string;
  readonly opened: Promise<{
    readable: ReadableStream<string | BufferSource>;
    writable: WritableStream<string | BufferSource>;
    extensions: string;
    protocol: string;
  }>;
  readonly closed: Promise<PlatformCloseInfo>;
  close(closeInfo?: PlatformCloseInfo): void;
}
interface PlatformCloseInfo {
  closeCode?: number;
  reason?: string;
}
interface PlatformError extends DOMException {
  readonly closeCode: number | null;
  readonly reason: string;
}
interface PlatformClasses {
  readonly WebSocketStream?: new (
    url: string | URL,
    options?: { protocols?: string[]; signal?: AbortSignal },
  ) => PlatformStream;
  readonly WebSocketError?: new (message?: string, init?: PlatformCloseInfo) => PlatformError;
}
const platform = globalThis as PlatformClasses;

/** The `WebSocketStream` of the browser; undefined in one that has none. */
export const WebSocketStream: PlatformClasses['WebSocketStream'] = platform.WebSocketStream;

/** The `WebSocketError` of the browser; undefined in one that has none. */
export const WebSocketError: PlatformClasses['WebSocketError'] = platform.WebSocketError;
