/** The head of an opening handshake as a browser sends it, from bytes to names and values. */
import { RequestReader, readRequest } from '@rfc6455/handshake';
import type { Case, Cases } from './bench.ts';

const HEAD = Buffer.from(
  [
    'GET /chat?room=7 HTTP/1.1',
    'Host: server.example.com',
    'Connection: Upgrade',
    'Pragma: no-cache',
    'Cache-Control: no-cache',
    'User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
    'Upgrade: websocket',
    'Origin: https://server.example.com',
    'Sec-WebSocket-Version: 13',
    'Accept-Encoding: gzip, deflate, br, zstd',
    'Accept-Language: en-GB,en;q=0.9',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits',
    'Sec-WebSocket-Protocol: chat, superchat',
    '\r\n',
  ].join('\r\n'),
);
const FIELDS = 13;
const TIMES = 1000;

function parseCase(name: string, parse: () => number): Case {
  if (parse() !== FIELDS) throw new Error(`${name}: not all was parsed`);
  return {
    name,
    messages: TIMES,
    run() {
      for (let i = 0; i < TIMES; i++) parse();
    },
  };
}

function readHead() {
  const head = new RequestReader().receive(HEAD);
  if (head === undefined) throw new Error('the head is not complete');
  return head;
}

/** The parser that node:http uses, driven as node:http does it: there is no public way to it alone. */
interface NodeParser {
  initialize(type: number, resource: object): void;
  execute(bytes: Uint8Array): number | Error;
  [event: number]: unknown;
}
interface HttpCommon {
  readonly HTTPParser: (new () => NodeParser) & { readonly REQUEST: number; readonly kOnHeadersComplete: number };
}

async function nodeHttp(): Promise<readonly Case[]> {
  // A variable, because the module has no types.
  const name = 'node:_http_common';
  const { HTTPParser } = (await import(name)) as HttpCommon;
  const parser = new HTTPParser();
  let fields = 0;
  parser[HTTPParser.kOnHeadersComplete | 0] = (_major: number, _minor: number, headers: readonly string[]) => {
    fields = headers.length / 2;
    // It is an upgrade: what follows is not HTTP.
    return 2;
  };
  return [
    parseCase('head', () => {
      parser.initialize(HTTPParser.REQUEST, {});
      const result = parser.execute(HEAD);
      if (result instanceof Error) throw result;
      return fields;
    }),
  ];
}

export const cases: Cases = {
  'node:http': nodeHttp,
  rfc6455: () => [
    parseCase('head', () => readHead().headers.length),
    parseCase('head and all checks of §4.2.1', () => readRequest(readHead()).headers.length),
  ],
};
