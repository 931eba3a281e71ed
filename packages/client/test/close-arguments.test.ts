import { expect, it } from 'vitest';
import { checkClose } from '../src/close-arguments.ts';

it('says what goes into the Close frame [5.5.1-1] [5.5.1-3]', () => {
  expect(checkClose(undefined, '')).toEqual({ code: undefined, reason: undefined });
  expect(checkClose(1000, '')).toEqual({ code: 1000, reason: '' });
  expect(checkClose(4999, 'why')).toEqual({ code: 4999, reason: 'why' });
  expect(checkClose(undefined, 'why')).toEqual({ code: 1000, reason: 'why' });
});

it('takes the codes that are for scripts alone [7.4.1-3] [7.4.1-4]', () => {
  for (const code of [1000, 3000, 3999, 4000, 4999]) expect(() => checkClose(code, '')).not.toThrow();
  for (const code of [0, 999, 1001, 1005, 1006, 1011, 2999, 5000, 65_535]) {
    expect(() => checkClose(code, '')).toThrow(expect.objectContaining({ name: 'InvalidAccessError' }));
  }
});

it('measures the reason in UTF-8', () => {
  expect(() => checkClose(1000, `${'é'.repeat(61)}a`)).not.toThrow();
  for (const reason of ['a'.repeat(124), 'é'.repeat(62)]) {
    expect(() => checkClose(1000, reason)).toThrow(expect.objectContaining({ name: 'SyntaxError' }));
  }
});
