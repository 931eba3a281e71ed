/** Opening handshakes as bytes: any request to a server, and what it answers. RFC 6455 §4.2. */
import { connect, type Socket as Stream } from 'node:net';
import { KEY } from './endpoint.ts';

/** What a server has answered. */
export interface Answer {
  readonly status: number;
  readonly head: string;
  /** What came behind the head until the server ended the connection; of a 101, what came with it. */
  readonly body: string;
  /** The values of a field. */
  field(name: string): string[];
}

/** A line of a request that is changed: another value, several values, or none. */
export type FieldChange = string | readonly string[] | undefined;

/** A request that opens a connection, but for the changes. */
export function request(changes: Readonly<Record<string, FieldChange>> = {}, line = 'GET / HTTP/1.1'): string {
  const fields: Record<string, FieldChange> = {
    Host: 'localhost',
    Upgrade: 'websocket',
    Connection: 'Upgrade',
    'Sec-WebSocket-Key': KEY,
    'Sec-WebSocket-Version': '13',
    ...changes,
  };
  const lines = Object.entries(fields).flatMap(([name, value]) => {
    return value === undefined ? [] : [value].flat().map((one) => `${name}: ${one}\r\n`);
  });
  return `${line}\r\n${lines.join('')}\r\n`;
}

/** Dials a server. The stream ends with nobody's help. */
export function dial(port: number): Stream {
  const stream = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
  return stream.on('error', () => {});
}

/** Sends bytes, Latin-1, and waits for a 101 or for the end of the connection. */
export function exchange(port: number, bytes: string): Promise<Answer> {
  const stream = dial(port);
  stream.write(bytes, 'latin1');
  return answer(stream);
}

/** Waits for a 101 or for the end of the connection, and leaves it. */
export function answer(stream: Stream): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let received = '';
    const settle = () => {
      stream.destroy();
      const end = received.indexOf('\r\n\r\n') + 4;
      if (end < 4) return reject(new Error(`expected an answer, got ${JSON.stringify(received)}`));
      const head = received.slice(0, end);
      resolve({
        status: Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1]),
        head,
        body: received.slice(end),
        field: (name) => Array.from(head.matchAll(new RegExp(`^${name}: (.*)\\r$`, 'gim')), ([, value]) => value!),
      });
    };
    stream.on('data', (chunk) => {
      received += chunk.toString('latin1');
      if (received.startsWith('HTTP/1.1 101 ') && received.includes('\r\n\r\n')) settle();
    });
    stream.on('end', settle);
    stream.on('close', settle);
  });
}
