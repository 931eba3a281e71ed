import { describe, expect, it } from 'vitest';
import { refusalHeaders } from '../src/refusal-headers.ts';

describe('refusalHeaders', () => {
  it('has with 426 the protocol and its version [4.2.2-6] [4.4-1]', () => {
    expect(refusalHeaders(426)).toEqual([
      ['Upgrade', 'websocket'],
      ['Sec-WebSocket-Version', '13'],
    ]);
  });

  it('has with 405 the method', () => {
    expect(refusalHeaders(405)).toEqual([['Allow', 'GET']]);
  });

  it('has nothing with the rest', () => {
    for (const status of [400, 401, 403, 404, 414, 431, 503, 505]) expect(refusalHeaders(status)).toEqual([]);
  });
});
