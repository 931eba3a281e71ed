/** A client and a server, and the wire between them, which delivers when it is told to. */
import type { Connection, Role } from '@rfc6455/connection';
import { summarizeFrame } from '../shared/describe-frame.ts';
import { layoutFrames } from '../shared/frame-layout.ts';
import { Peer, type Sent } from './peer.ts';

/** Something on its way. */
export interface InFlight {
  readonly id: number;
  readonly from: Role;
  readonly what: 'head' | 'frame' | 'end';
  readonly bytes: Uint8Array;
  readonly summary: string;
  /** What was done to it. */
  readonly tampered: string;
}

/** What has happened, and at which end. */
export interface Told {
  readonly id: number;
  readonly who: Role | 'wire';
  readonly what: string;
}

/** A way to change a frame on its way. */
export interface Tampering {
  readonly name: string;
  change(frame: Uint8Array): Uint8Array;
}

const changed = (frame: Uint8Array, at: number, mask: number): Uint8Array => {
  const bytes = frame.slice();
  bytes[at] = bytes[at]! ^ mask;
  return bytes;
};

export const tamperings: readonly Tampering[] = [
  { name: 'RSV1 is flipped', change: (frame) => changed(frame, 0, 0x40) },
  { name: 'FIN is flipped', change: (frame) => changed(frame, 0, 0x80) },
  { name: 'bit 2 of the opcode is flipped', change: (frame) => changed(frame, 0, 0x04) },
  { name: 'MASK is flipped', change: (frame) => changed(frame, 1, 0x80) },
  { name: 'the top bit of the last byte is flipped', change: (frame) => changed(frame, frame.length - 1, 0x80) },
  { name: 'the last byte is lost', change: (frame) => frame.slice(0, -1) },
];

/** What a peer does; false if it may not. */
export type Action = (connection: Connection) => boolean | undefined;

/** Two peers and their wire. */
export class Duet {
  readonly peers: Readonly<Record<Role, Peer>>;
  /** What is on its way, in the order in which it was sent. */
  inFlight: InFlight[] = [];
  readonly told: Told[] = [];
  #ids = 0;

  /** @param random a source of 32-bit numbers, for the masking keys */
  constructor(random: () => number) {
    const make = (role: Role) =>
      new Peer(
        role,
        random,
        (sent) => this.#put(role, sent),
        (what) => this.#tell(role, what),
      );
    this.peers = { client: make('client'), server: make('server') };
    this.peers.client.connect();
  }

  /** Whether both ends have closed. */
  get isOver(): boolean {
    return this.peers.client.state === 'closed' && this.peers.server.state === 'closed';
  }

  /** Has a peer do something. */
  act(role: Role, what: Action): void {
    this.#forget();
    this.peers[role].act(what);
  }

  /** Has both do something before either hears of the other. */
  actBoth(what: Action): void {
    this.#forget();
    this.peers.client.act(what);
    this.peers.server.act(what);
  }

  /** Puts bytes onto the wire that no `Connection` would send. */
  inject(from: Role, bytes: Uint8Array): void {
    this.#put(from, { what: 'frames', bytes });
  }

  /** Delivers the oldest thing on its way, or the oldest of one direction. */
  deliver(from?: Role): void {
    const next = this.inFlight.find((each) => from === undefined || each.from === from);
    if (next === undefined) return;
    this.#forget();
    this.inFlight = this.inFlight.filter((each) => each !== next);
    const receiver = this.peers[next.from === 'client' ? 'server' : 'client'];
    if (next.what === 'end') {
      this.#tell(receiver.role, 'sees the end of TCP');
      receiver.receiveEnd();
    } else if (isDeaf(receiver)) {
      this.#tell(receiver.role, 'does not read it: for it, the connection is over');
    } else {
      receiver.receive(next.bytes);
    }
  }

  /** Changes the oldest frame on its way; false if there is none. */
  tamper({ name, change }: Tampering): boolean {
    const frame = this.inFlight.find(({ what }) => what === 'frame');
    if (frame === undefined) return false;
    this.inFlight = this.inFlight.map((each) =>
      each === frame ? { ...frame, bytes: change(frame.bytes), tampered: name } : each,
    );
    this.#tell('wire', `changes a frame: ${name}`);
    return true;
  }

  /** Cuts the connection: what is on its way is lost. */
  cut(): void {
    this.#forget();
    this.#tell('wire', 'is cut');
    this.inFlight = [];
    for (const peer of Object.values(this.peers)) peer.receiveEnd(new Error('the connection was cut'));
    this.inFlight = [];
  }

  #forget(): void {
    this.peers.client.forget();
    this.peers.server.forget();
  }

  #tell(who: Told['who'], what: string): void {
    this.told.push({ id: this.#ids++, who, what });
  }

  #put(from: Role, { what, bytes }: Sent): void {
    if (what === 'end') return this.#add({ from, what, bytes, summary: 'the end of its side of TCP' });
    if (what === 'head') {
      return this.#add({ from, what, bytes, summary: new TextDecoder().decode(bytes).split('\r\n')[0]! });
    }
    for (const frame of layoutFrames(bytes)) {
      this.#add({ from, what: 'frame', bytes: bytes.slice(frame.start, frame.end), summary: summarizeFrame(frame) });
    }
  }

  #add(item: Omit<InFlight, 'id' | 'tampered'>): void {
    this.inFlight = [...this.inFlight, { ...item, id: this.#ids++, tampered: '' }];
  }
}

/** Whether a peer ignores what still comes: after a Close frame, and after it has failed the connection. */
function isDeaf({ state, connection }: Peer): boolean {
  return state === 'closed' || connection.closeReceived !== undefined || connection.transportDuty === 'end';
}
