/** `<CloseCodes />`: the registry of close codes as a table that can be searched. */
import { closeCodeRange } from '../../../packages/close-codes/src/close-code-range.ts';
import { closeCodes } from '../../../packages/close-codes/src/close-code-registry.ts';
import { cells, searchableTable } from './html.ts';

const senders = { client: 'the client', server: 'the server', both: 'both', none: 'nobody' } as const;
const retries = { yes: 'yes', later: 'later', no: 'no' } as const;

export function formatCloseCodes(): string {
  const rows = closeCodes.map(({ code, name, meaning, reference, senders: who, onWire, retry }) => ({
    id: `code-${code}`,
    cells: cells(
      `<code>${code}</code>`,
      `<code>${name}</code>`,
      { text: meaning },
      { text: `${senders[who]}${onWire ? '' : ': never in a Close frame'}` },
      { text: retries[retry] },
      { text: `${reference}, ${closeCodeRange(code)}` },
    ),
  }));
  return searchableTable(['code', 'name', 'meaning', 'may be sent by', 'connect again?', 'from'], rows);
}
