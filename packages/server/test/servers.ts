/** Servers for the tests: each is closed when its test is over. */
import { execFileSync } from 'node:child_process';
import { createServer, type Server as HttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { type ServeOptions, type Server, serve } from '../src/index.ts';

/** Serves on a free port of this machine. */
export async function start<Data = undefined>(options: ServeOptions<Data> = {}): Promise<Server<Data>> {
  const server = await serve<Data>(options.path === undefined ? { host: '127.0.0.1', ...options } : options);
  onTestFinished(() => server.close());
  return server;
}

/** An HTTP server, listening. */
export async function startHttp(
  listener: RequestListener = (_request, response) => response.end('a page'),
  tls?: object,
): Promise<{ httpServer: HttpServer; port: number }> {
  const httpServer = tls === undefined ? createServer(listener) : createHttpsServer(tls, listener);
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    httpServer.closeAllConnections();
    httpServer.close();
  });
  return { httpServer, port: (httpServer.address() as AddressInfo).port };
}

let made: { key: string; cert: string } | undefined;

/** A key and a certificate for localhost that nobody vouches for. */
export function certificate(): { key: string; cert: string } {
  if (made === undefined) {
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
    const out = ['-keyout', '-', '-out', '-'];
    const args = ['req', '-x509', ...curve, '-nodes', '-days', '1', '-subj', '/CN=localhost', ...out];
    const pem = execFileSync('openssl', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const at = pem.indexOf('-----BEGIN CERTIFICATE');
    made = { key: pem.slice(0, at), cert: pem.slice(at) };
  }
  return made;
}
