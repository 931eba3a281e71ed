/** What the implementations of `WebSocket` talk to: each path behaves in a way of its own. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { acceptKey } from '@rfc6455/handshake';
import { Socket, type SocketHandler } from '@rfc6455/socket';

export interface ScenarioServer {
  /** `ws://127.0.0.1:port` */
  readonly url: string;
  close(): Promise<void>;
}

/** What is sent in one chunk with the response. */
const BURST = Buffer.from([0x81, 1, 0x61, 0x81, 1, 0x62, 0x82, 2, 1, 2, 0x81, 1, 0x63]);

const echo: SocketHandler = { message: (socket, data) => void socket.send(data) };

export async function startScenarioServer(): Promise<ScenarioServer> {
  const streams = new Set<Duplex>();
  const http = createServer().on('upgrade', (request: IncomingMessage, stream: Duplex) => {
    streams.add(stream);
    stream
      .on('error', () => {})
      .on('close', () => streams.delete(stream))
      .on('end', () => stream.end());
    answer(request, stream);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        for (const stream of streams) stream.destroy();
      }),
  };
}

function answer(request: IncomingMessage, stream: Duplex): void {
  const { pathname, searchParams } = new URL(request.url!, 'http://localhost');
  const accept = (protocol: string | undefined = request.headers['sec-websocket-protocol']?.split(',')[0]) => {
    const lines = [
      'HTTP/1.1 101 Switching Protocols',
      'Upgrade: websocket',
      'Connection: Upgrade',
      `Sec-WebSocket-Accept: ${acceptKey(request.headers['sec-websocket-key']!)}`,
      ...(protocol ? [`Sec-WebSocket-Protocol: ${protocol}`] : []),
    ];
    return `${lines.join('\r\n')}\r\n\r\n`;
  };
  const open = (handler: SocketHandler) => {
    stream.write(accept());
    const socket = new Socket(stream, { role: 'server', handler, heartbeat: false });
    socket.start();
    return socket;
  };
  if (pathname === '/echo') open(echo);
  else if (pathname === '/request') open({}).send(JSON.stringify(request.headers));
  else if (pathname === '/close') void open({}).close(...closeArguments(searchParams));
  else if (pathname === '/cut') stream.write(accept(), () => stream.destroy());
  else if (pathname === '/cut-on-message') open({ message: (socket) => socket.terminate() });
  else if (pathname === '/refuse') stream.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
  else if (pathname === '/no-protocol') stream.write(accept(''));
  else if (pathname === '/other-protocol') stream.write(accept('other'));
  else if (pathname === '/invalid')
    stream.resume().write(Buffer.concat([Buffer.from(accept()), Buffer.from([0x83, 0])]));
  else if (pathname === '/burst') {
    stream.write(Buffer.concat([Buffer.from(accept()), BURST]));
    new Socket(stream, { role: 'server', handler: echo }).start();
  } else if (pathname === '/burst-close') {
    // The Close frame comes right behind the messages.
    stream.write(Buffer.concat([Buffer.from(accept()), BURST, Buffer.from([0x88, 2, 0x03, 0xe8])]));
    stream.once('data', () => stream.end());
  }
  // Whatever else is never answered.
}

function closeArguments(parameters: URLSearchParams): [code?: number, reason?: string] {
  const code = parameters.get('code');
  return code === null ? [] : [Number(code), parameters.get('reason') ?? ''];
}
