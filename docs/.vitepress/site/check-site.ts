/** What VitePress does not check about the pages that it has built. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Holds the built pages to: every `#anchor` is there, and the text of each page leads on to another one.
 *
 * @throws {Error} with one line for each fault
 */
export function checkSite(outDir: string): void {
  const pages = new Map(
    readdirSync(outDir, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.html'))
      .map((file) => [`/${file.slice(0, -'.html'.length)}`, readFileSync(join(outDir, file), 'utf8')]),
  );
  const ids = new Map(Array.from(pages, ([page, html]) => [page, new Set(matches(html, / id="([^"]+)"/g))]));
  const faults: string[] = [];
  for (const [page, html] of pages) {
    if (isDeadEnd(page, html)) faults.push(`${page}: its text has no link to another page`);
    for (const href of new Set(matches(html, / href="([^"]*#[^"]+)"/g))) {
      const { pathname, hash, origin } = new URL(decodeEntities(href), `http://site${page}`);
      if (origin !== 'http://site') continue;
      const target = pathname.endsWith('/') ? `${pathname}index` : pathname.replace(/\.html$/, '');
      if (ids.get(target)?.has(decodeURIComponent(hash.slice(1))) !== true) faults.push(`${page}: no anchor ${href}`);
    }
  }
  if (faults.length > 0) throw new Error(`The site has faults:\n${faults.join('\n')}`);
}

/** Of a page with a text. The links around it, to the next page and in the menus, do not count. */
function isDeadEnd(page: string, html: string): boolean {
  const [, text] = /class="[^"]*\bvp-doc\b[^"]*"(.*?)(?:<footer class="VPDocFooter"|$)/s.exec(html) ?? [];
  if (text === undefined) return false;
  return !matches(text, / href="([^"]+)"/g)
    .map((href) => new URL(decodeEntities(href), `http://site${page}`))
    .some(({ origin, pathname }) => origin === 'http://site' && pathname !== page);
}

function matches(text: string, pattern: RegExp): string[] {
  return Array.from(text.matchAll(pattern), ([, found = '']) => found);
}

function decodeEntities(text: string): string {
  return text.replaceAll('&amp;', '&').replaceAll('&#39;', "'");
}
