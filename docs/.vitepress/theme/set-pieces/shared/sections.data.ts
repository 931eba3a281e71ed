/** Which page of the site explains which section of RFC 6455: its headings say so, with `{#section-5-2}`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { docs, pagesIn } from '../../../site/pages.ts';

/** The address of each section that a page explains, by language: `{ en: { '5.2': '/rfc/5-data-framing#section-5-2' } }`. */
export type SectionPages = Readonly<Record<'en' | 'zh', Readonly<Record<string, string>>>>;

declare const data: SectionPages;

export { data };

export default {
  watch: ['../../../../rfc/*.md', '../../../../zh/rfc/*.md'],
  load: (): SectionPages => ({ en: findSections('rfc'), zh: findSections('zh/rfc') }),
};

function findSections(folder: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { link } of pagesIn(folder)) {
    for (const [, id = ''] of readFileSync(join(docs, `${link}.md`), 'utf8').matchAll(
      /^#+ .*\{#(section-[\d-]+)\}$/gm,
    )) {
      found[id.slice('section-'.length).replaceAll('-', '.')] = `${link}#${id}`;
    }
  }
  return found;
}
