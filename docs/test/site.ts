/** The built site, served on a free port, and a browser to look at it with. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright';

/** Where the site is. */
export const dist: string = fileURLToPath(new URL('../.vitepress/dist', import.meta.url));

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.md': 'text/markdown; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
};

/** The address of every page, as a reader types it. */
export const pages: readonly string[] = readdirSync(dist, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.html') && file !== '404.html')
  .map((file) => `/${file.slice(0, -'.html'.length)}`.replace(/\/index$/, '/'))
  .sort();

/** The HTML of a page as it was built. */
export function htmlOf(page: string): string {
  return readFileSync(join(dist, `${page.endsWith('/') ? `${page}index` : page}.html`), 'utf8');
}

/** What was sent. */
type Served = readonly { readonly path: string; readonly bytes: number }[];

/** A static host: `/a/b` is `a/b.html`, all is compressed. */
function serve(served: { path: string; bytes: number }[]): Promise<Server> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://site');
    const path = pathname.endsWith('/')
      ? `${pathname}index.html`
      : extname(pathname) === ''
        ? `${pathname}.html`
        : pathname;
    const file = join(dist, path);
    const found = file.startsWith(dist) && existsSync(file);
    response.writeHead(found ? 200 : 404, {
      'content-type': types[extname(path)] ?? 'application/octet-stream',
      'content-encoding': 'gzip',
    });
    const body = gzipSync(readFileSync(found ? file : join(dist, '404.html')));
    served.push({ path, bytes: body.length });
    response.end(body);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

/** A page of the site, and what happened on it. */
export interface Visit {
  readonly page: Page;
  /** What the browser complained about, and what a script printed. */
  readonly complaints: string[];
  /** Requests to other hosts. */
  readonly strangers: string[];
  /** The compressed bytes of the scripts that were served for it so far, also to its workers. One visit at a time. */
  scriptBytes(): number;
  end(): Promise<void>;
}

export interface Site {
  visit(path: string, options?: Parameters<Browser['newContext']>[0]): Promise<Visit>;
  end(): Promise<void>;
}

export async function openSite(): Promise<Site> {
  const served: { path: string; bytes: number }[] = [];
  const server = await serve(served);
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
  return {
    visit: async (path, options) => visit(await browser.newContext(options), origin, path, served),
    async end() {
      await browser.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function visit(context: BrowserContext, origin: string, path: string, served: Served): Promise<Visit> {
  const page = await context.newPage();
  const complaints: string[] = [];
  const strangers: string[] = [];
  const before = served.length;
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => complaints.push(message.text()));
  page.on('websocket', (socket) => {
    if (new URL(socket.url()).hostname !== '127.0.0.1') strangers.push(socket.url());
  });
  context.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol.startsWith('http') && hostname !== '127.0.0.1') strangers.push(request.url());
  });
  await page.goto(origin + path, { waitUntil: 'networkidle' });
  return {
    page,
    complaints,
    strangers,
    scriptBytes: () =>
      served
        .slice(before)
        .filter(({ path }) => path.endsWith('.js'))
        .reduce((sum, { bytes }) => sum + bytes, 0),
    end: () => context.close(),
  };
}
