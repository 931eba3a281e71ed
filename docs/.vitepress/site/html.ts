/** Text and tables in HTML that Vue compiles: braces are escaped too. */
const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '{': '&#123;',
  '}': '&#125;',
};

/** The language of a page. */
export type Language = 'en' | 'zh';

export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"{}]/g, (character) => escapes[character] ?? character);
}

/** Text with `code` in it, as the ledger and the doc comments have it. */
export function formatInline(text: string): string {
  return escapeHtml(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>');
}

/** A row of a table, which a link can lead to. */
export interface Row {
  readonly id: string;
  /** In HTML. */
  readonly cells: string;
}

/** The cells of a row: HTML, or text. */
export function cells(...contents: readonly (string | { readonly text: string })[]): string {
  return contents
    .map((content) => `<td>${typeof content === 'string' ? content : formatInline(content.text)}</td>`)
    .join('');
}

export function table(heads: readonly string[], rows: readonly Row[]): string {
  const head = heads.map((text) => `<th scope="col">${text}</th>`).join('');
  const body = rows
    .map(({ id, cells }) => {
      let column = 0;
      const named = cells.replaceAll('<td>', () => `<td data-head="${escapeHtml(heads[column++] ?? '')}">`);
      return `<tr id="${id}">${named}</tr>`;
    })
    .join('\n');
  return `<div class="wide-table" tabindex="0"><table><thead><tr>${head}</tr></thead>\n<tbody>\n${body}\n</tbody></table></div>\n`;
}

/** A table with a field above it that hides the rows without the words in it. */
export function searchableTable(heads: readonly string[], rows: readonly Row[]): string {
  return `<TableSearch />${table(heads, rows)}`;
}
