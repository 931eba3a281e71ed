/** `llms.txt`, the list of all pages, and beside each page its Markdown: for readers that are programs. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expandDirectives } from './directives.ts';
import { field, readPage } from './pages.ts';

export function writeLlms(srcDir: string, outDir: string, pages: readonly string[]): void {
  const lines = pages
    .filter((page) => !page.startsWith('zh/'))
    .sort()
    .map((page) => {
      const markdown = readFileSync(join(srcDir, page), 'utf8');
      writeFileSync(join(outDir, page), expandDirectives(markdown, page));
      const description = field(markdown, 'description');
      return `- [${readPage(page.replace(/\.md$/, ''))?.text}](/${page}): ${description}`;
    });
  const head = ['# @rfc6455', '', '> The WebSocket protocol, RFC 6455, as a toolbox of small TypeScript packages.', ''];
  writeFileSync(join(outDir, 'llms.txt'), [...head, '## Pages', '', ...lines, ''].join('\n'));
}
