/** Ways to get an opening handshake wrong, each of which breaks another rule. */

/** A mistake: what it makes of the lines of a head. */
export interface Mistake {
  readonly name: string;
  make(lines: readonly string[]): string[];
}

/** Replaces the value of a field, or adds the field where it is missing. */
const set =
  (name: string, value: string) =>
  (lines: readonly string[]): string[] => {
    const line = `${name}: ${value}`;
    const at = indexOf(lines, name);
    return at === -1 ? [...lines, line] : lines.with(at, line);
  };

const remove =
  (name: string) =>
  (lines: readonly string[]): string[] =>
    lines.filter((_, i) => i !== indexOf(lines, name));

const first =
  (pattern: RegExp, replacement: string) =>
  ([line = '', ...fields]: readonly string[]): string[] => [line.replace(pattern, replacement), ...fields];

const add =
  (line: string) =>
  (lines: readonly string[]): string[] => [...lines, line];

function indexOf(lines: readonly string[], name: string): number {
  return lines.findIndex((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`));
}

export const requestMistakes: readonly Mistake[] = [
  { name: 'the method is POST', make: first(/^GET/, 'POST') },
  { name: 'the version is HTTP/1.0', make: first(/1\.1$/, '1.0') },
  { name: 'the request line has no version', make: first(/ HTTP.*/, '') },
  { name: 'the resource name has a fragment', make: first(/ HTTP/, '#here HTTP') },
  { name: 'there is no Host', make: remove('Host') },
  { name: 'there is no Upgrade', make: remove('Upgrade') },
  { name: 'a proxy has replaced Connection', make: set('Connection', 'close') },
  { name: 'the key has 4 bytes', make: set('Sec-WebSocket-Key', 'AAAAAA==') },
  { name: 'the key is another one', make: set('Sec-WebSocket-Key', 'AAAAAAAAAAAAAAAAAAAAAA==') },
  { name: 'there are two keys', make: add('Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==') },
  { name: 'the version of the protocol is 8', make: set('Sec-WebSocket-Version', '8') },
  { name: 'the Origin is no origin', make: set('Origin', 'example.com/page') },
  { name: 'a subprotocol is there twice', make: set('Sec-WebSocket-Protocol', 'chat, chat') },
  { name: 'an extension has no name', make: set('Sec-WebSocket-Extensions', '; level=1') },
  { name: 'the request has a body', make: add('Content-Length: 5') },
  { name: 'a line begins with a space', make: add(' folded') },
  { name: 'a name has a space behind it', make: add('Cookie : a=1') },
  { name: 'a value has a control character', make: add('Cookie: a\u0001b') },
];

export const answerMistakes: readonly Mistake[] = [
  { name: 'the status is 200', make: first(/ .*/, ' 200 OK') },
  {
    name: 'the status is 401',
    make: (lines) => add('WWW-Authenticate: Basic')(first(/ .*/, ' 401 Unauthorized')(lines)),
  },
  { name: 'the first line is no status line', make: first(/.*/, 'SSH-2.0-OpenSSH') },
  { name: 'Upgrade is another protocol', make: set('Upgrade', 'h2c') },
  { name: 'Connection is missing', make: remove('Connection') },
  { name: 'the Accept belongs to another key', make: set('Sec-WebSocket-Accept', 'ICX+Yqv66kxgM0FcWaLWlFLwTAI=') },
  { name: 'there are two Accepts', make: add('Sec-WebSocket-Accept: ICX+Yqv66kxgM0FcWaLWlFLwTAI=') },
  { name: 'a subprotocol that was not offered', make: set('Sec-WebSocket-Protocol', 'mqtt') },
  { name: 'two subprotocols', make: set('Sec-WebSocket-Protocol', 'chat, superchat') },
  { name: 'an extension that was not offered', make: set('Sec-WebSocket-Extensions', 'x-compress') },
  { name: 'an extension twice', make: set('Sec-WebSocket-Extensions', 'permessage-deflate, permessage-deflate') },
  { name: 'a malformed extension', make: set('Sec-WebSocket-Extensions', 'permessage-deflate;;') },
];
