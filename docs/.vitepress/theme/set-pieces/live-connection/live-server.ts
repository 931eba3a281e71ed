/** The server of `npm start` behind the page: what it tells over Server-Sent Events, and what it can be asked for. */
import type { Command } from '../../../../../examples/start/session.ts';
import type { WireEvent } from '../../../../../examples/start/wire-event.ts';

/** Who is told. */
export interface LiveServerHandler {
  /** The server is there, and knows this page. */
  session(id: string): void;
  /** Something has passed. */
  wire(event: WireEvent): void;
  /** It does not answer. It may come back: then there is a new session. */
  gone(): void;
  /** It is not there and was never: this is a page of a site without it. */
  missing(): void;
}

/** A connection to the server. */
export class LiveServer {
  readonly #base: URL;
  readonly #events: EventSource;
  #session = '';

  /** @param base where the site begins */
  constructor(base: URL, handler: LiveServerHandler) {
    this.#base = base;
    this.#events = new EventSource(new URL('events', base));
    this.#events.addEventListener('session', ({ data }) => {
      this.#session = JSON.parse(data);
      handler.session(this.#session);
    });
    this.#events.addEventListener('wire', ({ data }) => handler.wire(JSON.parse(data)));
    this.#events.addEventListener('error', () => {
      // A server that answers with something else is not tried again.
      if (this.#session === '' && this.#events.readyState === EventSource.CLOSED) handler.missing();
      else handler.gone();
    });
  }

  /** Where the page's WebSocket connects to. */
  get webSocketUrl(): string {
    const url = new URL(`ws/${this.#session}`, this.#base);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    return url.href;
  }

  /**
   * Asks the server for what only a server can do.
   *
   * @throws Error (rejects) with what the server says against it
   */
  async ask(command: Command): Promise<void> {
    const answer = await fetch(new URL(`control/${this.#session}`, this.#base), {
      method: 'POST',
      body: JSON.stringify(command),
    });
    if (!answer.ok) throw new Error(`The server says: ${await answer.text()}`);
  }

  close(): void {
    this.#events.close();
  }
}
