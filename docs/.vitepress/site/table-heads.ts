/**
 * Each cell of a table carries the head of its column: on a phone the rows of a wide table become blocks, and the cells need
 * their names.
 */
import type { MarkdownRenderer } from 'vitepress';

export function tableHeads(md: MarkdownRenderer): void {
  md.core.ruler.push('table-heads', ({ tokens }) => {
    let heads: string[] = [];
    let column = 0;
    for (const [index, token] of tokens.entries()) {
      if (token.type === 'table_open') heads = [];
      if (token.type === 'tr_open') column = 0;
      if (token.type === 'th_open') heads.push(plainText(tokens[index + 1]?.children ?? []));
      if (token.type === 'td_open') token.attrSet('data-head', heads[column++] ?? '');
    }
  });
}

function plainText(tokens: readonly { readonly type: string; readonly content: string }[]): string {
  return tokens
    .filter(({ type }) => type === 'text' || type === 'code_inline')
    .map(({ content }) => content)
    .join('');
}
