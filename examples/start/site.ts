/** A static site: the files of a folder, each with its type and a content security policy that lets its own scripts run. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, sep } from 'node:path';

/** What to answer to a request. */
export interface Page {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly content: Uint8Array;
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.md': 'text/markdown; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml',
};

/** The files of a folder by the paths that they are asked for with: `guide/start.html` is `/guide/start`. */
export class Site {
  readonly #files = new Map<string, string>();

  /**
   * @param folder the built site; only what is in it now can be asked for
   * @throws Error when there is none
   */
  constructor(folder: string) {
    for (const file of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue;
      const path = join(file.parentPath, file.name);
      const url = `/${path
        .slice(folder.length + 1)
        .split(sep)
        .join('/')}`;
      this.#files.set(url.replace(/(^|\/)index\.html$|\.html$/, '$1'), path);
    }
  }

  /**
   * Answers a GET.
   *
   * @param target the path that was asked for, perhaps with a query
   */
  answer(target: string): Page {
    const file = this.#files.get(decodePath(target));
    if (file !== undefined) return page(200, file);
    const notFound = this.#files.get('/404');
    if (notFound !== undefined) return page(404, notFound);
    return {
      status: 404,
      headers: { 'Content-Type': 'text/plain; charset=utf-8' },
      content: Buffer.from('not found\n'),
    };
  }
}

function decodePath(target: string): string {
  const path = target.replace(/\?.*/, '');
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function page(status: number, file: string): Page {
  const content = readFileSync(file);
  const extension = extname(file);
  const scripts = extension === '.html' ? scriptHashes(content.toString()) : '';
  const headers = {
    'Content-Type': TYPES[extension] ?? 'application/octet-stream',
    'Content-Security-Policy':
      `default-src 'none'; script-src 'self' 'unsafe-eval' ${scripts}; worker-src 'self'; connect-src 'self'; ` +
      "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; " +
      "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  };
  return { status, headers, content };
}

/**
 * The hashes of the scripts that stand in a page. Those run, and the site's own files; what these make of text runs too: VitePress
 * makes the functions of its configuration so, and the worker that runs the examples makes a function of each.
 */
function scriptHashes(html: string): string {
  const scripts = html.matchAll(/<script\b(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g);
  return Array.from(scripts, ([, text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`).join(
    ' ',
  );
}
