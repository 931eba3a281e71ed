/** Text in HTML that Vue compiles: its braces are escaped too. */
const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '{': '&#123;',
  '}': '&#125;',
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"{}]/g, (character) => escapes[character] ?? character);
}

/** Text with `code` in it, as the ledger and the doc comments have it. */
export function formatInline(text: string): string {
  return escapeHtml(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>');
}
