/** A server that answers a client of ours with whatever the test says. */
import { type AddressInfo, createServer, type Socket as Stream } from 'node:net';
import { onTestFinished } from 'vitest';
import { readHead } from './endpoint.ts';

/** The server, until the test is over. */
export interface ScriptedServer {
  readonly port: number;
  /** How many connections there have been. */
  readonly connections: number;
  /** Every request head that came, in order. */
  readonly requests: readonly string[];
}

/** What is done with a connection, when it is open or when a whole request head has come. */
export interface Script {
  readonly connected?: (stream: Stream) => void;
  readonly requested?: (stream: Stream, head: string) => void;
}

/** Listens. */
export async function scriptedServer({ connected, requested }: Script): Promise<ScriptedServer> {
  const streams = new Set<Stream>();
  const requests: string[] = [];
  const listener = createServer({ noDelay: true, allowHalfOpen: true }, (stream) => {
    streams.add(stream);
    stream.on('error', () => {});
    connected?.(stream);
    if (stream.destroyed) return;
    readHead(stream).then(
      ({ head }) => {
        requests.push(head);
        requested?.(stream, head);
      },
      () => {},
    );
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    listener.close();
    for (const stream of streams) stream.destroy();
  });
  return {
    port: (listener.address() as AddressInfo).port,
    requests,
    get connections() {
      return streams.size;
    },
  };
}
