/** `llms.txt`, the list of all pages, and beside each page its Markdown: for readers that are programs. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { field, readPage } from './pages.ts';

export function writeLlms(srcDir: string, outDir: string, pages: readonly string[]): void {
  const lines = pages
    .filter((page) => !page.startsWith('zh/'))
    .sort()
    .map((page) => {
      cpSync(join(srcDir, page), join(outDir, page));
      const description = field(readFileSync(join(srcDir, page), 'utf8'), 'description');
      return `- [${readPage(page.replace(/\.md$/, ''))?.text}](/${page}): ${description}`;
    });
  const head = ['# @rfc6455', '', '> The WebSocket protocol, RFC 6455, as a toolbox of small TypeScript packages.', ''];
  writeFileSync(join(outDir, 'llms.txt'), [...head, '## Pages', '', ...lines, ''].join('\n'));
}
