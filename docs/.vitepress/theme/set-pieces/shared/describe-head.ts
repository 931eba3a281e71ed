/** The lines of the opening handshake in words, with the sections of RFC 6455 that rule them. */
import type { Role } from '@rfc6455/close-codes';

/** A line of a head. */
export interface HeadLine {
  readonly text: string;
  /** What it is for; empty where RFC 6455 has nothing to say about it. */
  readonly meaning: string;
  readonly sections: readonly string[];
}

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
    'sec-websocket-extensions': ['the extensions that the client offers', '9.1', '11.3.2'],
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
    'sec-websocket-extensions': ['the extensions in use, some of those that the client offers', '9.1', '11.3.2'],
    'sec-websocket-version': ['the versions that the server speaks, in a refusal', '4.2.2', '4.4'],
    allow: ['the method that the server takes', '4.2.1'],
  },
};

const UNRULED: Rule = [''];

/**
 * Describes a head line by line.
 *
 * @param lines the lines, without their ends and without the empty one
 * @param from who sent it
 */
export function describeHead(lines: readonly string[], from: Role): HeadLine[] {
  return lines.map((text, i) => {
    const name = text.slice(0, text.indexOf(':')).trim().toLowerCase();
    const [meaning, ...sections] = i === 0 ? FIRST_LINE[from] : (FIELDS[from][name] ?? UNRULED);
    return { text, meaning, sections };
  });
}
