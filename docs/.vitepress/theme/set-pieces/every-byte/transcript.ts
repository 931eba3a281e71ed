/**
 * One connection from its first byte to its last, made by the packages. The key and the masking keys are fixed, so that
 * the bytes are the same each time; an endpoint that is not an example takes them at random.
 */
import { Connection, type Role } from '@rfc6455/connection';
import {
  acceptKey,
  encodeKey,
  formatRequest,
  formatResponse,
  type HandshakeOffer,
  RequestReader,
  readRequest,
  selectSubprotocol,
} from '@rfc6455/handshake';
import { concat } from '../shared/concat.ts';

/** The name of a part. */
export type PartId =
  | 'request'
  | 'response'
  | 'text'
  | 'answer'
  | 'first-fragment'
  | 'ping'
  | 'last-fragment'
  | 'pong'
  | 'binary'
  | 'close'
  | 'close-echo';

/** A head of the opening handshake, or a frame. */
export interface Part {
  readonly id: PartId;
  readonly from: Role;
  readonly bytes: Uint8Array;
}

const NONCE = new TextEncoder().encode('the sample nonce');
const MASKING_KEYS = [0x37fa213d, 0x9a1c40e7, 0x5bd3e86f, 0x0c7792b4, 0xe48a1d53];
/** None of them is ASCII, and as text they would not be UTF-8. */
const BINARY = Uint8Array.from({ length: 128 }, (_, i) => 0x80 + i);

/** What the client offers. */
export const offer: HandshakeOffer & { readonly subprotocols: readonly string[] } = {
  key: encodeKey(NONCE),
  subprotocols: ['chat', 'superchat'],
};

/** The Accept that belongs to the key of the request. */
export const accept: string = acceptKey(offer.key);

/** Lets a client and a server talk to each other, and keeps what each says. */
export function makeTranscript(): Part[] {
  const parts: Part[] = [];
  const keep = (id: PartId, from: Role, bytes: Uint8Array): Uint8Array => {
    parts.push({ id, from, bytes });
    return bytes.slice();
  };

  const asked = keep(
    'request',
    'client',
    formatRequest({ host: 'server.example.com', resourceName: '/chat', ...offer }),
  );
  const request = readRequest(new RequestReader().receive(asked)!);
  const subprotocol = selectSubprotocol(request.subprotocols, ['chat']);
  keep('response', 'server', formatResponse({ key: request.key, subprotocol }));

  const keys = MASKING_KEYS.values();
  const server = new Connection({ role: 'server', handler: {} });
  const client = new Connection({ role: 'client', random: () => keys.next().value!, handler: {} });
  const deliver = (id: PartId, from: Connection, to: Connection): void => {
    to.receive(keep(id, from.role, concat(from.takeOutput())));
  };

  client.send('Hello');
  deliver('text', client, server);
  server.send('Hello, 世界');
  deliver('answer', server, client);

  const message = client.startMessage('text');
  message.write('One message, ');
  deliver('first-fragment', client, server);
  client.ping('still there?');
  deliver('ping', client, server);
  message.end('two frames.');
  deliver('last-fragment', client, server);
  deliver('pong', server, client);

  server.send(BINARY);
  deliver('binary', server, client);
  client.close(1000, 'bye');
  deliver('close', client, server);
  deliver('close-echo', server, client);
  return parts;
}

/** The connection. */
export const transcript: readonly Part[] = /* @__PURE__ */ makeTranscript();
