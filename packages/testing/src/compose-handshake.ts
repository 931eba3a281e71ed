/**
 * The heads of opening handshakes, good ones and bad ones: nothing is checked.
 *
 * RFC 6455 §4.1, §4.2.2. `formatRequest` and `formatResponse` of `@rfc6455/handshake` make good ones only.
 */
import { acceptKey } from '@rfc6455/handshake';

/** Fields of a head, in addition or instead: undefined leaves one out, a list makes it come several times. */
export type FieldChanges = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What differs from a plain request. */
export interface RequestDraft {
  /** By default `GET`. */
  readonly method?: string | undefined;
  /** By default `/`. */
  readonly target?: string | undefined;
  /** By default `1.1`. */
  readonly httpVersion?: string | undefined;
  readonly headers?: FieldChanges | undefined;
}

/** What differs from a response that accepts the request. */
export interface ResponseDraft {
  /** By default `HTTP/1.1 101 Switching Protocols`. */
  readonly statusLine?: string | undefined;
  readonly headers?: FieldChanges | undefined;
}

/**
 * Composes a client's opening handshake: that of RFC 6455 §1.3 without its Origin and its subprotocols, but for the changes.
 *
 * @param draft what differs
 * @returns the head, up to the empty line
 * @example
 * ```ts
 * import { composeRequest } from '@rfc6455/testing';
 *
 * const lines = composeRequest({ target: '/chat', headers: { 'Sec-WebSocket-Version': undefined } }).split('\r\n');
 * lines[0]; // => 'GET /chat HTTP/1.1'
 * lines.at(-3); // => 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='
 * ```
 */
export function composeRequest({
  method = 'GET',
  target = '/',
  httpVersion = '1.1',
  headers,
}: RequestDraft = {}): string {
  return composeHead(`${method} ${target} HTTP/${httpVersion}`, {
    Host: 'server.example.com',
    Upgrade: 'websocket',
    Connection: 'Upgrade',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Version': '13',
    ...headers,
  });
}

/**
 * Composes a server's answer to an opening handshake: it accepts (RFC 6455 §4.2.2), but for the changes.
 *
 * @param request the head of the request, whose key is proved to have been read
 * @param draft what differs
 * @returns the head, up to the empty line
 * @throws Error if the request has no Sec-WebSocket-Key, and the draft no Sec-WebSocket-Accept
 * @example
 * ```ts
 * import { composeRequest, composeResponse } from '@rfc6455/testing';
 *
 * const lines = composeResponse(composeRequest(), { headers: { 'Sec-WebSocket-Protocol': 'chat' } }).split('\r\n');
 * lines[3]; // => 'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo='
 * lines[4]; // => 'Sec-WebSocket-Protocol: chat'
 * ```
 */
export function composeResponse(
  request: string,
  { statusLine = 'HTTP/1.1 101 Switching Protocols', headers = {} }: ResponseDraft = {},
): string {
  return composeHead(statusLine, {
    Upgrade: 'websocket',
    Connection: 'Upgrade',
    ...(Object.hasOwn(headers, 'Sec-WebSocket-Accept') ? {} : { 'Sec-WebSocket-Accept': acceptKey(keyOf(request)) }),
    ...headers,
  });
}

function keyOf(request: string): string {
  const key = /^Sec-WebSocket-Key: *(.*?) *\r$/im.exec(request)?.[1];
  if (key === undefined) throw new Error('request: expected a head with a Sec-WebSocket-Key');
  return key;
}

function composeHead(startLine: string, fields: FieldChanges): string {
  const lines = Object.entries(fields).flatMap(([name, value]) => {
    return value === undefined ? [] : [value].flat().map((one) => `${name}: ${one}\r\n`);
  });
  return `${startLine}\r\n${lines.join('')}\r\n`;
}
