import { CloseCode, mayReceiveCloseCode, maySendCloseCode, type Role } from '@rfc6455/close-codes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const roles: Role[] = ['client', 'server'];

const onTheWire = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014];
const boundaries = [3000, 3001, 3003, 3008, 3999, 4000, 4999];
const never = [0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 1999, 2000, 2999, 5000, 65535, 65536];
const nonsense: unknown[] = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  -1,
  -1000,
  1000.5,
  2 ** 32 + 1000,
  '1000',
  null,
  undefined,
  {},
  [1000],
  true,
  1000n,
  { valueOf: () => 1000 },
  Symbol('1000'),
];

describe('mayReceiveCloseCode', () => {
  it.each([...onTheWire, ...boundaries])('accepts %d', (code) => {
    expect(mayReceiveCloseCode(code)).toBe(true);
  });

  it.each(never)('refuses %d', (code) => {
    expect(mayReceiveCloseCode(code)).toBe(false);
  });

  it('refuses 1005, which stands for no code at all [7.4.1-3]', () => {
    expect(mayReceiveCloseCode(CloseCode.NoStatusReceived)).toBe(false);
  });

  it('refuses 1006, which stands for no Close frame at all [7.4.1-4]', () => {
    expect(mayReceiveCloseCode(CloseCode.AbnormalClosure)).toBe(false);
  });

  it('refuses 1015, which stands for a failed TLS handshake [7.4.1-6]', () => {
    expect(mayReceiveCloseCode(CloseCode.TlsHandshake)).toBe(false);
  });

  it('refuses what is not an integer, without throwing', () => {
    expect(nonsense.map((value) => mayReceiveCloseCode(value as number))).toEqual(nonsense.map(() => false));
  });
});

describe('maySendCloseCode', () => {
  it.each(roles)('lets the %s send the registered codes and 3000-4999, except for 1010', (role) => {
    const codes = [...onTheWire, ...boundaries].filter((code) => code !== 1010);
    expect(codes.filter((code) => !maySendCloseCode(code, role))).toEqual([]);
  });

  it('lets only the client send 1010', () => {
    expect(maySendCloseCode(1010, 'client')).toBe(true);
    expect(maySendCloseCode(1010, 'server')).toBe(false);
  });

  it.each(roles)('never lets the %s send 1005 [7.4.1-3]', (role) => {
    expect(maySendCloseCode(1005, role)).toBe(false);
  });

  it.each(roles)('never lets the %s send 1006 [7.4.1-4]', (role) => {
    expect(maySendCloseCode(1006, role)).toBe(false);
  });

  it.each(roles)('never lets the %s send 1015 [7.4.1-6]', (role) => {
    expect(maySendCloseCode(1015, role)).toBe(false);
  });

  it.each(roles)('never lets the %s send a reserved, unregistered or impossible code', (role) => {
    expect(never.filter((code) => maySendCloseCode(code, role))).toEqual([]);
    expect(nonsense.filter((value) => maySendCloseCode(value as number, role))).toEqual([]);
  });

  it('sends nothing that the peer would refuse', () => {
    fc.assert(
      fc.property(fc.integer({ min: -10, max: 70_000 }), fc.constantFrom(...roles), (code, role) => {
        expect(maySendCloseCode(code, role) && !mayReceiveCloseCode(code)).toBe(false);
      }),
    );
  });
});
