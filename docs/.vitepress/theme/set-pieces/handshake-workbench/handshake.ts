/** An opening handshake that can be looked at between its steps, and changed: the packages write it and read it. */
import {
  acceptKey,
  type ExtensionAcceptor,
  encodeKey,
  formatRefusal,
  formatRequest,
  formatResponse,
  HandshakeError,
  type HandshakeRequest,
  type HandshakeResponse,
  negotiateExtensions,
  parseExtensions,
  RequestReader,
  ResponseReader,
  readRequest,
  readResponse,
  refusalFor,
  selectSubprotocol,
} from '@rfc6455/handshake';
import { hostHeader, parseUri } from '@rfc6455/uri';

/** What a client is told to ask for, as it is typed. */
export interface Wish {
  readonly uri: string;
  /** Empty for a client that is not a browser. */
  readonly origin: string;
  /** Separated by commas; so are extensions. */
  readonly subprotocols: string;
  readonly extensions: string;
  readonly nonce: Uint8Array;
}

/** What a server supports, as it is typed. */
export interface Support {
  readonly subprotocols: string;
  readonly extensions: string;
}

/** A head that was read. */
export interface Reading<T> {
  /** Undefined when a rule is broken. */
  readonly result: T | undefined;
  readonly error: HandshakeError | undefined;
  /** The lines that break it, by their index; empty when it is one that is missing. */
  readonly faulty: readonly number[];
}

/** The names in a list with commas. */
export function names(list: string): string[] {
  return list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/**
 * Writes the request.
 *
 * @throws UriError for the URI; TypeError or HandshakeError for what cannot stand in a request
 */
export function writeRequest({ uri, origin, subprotocols, extensions, nonce }: Wish): string[] {
  const parsed = parseUri(uri);
  return linesOf(
    formatRequest({
      host: hostHeader(parsed),
      resourceName: parsed.resourceName,
      key: encodeKey(nonce),
      origin: origin === '' ? undefined : origin,
      subprotocols: names(subprotocols),
      extensions: extensions.trim() === '' ? [] : parseExtensions([extensions]),
    }),
  ).head;
}

/** Has the server read a request. */
export function serverReads(lines: readonly string[]): Reading<HandshakeRequest> {
  return read(lines, new RequestReader(), readRequest);
}

/** Writes the answer of the server: it agrees, or it refuses and says why. */
export function writeAnswer(
  { result, error }: Reading<HandshakeRequest>,
  support: Support,
): { head: string[]; body: string } {
  if (error !== undefined) return linesOf(formatRefusal(refusalFor(error)));
  if (result === undefined) return { head: [], body: '' };
  const acceptors = names(support.extensions).map((name): ExtensionAcceptor => ({ name, accept: (offer) => offer }));
  return linesOf(
    formatResponse({
      key: result.key,
      subprotocol: selectSubprotocol(result.subprotocols, names(support.subprotocols)),
      extensions: negotiateExtensions(result.extensions, acceptors),
    }),
  );
}

/** Has the client read an answer: it knows what it has asked for. */
export function clientReads(
  lines: readonly string[],
  { nonce, subprotocols, extensions }: Wish,
): Reading<HandshakeResponse> {
  const offered = {
    key: encodeKey(nonce),
    subprotocols: names(subprotocols),
    extensions: extensions.trim() === '' ? [] : parseExtensions([extensions]),
  };
  return read(lines, new ResponseReader(), (head) => readResponse(head, offered));
}

/** A step on the way from the nonce to the value of Sec-WebSocket-Accept. */
export interface KeyStep {
  readonly name: string;
  readonly value: string;
  readonly sections: readonly string[];
}

/** Shows how the key and the Accept that answers it are made. */
export function keySteps(nonce: Uint8Array): KeyStep[] {
  const key = encodeKey(nonce);
  const accept = acceptKey(key);
  const digest = Uint8Array.from(atob(accept), (character) => character.charCodeAt(0));
  const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return [
    { name: '16 random bytes', value: hex(nonce), sections: ['4.1'] },
    { name: 'in base64: Sec-WebSocket-Key', value: key, sections: ['4.1', '11.3.1'] },
    {
      name: 'with the GUID behind it',
      value: `${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`,
      sections: ['1.3', '4.2.2'],
    },
    { name: 'SHA-1 of that text: 20 bytes', value: hex(digest), sections: ['4.2.2'] },
    { name: 'in base64: Sec-WebSocket-Accept', value: accept, sections: ['4.2.2', '11.3.3'] },
  ];
}

interface HeadReader<Head> {
  receive(bytes: Uint8Array): Head | undefined;
}

function read<Head, T>(lines: readonly string[], reader: HeadReader<Head>, interpret: (head: Head) => T): Reading<T> {
  let at = 0;
  try {
    let head: Head | undefined;
    // Line by line: an error in the bytes of a head is thrown at the line that has it.
    for (const line of [...lines, '']) {
      head = reader.receive(new TextEncoder().encode(`${line}\r\n`));
      // An empty line is the end of the head, wherever it stands.
      if (head !== undefined) break;
      at += 1;
    }
    at = -1;
    return { result: head && interpret(head), error: undefined, faulty: [] };
  } catch (error) {
    if (!(error instanceof HandshakeError)) throw error;
    return { result: undefined, error, faulty: at === -1 ? faultyLines(lines, error) : [at] };
  }
}

/** Which fields a code is about. The others are about the first line. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  INVALID_HOST: ['host'],
  REQUEST_WITH_BODY: ['content-length', 'transfer-encoding'],
  NOT_AN_UPGRADE: ['upgrade', 'connection'],
  UNSUPPORTED_VERSION: ['sec-websocket-version'],
  INVALID_KEY: ['sec-websocket-key'],
  INVALID_ORIGIN: ['origin'],
  INVALID_SUBPROTOCOLS: ['sec-websocket-protocol'],
  INVALID_EXTENSIONS: ['sec-websocket-extensions'],
  INVALID_UPGRADE: ['upgrade'],
  INVALID_CONNECTION: ['connection'],
  INVALID_ACCEPT: ['sec-websocket-accept'],
  UNOFFERED_SUBPROTOCOL: ['sec-websocket-protocol'],
  UNOFFERED_EXTENSION: ['sec-websocket-extensions'],
  DUPLICATE_EXTENSION: ['sec-websocket-extensions'],
};

function faultyLines(lines: readonly string[], { code }: HandshakeError): number[] {
  const fields = lines.map((line, i) => (i === 0 ? '' : line.slice(0, line.indexOf(':')).trim().toLowerCase()));
  if (code === 'DUPLICATE_HEADER') {
    return [...fields.keys()].filter(
      (i) => fields[i] !== '' && fields.indexOf(fields[i]!) !== fields.lastIndexOf(fields[i]!),
    );
  }
  const wanted = FIELDS[code];
  if (wanted === undefined) return [0];
  return [...fields.keys()].filter((i) => wanted.includes(fields[i]!));
}

function linesOf(bytes: Uint8Array): { head: string[]; body: string } {
  const [head = '', body = ''] = new TextDecoder().decode(bytes).split('\r\n\r\n');
  return { head: head.split('\r\n'), body };
}
