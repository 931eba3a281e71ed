import { createContext, runInContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { checkBytes } from '../src/argument.ts';

describe('checkBytes on Node', () => {
  const context = createContext();

  it('lets a Buffer pass, and a Uint8Array of another realm', () => {
    const foreign = runInContext('new Uint8Array(3)', context) as Uint8Array;
    expect(foreign instanceof Uint8Array).toBe(false);
    expect(checkBytes('payload', foreign)).toBeUndefined();
    expect(checkBytes('payload', Buffer.alloc(3))).toBeUndefined();
  });

  it('refuses any other view of another realm', () => {
    expect(() => checkBytes('payload', runInContext('new Uint16Array(3)', context) as Uint8Array)).toThrow(
      new TypeError('payload: expected a Uint8Array, got object'),
    );
  });
});
