/** `<Contents folder="rfc" />`: the pages of a folder, with what each is about. */
import { formatInline, type Language } from './html.ts';
import { pagesIn } from './pages.ts';

/** A folder without pages gives nothing. */
export function formatContents(folder: string, language: Language): string {
  const pages = pagesIn(language === 'zh' ? `zh/${folder}` : folder);
  if (pages.length === 0) return '';
  const items = pages.map(({ text, link, about }) => {
    return `<dt><a href="${link}">${formatInline(text)}</a></dt>\n<dd>${formatInline(about)}</dd>`;
  });
  return `<dl class="contents">\n${items.join('\n')}\n</dl>\n`;
}
