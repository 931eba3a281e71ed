/** One end of a connection: the opening handshake, then a `Connection`. What it sends it gives to a wire. */
import {
  type CloseReport,
  Connection,
  type ConnectionEvent,
  type ConnectionState,
  type Role,
  TRANSITIONS,
} from '@rfc6455/connection';
import {
  encodeKey,
  formatRefusal,
  formatRequest,
  formatResponse,
  HandshakeError,
  RequestReader,
  ResponseReader,
  readRequest,
  readResponse,
  refusalFor,
} from '@rfc6455/handshake';
import { readableText, shorten } from '../shared/describe-frame.ts';
import { countBytes, sentence } from '../shared/hex.ts';

/** What a peer gives to the wire: a head, frames, or the end of its side of the TCP connection. */
export interface Sent {
  readonly what: 'head' | 'frames' | 'end';
  readonly bytes: Uint8Array;
}

const END: Sent = { what: 'end', bytes: new Uint8Array(0) };

/** One step through the table of transitions. */
export interface Transition {
  readonly from: ConnectionState;
  readonly event: ConnectionEvent;
  readonly to: ConnectionState;
}

/** Limits that a flood reaches soon. */
export const LIMITS = { maxFragments: 8, maxMessageSize: 1000 } as const;

const KEY = encodeKey(new TextEncoder().encode('the sample nonce'));

/** A client or a server. */
export class Peer {
  readonly role: Role;
  readonly connection: Connection;
  /** How the connection ended. */
  report: CloseReport | undefined;
  /** The state by RFC 6455. A `Connection` exists from open on. */
  state: ConnectionState = 'connecting';
  /** What has moved the state, since {@link forget}. */
  steps: Transition[] = [];
  readonly #send: (sent: Sent) => void;
  readonly #tell: (what: string) => void;
  #established = false;
  #sentEnd = false;
  #violated = false;

  /**
   * @param role which end this is
   * @param random for masking keys
   * @param send called with what goes onto the wire
   * @param tell called with what happens
   */
  constructor(role: Role, random: () => number, send: (sent: Sent) => void, tell: (what: string) => void) {
    this.role = role;
    this.#send = send;
    this.#tell = tell;
    this.connection = new Connection({
      role,
      random,
      ...LIMITS,
      handler: {
        message: (data) =>
          tell(
            typeof data === 'string'
              ? `has the message “${shorten(data, 40)}”`
              : `has a message of ${countBytes(data.length)}`,
          ),
        ping: (data) => tell(`is asked with a Ping${quoted(data)}, and answers`),
        pong: (data) => tell(`has the Pong${quoted(data)}`),
        closeReceived: ({ code, reason }) =>
          tell(`is told to close: ${code === 1005 ? 'no code' : code}${reason === '' ? '' : ` “${reason}”`}`),
        violation: (error) => {
          this.#violated = true;
          tell(`fails the connection with ${error.closeCode}: ${error.code}. ${sentence(error.message)}`);
        },
        closed: (report) => {
          this.report = report;
        },
      },
    });
  }

  /** Begins the opening handshake. */
  connect(): void {
    this.#sendHead(formatRequest({ host: 'server.example.com', resourceName: '/', key: KEY }));
  }

  /** Forgets the steps so far. */
  forget(): void {
    this.steps = [];
  }

  /** Does something with the connection, and sends what comes out. */
  act(what: (connection: Connection) => boolean | undefined): void {
    const before = { sent: this.connection.closeSent, received: this.connection.closeReceived };
    const hadViolated = this.#violated;
    const hadEnded = this.report !== undefined;
    if (what(this.connection) === false) this.#tell('sends nothing: the connection takes no more');
    const { closeSent, closeReceived } = this.connection;
    if (closeReceived !== before.received) this.#move('closeReceived');
    if (closeSent !== before.sent) this.#move('closeSent');
    if (this.#violated && !hadViolated) this.#move('failed');
    if (this.report !== undefined && !hadEnded) this.#move('transportEnded');
    for (const bytes of this.connection.takeOutput()) this.#send({ what: 'frames', bytes });
    if (this.connection.transportDuty === 'end' || this.report !== undefined) this.#end();
  }

  /** Takes what comes from the wire. */
  receive(bytes: Uint8Array): void {
    if (this.#established) {
      return this.act((connection) => {
        connection.receive(bytes.slice());
        return undefined;
      });
    }
    try {
      if (this.role === 'server') this.#receiveRequest(bytes);
      else this.#receiveResponse(bytes);
    } catch (error) {
      if (!(error instanceof HandshakeError)) throw error;
      this.#tell(`fails the opening handshake: ${error.code}. ${sentence(error.message)}`);
      if (this.role === 'server') this.#sendHead(formatRefusal(refusalFor(error)));
      this.#move('failed');
      this.#end();
    }
  }

  /** Takes the end of the TCP connection. */
  receiveEnd(cause?: Error): void {
    if (this.#established) {
      return this.act((connection) => {
        connection.receiveEnd(cause);
        return undefined;
      });
    }
    if (this.state === 'connecting') this.#move('transportEnded');
    this.#end();
  }

  #receiveRequest(bytes: Uint8Array): void {
    const head = new RequestReader().receive(bytes.slice());
    if (head === undefined) return;
    this.#sendHead(formatResponse({ key: readRequest(head).key }));
    this.#open();
  }

  #receiveResponse(bytes: Uint8Array): void {
    const head = new ResponseReader().receive(bytes.slice());
    if (head === undefined) return;
    readResponse(head, { key: KEY });
    this.#open();
  }

  #open(): void {
    this.#established = true;
    this.#move('established');
    this.#tell('is open');
  }

  #move(event: ConnectionEvent): void {
    const from = this.state;
    const to = TRANSITIONS[from][event];
    if (to === undefined) throw new Error(`${event} cannot happen in state ${from}`);
    this.steps.push({ from, event, to });
    this.state = to;
  }

  #end(): void {
    if (this.#sentEnd) return;
    this.#sentEnd = true;
    this.#send(END);
  }

  #sendHead(bytes: Uint8Array): void {
    this.#send({ what: 'head', bytes });
  }
}

function quoted(data: Uint8Array): string {
  return data.length === 0 ? '' : ` “${readableText(data) ?? countBytes(data.length)}”`;
}
