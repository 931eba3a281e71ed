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
  ['of the page', '#nowhere'],
  ['of another page', '/c#nowhere'],
  ['of a page that is not there', '/d#x'],
])('names an anchor %s that is not there', (_, href) => {
  write({ 'b.html': `<a href="${href}"></a>`, 'c.html': '<p id="x"></p>' });
  expect(() => checkSite(folder)).toThrow(`/b: no anchor ${href}`);
});
