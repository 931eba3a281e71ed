/** A Chinese page against the English one: another language, and otherwise the same. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { htmlOf, pages } from './site.ts';

const docs = fileURLToPath(new URL('..', import.meta.url));

function markdownOf(page: string): string {
  return readFileSync(join(docs, `${page.endsWith('/') ? `${page}index` : page}.md`), 'utf8');
}

/** Level, anchor and number of each heading. */
function headingsOf(page: string): string[] {
  const found = htmlOf(page).matchAll(/<h([1-6]) id="([^"]+)"[^>]*>([\d.]*)/g);
  return Array.from(found, ([, level, id, number]) => `h${level} #${id} ${number}`);
}

/** Fences, and elements on a line of their own. What a drawing says may be translated. */
function piecesOf(page: string): string[] {
  const found = markdownOf(page).matchAll(/^```(?:ts|js|sh|json).*\n[\s\S]*?^```$|^<[A-Z].*>$/gm);
  return Array.from(found, ([piece]) => piece);
}

const translated = pages.filter((page) => page.startsWith('/zh/'));

it('covers pages', () => {
  expect(translated).toContain('/zh/rfc/5-data-framing');
});

describe.each(translated)('%s', (page) => {
  const original = page.replace('/zh/', '/');

  it('has the headings of the English page, with their numbers', () => {
    expect(headingsOf(page).length).toBeGreaterThan(0);
    expect(headingsOf(page)).toEqual(headingsOf(original));
  });

  it('has its examples and elements', () => {
    expect(piecesOf(page).length).toBeGreaterThan(0);
    expect(piecesOf(page)).toEqual(piecesOf(original));
  });

  it('has a Chinese title and description', () => {
    const [, title = ''] = /<title>([^<]+)<\/title>/.exec(htmlOf(page)) ?? [];
    const [, description = ''] = /<meta name="description" content="([^"]+)">/.exec(htmlOf(page)) ?? [];
    for (const text of [title.replace(' | @rfc6455', ''), description]) expect(text).toMatch(/\p{Script=Han}|URI/u);
  });
});
