import { closeCodes, mayReceiveCloseCode } from '@rfc6455/close-codes';
import { describe, expect, it } from 'vitest';
import { closeCodeFacts, ranges } from '../../.vitepress/theme/set-pieces/close-codes/facts.ts';

const answer = (code: number, question: string) =>
  closeCodeFacts(code).find((fact) => fact.question === question)?.answer;

describe('closeCodeFacts', () => {
  it.each([
    [1001, 'Name', 'GoingAway'],
    [1001, 'May be on the wire', 'Yes, as 88 02 03 e9.'],
    [1010, 'Who may begin with it', /^Only a client/],
    [1006, 'Who may begin with it', 'Nobody.'],
    [1006, 'May be on the wire', /^No\. .* with 1002: CLOSE_CODE_NOT_ALLOWED\. .*1006/],
    [70_000, 'May be on the wire', 'No: it does not fit into two bytes.'],
    [5000, 'Range', /^None/],
    [999, 'Range', /^0–999/],
    [4999, 'Range', /^4000–4999/],
    [4000, 'Name', /^None/],
    [1000, 'A page may call close() with it', 'Yes.'],
    [1001, 'A page may call close() with it', /^No/],
    [4999, 'A page may call close() with it', 'Yes.'],
    [1013, 'Come back after it', /asks for time/],
    [1008, 'Come back after it', /^No/],
    [Number.NaN, 'Range', /^None/],
  ])('knows of %d: %s', (code, question, expected) => {
    expect(answer(code, question)).toEqual(typeof expected === 'string' ? expected : expect.stringMatching(expected));
  });

  it('agrees with the package about every code that two bytes hold', () => {
    for (let code = 0; code <= 0xffff; code += code < 5100 ? 1 : 997) {
      expect(answer(code, 'May be on the wire')?.startsWith('Yes'), `${code}`).toBe(mayReceiveCloseCode(code));
    }
  });

  it('has sections for all registered codes', () => {
    for (const { code } of closeCodes)
      expect(closeCodeFacts(code)[2]?.sections).toEqual([expect.stringMatching(/^(7\.4\.1|11\.7)$/)]);
  });
});

describe('ranges', () => {
  it('are the scale from 0 to 4999 without a gap', () => {
    expect(ranges.map(({ from }) => from)).toEqual([0, ...ranges.slice(0, -1).map(({ to }) => to + 1)]);
    expect(ranges.at(-1)?.to).toBe(4999);
  });
});
