import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkSite } from '../.vitepress/site/check-site.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'site-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

it('accepts anchors that are there, of the page, of another page and of an index, and those of other hosts', () => {
  write({
    'index.html': '<h2 id="top"></h2>',
    'a/b.html':
      '<p id="x"><a href="#x"></a><a href="/#top"></a><a href="./c#größe"></a><a href="https://a.example/#y"></a></p>',
    'a/c.html': '<h2 id="größe"></h2>',
  });
  expect(() => checkSite(folder)).not.toThrow();
});

it.each([
  ['no link', ''],
  ['a link to itself', '<a href="/a/b#x"></a>'],
  ['a link to another host', '<a href="https://a.example/"></a>'],
])('names a page whose text has %s', (_, link) => {
  const around = '<footer class="VPDocFooter"><a href="/c"></a></footer>';
  const page = (inside: string) => `<nav><a href="/c"></a></nav><div id="x" class="vp-doc _a">${inside}</div>${around}`;
  write({ 'a/b.html': page(link), 'c.html': '' });
  expect(() => checkSite(folder)).toThrow('/a/b: its text has no link to another page');
  write({ 'a/b.html': page(`${link}<a href="../c"></a>`) });
  expect(() => checkSite(folder)).not.toThrow();
});

it.each([
  ['of the page', '#nowhere'],
  ['of another page', '/c#nowhere'],
  ['of a page that is not there', '/d#x'],
])('names an anchor %s that is not there', (_, href) => {
  write({ 'b.html': `<a href="${href}"></a>`, 'c.html': '<p id="x"></p>' });
  expect(() => checkSite(folder)).toThrow(`/b: no anchor ${href}`);
});
