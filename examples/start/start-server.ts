/** The server behind `npm start`: a page over HTTP, and the WebSocket connections of that page, on one port. */
import { readFile } from 'node:fs/promises';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { json } from 'node:stream/consumers';
import { attach, refuse } from '@rfc6455/server';
import { type Command, Session } from './session.ts';
import { Tap } from './tap.ts';

const FILES: Readonly<Record<string, readonly [file: string, type: string]>> = {
  '/': ['index.html', 'text/html; charset=utf-8'],
  '/style.css': ['style.css', 'text/css; charset=utf-8'],
  '/wire-view.css': ['wire-view.css', 'text/css; charset=utf-8'],
  '/page.js': ['page.js', 'text/javascript; charset=utf-8'],
  '/wire-view.js': ['wire-view.js', 'text/javascript; charset=utf-8'],
  '/icon.svg': ['icon.svg', 'image/svg+xml'],
};

const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
};

/** A server that is listening. */
export interface StartServer {
  /** Where the page is. */
  readonly url: string;
  /** Closes every WebSocket with 1001, and stops. */
  close(): Promise<void>;
}

/**
 * Starts it on 127.0.0.1.
 *
 * @param port the TCP port; 0 for any that is free
 * @throws (rejects) the error of `node:net` when it cannot listen
 */
export async function startServer(port: number): Promise<StartServer> {
  const sessions = new Map<string, Session>();
  const taps = new Set<Tap>();

  const http = createHttpServer((request, response) => {
    response.on('finish', () => (request.socket as unknown as Tap).nextRequest());
    answer(request, response, sessions).catch((error: Error) => {
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

async function answer(request: IncomingMessage, response: ServerResponse, sessions: Map<string, Session>) {
  const { method, url = '' } = request;
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  if (method === 'GET' && Object.hasOwn(FILES, url)) {
    const [file, type] = FILES[url]!;
    const content = await readFile(new URL(`page/${file}`, import.meta.url));
    response.writeHead(200, { 'Content-Type': type }).end(content);
  } else if (method === 'GET' && url === '/events') {
    const session = new Session(response);
    sessions.set(session.id, session);
    response.on('close', () => sessions.delete(session.id));
  } else if (method === 'POST' && sessions.has(sessionId(url))) {
    const command = (await json(request)) as Command;
    sessions.get(sessionId(url))?.obey(command);
    response.writeHead(204).end();
  } else {
    response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' }).end('not found\n');
  }
}
