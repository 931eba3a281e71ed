/** `<Ledger />`: every requirement of RFC 6455 on one page, as a table that can be searched. */
import { requirements, sectionOf } from '../../../ledger/src/index.ts';
import { cells, formatInline, type Language, searchableTable } from './html.ts';
import { formatHow, statusOfRequirement } from './requirements.ts';

export function formatLedger(language: Language): string {
  const rows = requirements.map((requirement) => {
    const { id, keywords, binds, statement } = requirement;
    const text = `https://www.rfc-editor.org/rfc/rfc6455#section-${sectionOf(requirement)}`;
    return {
      id: `requirement-${id}`,
      cells: cells(
        `<a href="${text}">${id}</a>`,
        { text: keywords.join(', ') },
        { text: binds },
        `${formatInline(statement)}<span class="how">${formatHow(requirement, language)}</span>`,
        { text: statusOfRequirement(requirement) },
      ),
    };
  });
  return searchableTable(['id', 'keyword', 'binds', 'requirement, and how it is met', 'status'], rows);
}
