/** The HTML that the build makes for pages, and only that, as Markdown. */

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#123;': '{',
  '&#125;': '}',
};

/** What each element becomes, from the inside out. */
const replacements: readonly (readonly [RegExp, string])[] = [
  // No line may be between the head of a table and its rows.
  [/<\/thead>\n<tbody>/g, ''],
  [/<TableSearch \/>|<\/?(?:div|table|thead|tbody|ul|dl)(?: [^>]*)?>/g, ''],
  [/<a (?:[^>]* )?href="#[^"]*">(.*?)<\/a>/g, '$1'],
  [/<code>(.*?)<\/code>/g, '`$1`'],
  [/<a (?:[^>]* )?href="([^"]*)">(.*?)<\/a>/g, '[$2]($1)'],
  [/<b(?: [^>]*)?>(.*?)<\/b>/g, '**$1**'],
  [/<em>(.*?)<\/em>/g, '*$1*'],
  [/<span class="(?:how|type)">(.*?)<\/span>/g, ' $1'],
  [/<span(?: [^>]*)?>(.*?)<\/span>/g, '$1'],
  [/<dt>(.*?)<\/dt>\n<dd>(.*?)<\/dd>/g, '- $1: $2'],
  [/<h3(?: [^>]*)?>(.*?)<\/h3>/g, '### $1\n'],
  [/<li(?: [^>]*)?>\n(.*?)\n<\/li>/gs, '- $1'],
  [/(?<!- )<p(?: [^>]*)?>(.*?)<\/p>/g, '  $1'],
  [/<p(?: [^>]*)?>(.*?)<\/p>/g, '$1'],
];

/** @throws {Error} when there is an element that it does not know */
export function htmlToMarkdown(html: string): string {
  let markdown = html.replaceAll(/<tr(?: [^>]*)?>(.*?)<\/tr>/g, (_, cells: string) => formatRow(cells));
  for (const [pattern, text] of replacements) markdown = markdown.replaceAll(pattern, text);
  const [unknown] = /<\/?[a-zA-Z][^>]*>/.exec(markdown) ?? [];
  if (unknown !== undefined) throw new Error(`no Markdown is known for ${unknown}`);
  return markdown.replaceAll(/&(?:amp|lt|gt|quot|#123|#125);/g, (entity) => entities[entity] ?? entity);
}

/** The cells of a row; below those of a head its line. */
function formatRow(html: string): string {
  const cells = Array.from(html.matchAll(/<(t[hd])[^>]*>(.*?)<\/\1>/g), ([, , cell = '']) =>
    cell.replaceAll('|', '\\|'),
  );
  const row = `| ${cells.join(' | ')} |`;
  return html.startsWith('<th') ? `${row}\n|${' --- |'.repeat(cells.length)}` : row;
}
