/** The server behind `npm start`: the site over HTTP, and the WebSocket connections of its live page, on one port. */
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { json } from 'node:stream/consumers';
import { attach, refuse } from '@rfc6455/server';
import { type Command, Session } from './session.ts';
import { Site } from './site.ts';
import { Tap } from './tap.ts';

const HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
};

/** A server that is listening. */
export interface StartServer {
  /** Where the site is. */
  readonly url: string;
  /** Closes every WebSocket with 1001, and stops. */
  close(): Promise<void>;
}

/**
 * Starts it on 127.0.0.1.
 *
 * @param port the TCP port; 0 for any that is free
 * @param folder the built site
 * @throws (rejects) the error of `node:net` when it cannot listen, or that of `node:fs` when there is no site
 */
export async function startServer(port: number, folder: string): Promise<StartServer> {
  const site = new Site(folder);
  const sessions = new Map<string, Session>();
  const taps = new Set<Tap>();

  const http = createHttpServer((request, response) => {
    response.on('finish', () => (request.socket as unknown as Tap).nextRequest());
    answer(request, response, site, sessions).catch((error: Error) => {
      response.writeHead(400, { 'Content-Type': 'text/plain; charset=utf-8' }).end(error.message);
    });
  });

  // It never listens: it is where WebSocket upgrades are handed to, once somebody watches their bytes.
  const upgrades = createHttpServer();
  const webSockets = attach<Session>(upgrades, {
    accept: ({ path }) => sessions.get(sessionId(path)) ?? refuse(404, { body: 'no page with this session is open\n' }),
    subprotocols: ['echo', 'shout'],
    // Only what somebody asks for on the page is on the wire.
    heartbeat: false,
    open(socket) {
      socket.data.socket = socket;
    },
    message(socket, data) {
      const shouts = socket.subprotocol === 'shout' && typeof data === 'string';
      socket.send(shouts ? data.toUpperCase() : data);
    },
    close(socket) {
      if (socket.data.socket === socket) socket.data.socket = undefined;
    },
  });
  http.on('upgrade', (request, stream, head) => {
    sessions.get(sessionId(request.url))?.observe(stream as Tap);
    upgrades.emit('upgrade', request, stream, head);
  });

  const tcp = createTcpServer({ allowHalfOpen: true, noDelay: true }, (stream) => {
    const tap = new Tap(stream);
    taps.add(tap);
    tap.on('close', () => taps.delete(tap));
    http.emit('connection', tap);
  });
  await new Promise<void>((resolve, reject) => tcp.once('error', reject).listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(tcp.address() as AddressInfo).port}/`,
    async close() {
      await webSockets.drain({ timeout: 1000 });
      tcp.close();
      await Promise.all(Array.from(sessions.values(), (session) => session.end()));
      for (const tap of taps) tap.end(() => tap.destroy());
    },
  };
}

/** The session that a path names: `/ws/ID`, `/control/ID`. */
function sessionId(path = ''): string {
  return path.split('/')[2] ?? '';
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  site: Site,
  sessions: Map<string, Session>,
): Promise<void> {
  const { method, url = '' } = request;
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  if (method === 'GET' && url === '/events') {
    const session = new Session(response);
    sessions.set(session.id, session);
    response.on('close', () => sessions.delete(session.id));
  } else if (method === 'POST' && sessions.has(sessionId(url))) {
    const command = (await json(request)) as Command;
    sessions.get(sessionId(url))?.obey(command);
    response.writeHead(204).end();
  } else if (method === 'GET' || method === 'HEAD') {
    const { status, headers, content } = site.answer(url);
    response.writeHead(status, { ...headers, 'Content-Length': content.length }).end(content);
  } else {
    response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' }).end('not found\n');
  }
}
