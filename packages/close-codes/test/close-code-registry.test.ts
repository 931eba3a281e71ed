import {
  CloseCode,
  type CloseCodeEntry,
  closeCodes,
  mayReceiveCloseCode,
  maySendCloseCode,
} from '@rfc6455/close-codes';
import { describe, expect, it } from 'vitest';

const codesWhere = (predicate: (entry: CloseCodeEntry) => boolean) => closeCodes.filter(predicate).map((e) => e.code);

describe('CloseCode', () => {
  it('holds the codes of the RFC and those that IANA registered after it', () => {
    expect(Object.values(CloseCode)).toEqual([
      1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 1015, 3000, 3003, 3008,
    ]);
  });
});

describe('closeCodes', () => {
  it('has one entry for each code, in ascending order, under its name', () => {
    expect(closeCodes.map(({ name, code }) => [name, code])).toEqual(Object.entries(CloseCode));
  });

  it('is frozen with its entries', () => {
    expect(Object.isFrozen(closeCodes)).toBe(true);
    expect(closeCodes.every(Object.isFrozen)).toBe(true);
  });

  it('names the reserved codes, which are not on the wire [7.4.1-3] [7.4.1-4] [7.4.1-6]', () => {
    expect(codesWhere((entry) => !entry.onWire)).toEqual([1004, 1005, 1006, 1015]);
  });

  it('agrees with the predicates on every code', () => {
    for (const { code, onWire, senders } of closeCodes) {
      expect([code, mayReceiveCloseCode(code)]).toEqual([code, onWire]);
      expect([code, maySendCloseCode(code, 'client')]).toEqual([code, senders === 'client' || senders === 'both']);
      expect([code, maySendCloseCode(code, 'server')]).toEqual([code, senders === 'server' || senders === 'both']);
    }
  });

  it('refers to the RFC for its own codes and to the registry for later ones', () => {
    expect(codesWhere((entry) => entry.reference.startsWith('IANA'))).toEqual([1012, 1013, 1014, 3000, 3003, 3008]);
    expect(codesWhere((entry) => entry.reference === 'RFC 6455 §7.4.1')).toHaveLength(13);
  });

  it('recommends coming back where the closure says nothing against it', () => {
    expect(codesWhere((entry) => entry.retry === 'yes')).toEqual([1001, 1005, 1006, 1011, 3008]);
    expect(codesWhere((entry) => entry.retry === 'later')).toEqual([1012, 1013, 1014]);
    expect(codesWhere((entry) => entry.retry === 'no')).toHaveLength(11);
  });

  it('gives each code a meaning of its own, as a sentence', () => {
    const meanings = closeCodes.map((entry) => entry.meaning);
    expect(new Set(meanings).size).toBe(closeCodes.length);
    expect(meanings.filter((meaning) => !/^[A-Z].{10,}\.$/.test(meaning))).toEqual([]);
  });
});
