/** A WebSocket server for the tests of the web's interfaces. */
import { Socket, type SocketHandler } from '@rfc6455/socket';
import { accepting, answer } from './test-server.ts';

export interface WebServer {
  readonly url: string;
  /** The heads of the requests. */
  readonly requests: string[];
  /** The server's ends, in the order of the connections. */
  readonly sockets: Socket[];
}

/** Opens every connection, and echoes without a handler of another kind. */
export async function openServer(handler?: SocketHandler): Promise<WebServer> {
  const requests: string[] = [];
  const sockets: Socket[] = [];
  const echo: SocketHandler = { message: (socket, data) => void socket.send(data) };
  const server = await answer((request, stream) => {
    requests.push(request);
    stream.removeAllListeners('data').write(accepting(request));
    const socket = new Socket(stream, { role: 'server', handler: handler ?? echo, heartbeat: false });
    sockets.push(socket);
    socket.start();
    return undefined;
  });
  return { url: `ws://127.0.0.1:${server.port}/`, requests, sockets };
}
