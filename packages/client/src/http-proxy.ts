/** A connection through an HTTP proxy, by CONNECT. RFC 6455 §4.1, item 3; RFC 9110 §9.3.6. */
import type { Duplex } from 'node:stream';
import type { WebSocketUri } from '@rfc6455/uri';
import type { AnswerLimits } from './answer-reader.ts';
import type { Attempt } from './attempt.ts';
import { formatCredentials } from './credentials.ts';
import { shakeHands } from './opening-handshake.ts';
import type { ProxyServer } from './proxy-uri.ts';
import { RefusalError } from './refusal-error.ts';

/**
 * Asks for a connection to host and port.
 *
 * @throws ConnectError PROXY_REFUSED when the answer is no, with the answer as its cause
 */
export async function askHttpProxy(
  stream: Duplex,
  { credentials }: ProxyServer,
  { host, port }: WebSocketUri,
  limits: AnswerLimits,
  attempt: Attempt,
): Promise<Duplex> {
  const authority = `${host}:${port}`;
  const authorization = credentials && `Proxy-Authorization: ${formatCredentials('proxy', credentials)}\r\n`;
  try {
    return await shakeHands(
      stream,
      {
        request: Buffer.from(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n${authorization ?? ''}\r\n`),
        limits,
        answered() {},
        opens: ({ status }) => status >= 200 && status < 300,
        accept({ rest }) {
          stream.pause();
          if (rest.length > 0) stream.unshift(rest);
          return stream;
        },
      },
      attempt,
    );
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    const { status, reason } = error.response;
    throw attempt.error('PROXY_REFUSED', `${status} ${reason}`, error);
  }
}
