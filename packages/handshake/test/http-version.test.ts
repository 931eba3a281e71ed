import { describe, expect, it } from 'vitest';
import { canUpgrade, parseHttpVersion } from '../src/http-version.ts';

describe('parseHttpVersion', () => {
  it('takes the digits', () => {
    expect(['HTTP/1.1', 'HTTP/1.0', 'HTTP/2.0'].map(parseHttpVersion)).toEqual(['1.1', '1.0', '2.0']);
  });

  it.each([
    undefined,
    '',
    'HTTP/1',
    'HTTP/11',
    'HTTP/1.10',
    'http/1.1',
    'HTTP/1.1 ',
    ' HTTP/1.1',
    'HTTP/1,1',
    'HTTP/1.1\n',
  ])('refuses %j', (text) => {
    expect(parseHttpVersion(text)).toBeUndefined();
  });
});

describe('canUpgrade', () => {
  it('takes HTTP/1.1 and what is above it in HTTP/1 [4.1-19]', () => {
    expect(['1.1', '1.2', '1.9'].map(canUpgrade)).toEqual([true, true, true]);
    expect(['1.0', '0.9', '2.0', '3.0', ''].map(canUpgrade)).toEqual([false, false, false, false, false]);
  });
});
