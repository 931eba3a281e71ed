/** What each byte of a head of the opening handshake is for. */
import type { Role } from '@rfc6455/connection';
import type { Annotation } from './annotation.ts';
import { accept, offer } from './transcript.ts';

/** A few words, the sections that ask for it, and what may stand in its place. */
type Entry = readonly [what: string, sections: readonly string[], wrong: string];

const ASCII = new TextEncoder();

const CRLF: Entry = [
  'Carriage return and line feed end a line of HTTP. One without the other is refused, because two programs that disagree about where a line ends can be made to disagree about what was asked.',
  ['4.1', '10.7'],
  '\n',
];
const END: Entry = [
  'An empty line ends the head. The next byte of this direction is no longer HTTP: it is the first byte of a frame.',
  ['1.3', '4.1'],
  '',
];
const COLON: Entry = [
  'The colon stands right after the name. White space after it belongs to neither name nor value.',
  ['4.1', '10.7'],
  ' : ',
];

const START_LINE: Readonly<Record<Role, Readonly<Record<string, Entry>>>> = {
  client: {
    GET: ['The method. An opening handshake is a GET, so that it passes wherever HTTP does.', ['4.1', '4.2.1'], 'PUT'],
    '/chat': ['The resource name: path and query of the URI ws://server.example.com/chat.', ['3', '4.1'], 'chat'],
    'HTTP/1.1': ['The version. 1.0 has no Upgrade, so 1.1 is the least.', ['4.1', '4.2.1'], 'HTTP/1.0'],
  },
  server: {
    'HTTP/1.1': ['The version, as in the request.', ['4.2.2'], 'HTTP/1.0'],
    '101': [
      'The status. 101 is the only one that opens the connection; all others mean what they mean in HTTP.',
      ['4.1', '4.2.2'],
      '200',
    ],
    Switching: ['A phrase for people. No program may rely on it.', ['4.2.2'], 'Trading'],
    Protocols: ['The rest of the phrase.', ['4.2.2'], 'Places'],
  },
};

const NAMES: Readonly<Record<string, Entry>> = {
  Host: ['Which server is meant: many names can share one address.', ['4.1', '4.2.1'], 'Hots'],
  Upgrade: [
    'The field in which HTTP/1.1 offers, and agrees, to speak another protocol.',
    ['4.1', '4.2.1', '4.2.2'],
    'Update',
  ],
  Connection: [
    'The fields that are meant for the next hop only. A proxy that does not know WebSocket drops them here, and the handshake fails, as it should.',
    ['4.1', '4.2.1', '4.2.2'],
    'Cohesion',
  ],
  'Sec-WebSocket-Key': [
    'A script in a browser cannot set a field whose name begins with Sec-. So no page can forge this request with fetch or a form.',
    ['4.1', '10.2', '11.3.1'],
    'Sec-WebSocket-Kye',
  ],
  'Sec-WebSocket-Version': [
    'The version of the protocol: 13 is RFC 6455, and lower numbers belong to its drafts.',
    ['4.1', '4.4', '11.3.5'],
    'Sec-WebSocket-Verison',
  ],
  'Sec-WebSocket-Protocol': [
    'The subprotocol: what the messages mean is agreed upon here, by name, and not in RFC 6455.',
    ['1.9', '4.1', '11.3.4'],
    'Sec-WebSocket-Pr0tocol',
  ],
  'Sec-WebSocket-Accept': [
    'The proof that the server has read the key, and so that it speaks this protocol.',
    ['4.1', '4.2.2', '11.3.3'],
    'Sec-WebSocket-Accent',
  ],
};

const VALUES: Readonly<Record<Role, Readonly<Record<string, Entry>>>> = {
  client: {
    Host: [
      'The host of the URI, with its port unless that is 80 for ws or 443 for wss.',
      ['4.1'],
      'server example com',
    ],
    Upgrade: ['The name of the protocol, in upper or lower case.', ['4.1', '4.2.1'], 'webhooks'],
    Connection: [
      'Says that Upgrade is such a field. It may stand in a list: “keep-alive, Upgrade” is common.',
      ['4.1', '4.2.1'],
      'close',
    ],
    'Sec-WebSocket-Key': [
      'Sixteen random bytes in base64, new for each connection. They are no secret and no password: they only keep an answer from being one that was prepared or cached.',
      ['4.1', '4.2.1'],
      'c2hvcnQ=',
    ],
    'Sec-WebSocket-Version': [
      'The only version in use. A server that speaks others lists them in its refusal.',
      ['4.1', '4.4'],
      '8',
    ],
    'Sec-WebSocket-Protocol': ['What the client speaks, what it likes best first.', ['4.1', '1.9'], 'chat, chat'],
  },
  server: {
    Upgrade: ['HTTP is left for this.', ['4.1', '4.2.2'], 'h2c'],
    Connection: ['As in the request.', ['4.1', '4.2.2'], 'close'],
    'Sec-WebSocket-Accept': [
      `The base64 of the SHA-1 of “${offer.key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11”: the key, and a GUID that no server which does not know WebSocket would append.`,
      ['4.2.2', '1.3'],
      `${accept.slice(0, -2)}A=`,
    ],
    'Sec-WebSocket-Protocol': [
      'The one that the server has picked from those that were offered.',
      ['4.2.2', '4.1'],
      'mqtt',
    ],
  },
};

/** Annotates a head: each byte of it once. */
export function annotateHead(bytes: Uint8Array, from: Role): Annotation[] {
  const head = new TextDecoder().decode(bytes);
  const annotations: Annotation[] = [];
  let at = 0;
  const take = (length: number, group: string, name: string, [what, sections, wrong]: Entry): void => {
    annotations.push({ start: at, end: at + length, group, name, what, sections, wrong: ASCII.encode(wrong) });
    at += length;
  };
  head.split('\r\n').forEach((line, i) => {
    if (at === bytes.length) return;
    if (i === 0) {
      for (const [piece] of line.matchAll(/[^ ]+| /g)) {
        if (piece === ' ')
          take(1, 'plain', 'space', ['One space separates the parts of the first line.', ['4.1'], '\t']);
        else take(piece.length, 'type', NAMES_OF_PIECES[piece] ?? 'reason phrase', START_LINE[from][piece]!);
      }
    } else if (line !== '') {
      const [name = '', value = ''] = line.split(': ');
      take(name.length, 'length', `name of ${name}`, NAMES[name]!);
      take(2, 'plain', 'colon', COLON);
      take(value.length, 'payload', `value of ${name}`, VALUES[from][name]!);
    }
    if (line === '') take(2, 'plain', 'end of the head', END);
    else take(2, 'plain', 'end of the line', CRLF);
  });
  return annotations;
}

const NAMES_OF_PIECES: Readonly<Record<string, string>> = {
  GET: 'method',
  '/chat': 'resource name',
  'HTTP/1.1': 'version',
  '101': 'status',
};
