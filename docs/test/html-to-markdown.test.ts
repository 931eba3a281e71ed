import { expect, it } from 'vitest';
import { expandDirectives } from '../.vitepress/site/directives.ts';
import { cells, table } from '../.vitepress/site/html.ts';
import { htmlToMarkdown } from '../.vitepress/site/html-to-markdown.ts';

it('makes a table of a table', () => {
  const html = table(
    ['option', 'type'],
    [{ id: 'a', cells: cells('<code>a</code>', { text: 'A `string | number`, {x} & <y>' }) }],
  );
  expect(htmlToMarkdown(html).trim()).toBe(
    '| option | type |\n| --- | --- |\n| `a` | A `string \\| number`, {x} & <y> |',
  );
});

it('makes a list of requirements', () => {
  const html = `<ul class="requirements">
<li id="requirement-1">
<p><a class="requirement-id" href="#requirement-1">1</a> <b class="keyword">MUST</b> <span class="binds">both</span></p>
<p class="how">Enforced by <a href="https://a.example/x.ts#L1">x.ts</a>.</p>
</li>
</ul>`;
  expect(htmlToMarkdown(html).trim()).toBe('- 1 **MUST** both\n  Enforced by [x.ts](https://a.example/x.ts#L1).');
});

it('makes a list of the pages of a folder', () => {
  const html = '<dl class="contents">\n<dt><a href="/a">A</a></dt>\n<dd>What <code>a</code> is</dd>\n</dl>\n';
  expect(htmlToMarkdown(html).trim()).toBe('- [A](/a): What `a` is');
});

it('refuses what it does not know', () => {
  expect(() => htmlToMarkdown('<p><video src="x"></video></p>')).toThrow('no Markdown is known for <video src="x">');
});

it('leaves a fence as it is', () => {
  const fence = '```md\n<Requirements section="5.1" />\n```';
  expect(expandDirectives(fence, 'a.md')).toBe(fence);
});

it('says a drawing in words', () => {
  const drawing = (label: string, title: string) =>
    `<figure class="drawing"><svg role="img"${label}>${title}</svg>\n<figcaption>Below <code>a</code>.</figcaption></figure>`;
  for (const figure of [
    drawing(' aria-label="All &amp; more"', ''),
    drawing('', '<title id="t">All &amp; more</title>'),
  ]) {
    expect(expandDirectives(figure, 'a.md')).toMatch(/^\s*All & more\n\s*Below `a`\.$/);
  }
  expect(() => expandDirectives(drawing('', ''), 'a.md')).toThrow('a drawing has no words');
});
