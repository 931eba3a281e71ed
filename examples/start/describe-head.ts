/** The lines of the opening handshake in words, with the sections of RFC 6455 that rule them. */
import type { Role } from '@rfc6455/frame';
import type { HeadLine } from './wire-event.ts';

type Rule = readonly [meaning: string, ...sections: string[]];

const FIRST_LINE: Readonly<Record<Role, Rule>> = {
  client: ['GET, the resource name, and HTTP/1.1 or higher', '4.1'],
  server: ['101: the server agrees; another status refuses', '4.2.2'],
};

const FIELDS: Readonly<Record<Role, Readonly<Record<string, Rule>>>> = {
  client: {
    host: ['the host and the port that the client means', '4.1'],
    upgrade: ['what HTTP is to be left for', '4.1'],
    connection: ['asks every hop to look at Upgrade', '4.1'],
    origin: ['the page that asks; a server may refuse those that it does not know', '4.1', '10.2'],
    'sec-websocket-key': ['16 random bytes in base64, to prove that the server speaks this protocol', '4.1', '11.3.1'],
    'sec-websocket-version': ['13, the version of RFC 6455', '4.1', '11.3.5'],
    'sec-websocket-protocol': ['the subprotocols that the client offers, in its order', '1.9', '11.3.4'],
    'sec-websocket-extensions': [
      'the extensions that the client offers; this server uses none, so its answer names none',
      '9.1',
      '11.3.2',
    ],
  },
  server: {
    upgrade: ['HTTP is left for this', '4.2.2'],
    connection: ['says that Upgrade is meant for this hop', '4.2.2'],
    'sec-websocket-accept': [
      'base64(SHA-1(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")): the server has read the key',
      '4.2.2',
      '11.3.3',
    ],
    'sec-websocket-protocol': ['the one subprotocol that the server has selected', '4.2.2', '11.3.4'],
  },
};

const UNRULED: Rule = [''];

/**
 * Describes a head line by line.
 *
 * @param head the head, with the empty line at its end
 * @param from who sent it
 */
export function describeHead(head: string, from: Role): HeadLine[] {
  const [first = '', ...fields] = head.trimEnd().split('\r\n');
  return [
    line(first, FIRST_LINE[from]),
    ...fields.map((text) => line(text, FIELDS[from][text.slice(0, text.indexOf(':')).toLowerCase()] ?? UNRULED)),
  ];
}

function line(text: string, [meaning, ...sections]: Rule): HeadLine {
  return { text, meaning, sections };
}
