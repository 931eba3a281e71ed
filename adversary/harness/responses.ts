/** Answers to opening handshakes of our client: good ones, changed here and there. RFC 6455 §4.2.2. */
import type { Socket as Stream } from 'node:net';
import { acceptHead } from './endpoint.ts';
import type { FieldChange } from './exchange.ts';
import { scriptedServer } from './scripted-server.ts';

/** What a server answers to a request. */
export type Answer = (request: string) => string;

/** A good answer but for some fields: undefined leaves one out. */
export const changed =
  (changes: Readonly<Record<string, FieldChange>>, line = 'HTTP/1.1 101 Switching Protocols'): Answer =>
  (request) => {
    const kept = acceptHead(request)
      .split('\r\n')
      .slice(1, -2)
      .filter((field) => !Object.hasOwn(changes, field.slice(0, field.indexOf(':'))));
    const added = Object.entries(changes).flatMap(([name, value]) => {
      return value === undefined ? [] : [value].flat().map((one) => `${name}: ${one}`);
    });
    return `${[line, ...kept, ...added].join('\r\n')}\r\n\r\n`;
  };

/** Answers, and keeps what the client sends behind its request. */
export async function answering(answerTo: Answer): Promise<{ port: number; sent: () => Promise<string> }> {
  let stream: Stream | undefined;
  let sent = '';
  const { port } = await scriptedServer({
    requested: (opened, request) => {
      stream = opened;
      opened.on('data', (bytes) => {
        sent += bytes.toString('latin1');
      });
      opened.write(answerTo(request), 'latin1');
    },
  });
  return {
    port,
    async sent() {
      // The client has left: nothing more can come.
      if (!stream!.readableEnded && !stream!.destroyed)
        await new Promise((resolve) => stream!.once('close', resolve).once('end', resolve));
      return sent;
    },
  };
}
