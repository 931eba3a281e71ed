import {
  binaryFrame,
  closeFrame,
  composeFrame,
  continuationFrame,
  type FrameDraft,
  pingFrame,
  pongFrame,
  textFrame,
} from '@rfc6455/testing';
import { describe, expect, it } from 'vitest';

const bytes = (...values: number[]) => Uint8Array.from(values);

describe('frames of a script', () => {
  it.each<[string, FrameDraft, string]>([
    ['text', textFrame('Hi'), '81024869'],
    ['text that is none', textFrame(bytes(0xff)), '8101ff'],
    ['binary data', binaryFrame(bytes(1)), '820101'],
    ['nothing', binaryFrame(), '8200'],
    ['a continuation', continuationFrame('o'), '80016f'],
    ['a Ping', pingFrame('p'), '890170'],
    ['a Pong', pongFrame(bytes(2)), '8a0102'],
    ['a Close', closeFrame(), '8800'],
    ['a Close with a code', closeFrame(4999), '88021387'],
    ['a Close with a code and a reason', closeFrame(1000, 'ok'), '880403e86f6b'],
    ['a Close with a reason that is no text', closeFrame(1000, bytes(0xff)), '880303e8ff'],
    ['a change', textFrame('a', { fin: false, reservedBits: 4 }), '410161'],
  ])('%s', (_what, frame, expected) => {
    expect(Buffer.from(composeFrame(frame)).toString('hex')).toBe(expected);
  });
});
