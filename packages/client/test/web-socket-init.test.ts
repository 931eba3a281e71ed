import { expect, it } from 'vitest';
import { readInit } from '../src/web-socket-init.ts';

it('takes what the web takes', () => {
  expect(readInit([])).toEqual({ protocols: [], options: {} });
  expect(readInit(undefined)).toEqual({ protocols: [], options: {} });
  expect(readInit('a')).toEqual({ protocols: ['a'], options: {} });
  expect(readInit(new Set(['a', 1]))).toEqual({ protocols: ['a', '1'], options: {} });
  expect(readInit(null)).toEqual({ protocols: ['null'], options: {} });
  expect(readInit(1)).toEqual({ protocols: ['1'], options: {} });
});

it('takes an object with protocols in any of these forms, and options', () => {
  expect(readInit({})).toEqual({ protocols: [], options: {} });
  expect(readInit({ protocols: 'a', origin: 'b' })).toEqual({ protocols: ['a'], options: { origin: 'b' } });
  expect(readInit({ protocols: ['a', 'b'] })).toEqual({ protocols: ['a', 'b'], options: {} });
});
