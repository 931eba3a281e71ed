/** One open page: what it is told over Server-Sent Events, and what it may ask of its WebSocket's other end. */
import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Role } from '@rfc6455/frame';
import type { ServerSocket } from '@rfc6455/server';
import type { Tap } from './tap.ts';
import { type Decoded, WireDecoder } from './wire-decoder.ts';
import type { WireEvent } from './wire-event.ts';

/** What a page may ask for. */
export type Command =
  | { readonly do: 'ping'; readonly data: string }
  | { readonly do: 'fragments' }
  | { readonly do: 'close'; readonly code?: number; readonly reason?: string }
  | { readonly do: 'cut' };

/** A page and its WebSocket connections, one after the other. */
export class Session {
  /** Known to the page alone. */
  readonly id: string = randomUUID();
  /** The connection that is open. */
  socket: ServerSocket<Session> | undefined;
  readonly #page: ServerResponse;
  #connections = 0;

  /** @param page the response in which the page waits for events */
  constructor(page: ServerResponse) {
    this.#page = page;
    page.writeHead(200, { 'Content-Type': 'text/event-stream' });
    this.#tell('session', this.id);
  }

  /** Tells the page everything that passes through a tap from now on. */
  observe(tap: Tap): void {
    const connection = ++this.#connections;
    const tell = (from: Role, what: Decoded | { kind: 'tcp'; summary: string; section: string }) =>
      this.#tell('wire', { ...what, from, connection, time: Date.now() } satisfies WireEvent);
    const tcp = (from: Role, summary: string, section: string) => tell(from, { kind: 'tcp', summary, section });
    const client = new WireDecoder('client', (decoded) => tell('client', decoded));
    const server = new WireDecoder('server', (decoded) => tell('server', decoded));
    const ended = new Set<Role>();
    tap.observe({
      received: (bytes) => client.receive(bytes),
      sent: (bytes) => server.receive(bytes),
      receivedEnd() {
        ended.add('client');
        tcp('client', 'TCP: the client ends its side', '7.1.1');
      },
      sentEnd() {
        tcp('server', `TCP: the server ends its side${ended.has('client') ? '' : ' first, as it should'}`, '7.1.1');
        ended.add('server');
      },
      closed(error) {
        if (error !== undefined) tcp('client', `TCP: the connection broke (${error.message})`, '7.4.1');
        else if (ended.size < 2) tcp('server', 'TCP: the server cuts the connection, without a Close frame', '7.4.1');
      },
    });
  }

  /**
   * Does what the page asks for.
   *
   * @throws Error when there is no connection, or the protocol does not allow it
   */
  obey(command: Command): void {
    const { socket } = this;
    if (socket === undefined) throw new Error('there is no connection');
    switch (command.do) {
      case 'ping':
        socket.ping(command.data);
        return;
      case 'fragments': {
        const message = socket.startMessage('text');
        message.write('A message in ');
        // [5.4-1] Control frames may come in the middle of a fragmented message.
        socket.ping('in between');
        message.write('three ');
        message.end('fragments.');
        return;
      }
      case 'close':
        socket.close(command.code, command.reason);
        return;
      case 'cut':
        socket.terminate();
        return;
      default:
        throw new TypeError('do: expected ping, fragments, close or cut');
    }
  }

  /** Tells the page that there is no more to come. Settles when all that it was told has been written, or the page is gone. */
  end(): Promise<void> {
    return new Promise((resolve) => this.#page.once('close', resolve).end());
  }

  #tell(event: 'session' | 'wire', data: string | WireEvent): void {
    this.#page.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }
}
