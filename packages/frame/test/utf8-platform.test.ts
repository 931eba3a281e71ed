import { describe, expect, it } from 'vitest';
import * as platform from '../src/utf8-platform.ts';
import { utf8 } from './bytes.ts';
import { describeUtf8Platform } from './utf8-platform-cases.ts';

describeUtf8Platform(platform);

describe('skipValidUtf8', () => {
  it('skips nothing: the web has no validation faster than a loop', () => {
    expect(platform.skipValidUtf8(utf8('a'.repeat(100)), 7, 90)).toBe(7);
  });
});
