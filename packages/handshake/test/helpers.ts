import { HandshakeError, type HeaderList, type RequestHead, type ResponseHead } from '@rfc6455/handshake';

/** The example of RFC 6455 §1.3. */
export const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
export const ACCEPT = 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=';

/** One byte for each character, none of which may be above U+00FF. */
export function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** One character for each byte. */
export function text(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

/** A head: the lines, and the empty one. */
export function head(...lines: readonly string[]): Uint8Array {
  return latin1(`${lines.join('\r\n')}\r\n\r\n`);
}

/** The HandshakeError that `action` throws. */
export function errorOf(action: () => unknown): HandshakeError {
  try {
    action();
  } catch (error) {
    if (error instanceof HandshakeError) return error;
    throw error;
  }
  throw new Error('expected a HandshakeError');
}

/** The code of the HandshakeError that `action` throws, or what it returns. */
export function codeOrResult(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    if (error instanceof HandshakeError) return error.code;
    throw error;
  }
}

interface Reader<Head> {
  receive(bytes: Uint8Array): Head | undefined;
  readonly rest: Uint8Array;
}

/** Gives the bytes to a reader in portions of these sizes, over and over, and returns what it makes of them. */
export function feed<Head>(
  reader: Reader<Head>,
  bytes: Uint8Array,
  sizes: readonly number[],
): { head: Head | undefined; rest: Uint8Array } {
  let at = 0;
  for (let turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length]!;
    // A copy of its own, wiped afterwards: nothing of a portion may be kept but `rest`.
    const portion = bytes.slice(at, at + size);
    at += portion.length;
    const head = reader.receive(portion);
    if (head) {
      const rest = new Uint8Array([...reader.rest, ...bytes.subarray(at)]);
      portion.fill(0);
      return { head, rest };
    }
    portion.fill(0);
  }
  return { head: undefined, rest: new Uint8Array(0) };
}

type Fields = Readonly<Record<string, string | readonly string[] | undefined>>;

function replaceFields(headers: HeaderList, fields: Fields): HeaderList {
  const kept = headers.filter(([name]) => !(name in fields));
  const added = Object.entries(fields).flatMap(([name, values]) => {
    return [values ?? []].flat().map((value): readonly [string, string] => [name, value]);
  });
  return [...kept, ...added];
}

/** The opening handshake of RFC 6455 §1.2 as a head, with some fields replaced, or removed by `undefined`. */
export function requestHead(fields: Fields = {}, line: Partial<RequestHead> = {}): RequestHead {
  const headers: HeaderList = [
    ['Host', 'server.example.com'],
    ['Upgrade', 'websocket'],
    ['Connection', 'Upgrade'],
    ['Sec-WebSocket-Key', KEY],
    ['Origin', 'http://example.com'],
    ['Sec-WebSocket-Protocol', 'chat, superchat'],
    ['Sec-WebSocket-Version', '13'],
  ];
  return { method: 'GET', target: '/chat', httpVersion: '1.1', headers: replaceFields(headers, fields), ...line };
}

/** The answer of RFC 6455 §1.2 as a head, with some fields replaced, or removed by `undefined`. */
export function responseHead(fields: Fields = {}, line: Partial<ResponseHead> = {}): ResponseHead {
  const headers: HeaderList = [
    ['Upgrade', 'websocket'],
    ['Connection', 'Upgrade'],
    ['Sec-WebSocket-Accept', ACCEPT],
    ['Sec-WebSocket-Protocol', 'chat'],
  ];
  return {
    httpVersion: '1.1',
    status: 101,
    reason: 'Switching Protocols',
    headers: replaceFields(headers, fields),
    ...line,
  };
}
