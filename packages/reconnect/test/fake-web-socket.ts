import type { WebSocketLike } from '@rfc6455/reconnect';

/** A WebSocket without a network: the test plays the server. */
export class FakeWebSocket extends EventTarget implements WebSocketLike {
  readyState = 0;
  bufferedAmount = 0;
  extensions = '';
  protocol = '';
  binaryType: 'blob' | 'arraybuffer' = 'blob';
  readonly url: string;
  readonly protocols: string | string[] | undefined;
  readonly sent: unknown[] = [];
  readonly closeCalls: unknown[][] = [];

  constructor(url: string | URL, protocols?: string | string[]) {
    super();
    this.url = String(url);
    this.protocols = protocols;
  }

  send(data: unknown): void {
    this.sent.push(data);
  }

  close(...args: [code?: number, reason?: string]): void {
    this.closeCalls.push(args);
    if (this.readyState < 2) this.readyState = 2;
  }

  /** The handshake succeeds. */
  open(): void {
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
  }

  receive(data: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data, origin: 'ws://example.com' }));
  }

  /** It ends, without a Close frame unless a code is given. */
  end(code = 1006, reason = '', wasClean = code !== 1006): void {
    this.readyState = 3;
    this.dispatchEvent(Object.assign(new Event('close'), { code, reason, wasClean }));
  }

  /** It fails: an error event, then the end. */
  fail(details: object = {}): void {
    this.dispatchEvent(Object.assign(new Event('error'), details));
    this.end();
  }
}

/** A class of fake sockets, and the sockets that were made of it. */
export function fakeWebSockets(): { WebSocket: typeof FakeWebSocket; sockets: FakeWebSocket[] } {
  const sockets: FakeWebSocket[] = [];
  class WebSocket extends FakeWebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      sockets.push(this);
    }
  }
  return { WebSocket, sockets };
}
