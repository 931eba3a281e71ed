import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byteLengthOf, type QueuedMessage, type Sendable, SendQueue, toMessage } from '../src/send-queue.ts';

function drain(queue: SendQueue): QueuedMessage[] {
  const messages: QueuedMessage[] = [];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) messages.push(next);
  return messages;
}

describe('toMessage', () => {
  it('copies bytes, so that they may be changed afterwards', () => {
    const bytes = Uint8Array.of(1, 2, 3, 4, 5);
    const messages = [
      toMessage(bytes.subarray(1, 4)),
      toMessage(bytes.buffer),
      toMessage(new DataView(bytes.buffer, 4)),
    ];
    bytes.fill(0);
    expect(messages.map((message) => [...new Uint8Array(message as ArrayBuffer)])).toEqual([
      [2, 3, 4],
      [1, 2, 3, 4, 5],
      [5],
    ]);
  });

  it('takes the bytes, not the elements, of a wide array', () => {
    expect((toMessage(new Float64Array(3)) as ArrayBuffer).byteLength).toBe(24);
  });

  it('keeps texts and blobs', () => {
    const blob = new Blob(['x']);
    expect([toMessage('x'), toMessage(blob)]).toEqual(['x', blob]);
  });

  it('makes a text of everything else, as a WebSocket does', () => {
    expect([123, null, undefined, { a: 1 }].map((data) => toMessage(data as unknown as Sendable))).toEqual([
      '123',
      'null',
      'undefined',
      '[object Object]',
    ]);
  });
});

describe('byteLengthOf', () => {
  it.each<[string, Sendable, number]>([
    ['a text', 'é€', 5],
    ['a blob', new Blob(['é']), 2],
    ['a buffer', new ArrayBuffer(7), 7],
    ['a view', new Uint16Array(3), 6],
    ['a number', 1234 as unknown as string, 4],
    ['null', null as unknown as string, 4],
  ])('of %s counts bytes', (_, data, length) => {
    expect(byteLengthOf(data)).toBe(length);
  });
});

describe('SendQueue', () => {
  it('gives back in order what was put in', () => {
    const queue = new SendQueue({});
    expect(['a', '', 'c'].flatMap((message) => queue.push(message))).toEqual([]);
    expect(queue.bytes).toBe(2);
    expect(drain(queue)).toEqual(['a', '', 'c']);
    expect(queue.bytes).toBe(0);
  });

  it('holds 1 MiB by default, to the byte', () => {
    const queue = new SendQueue({});
    queue.push(new ArrayBuffer(1_048_575));
    queue.push('x');
    expect(queue.bytes).toBe(1_048_576);
    expect(() => queue.push('x')).toThrow(
      expect.objectContaining({
        name: 'ReconnectError',
        code: 'QUEUE_FULL',
        section: '10.4',
        message:
          'the message does not fit the send queue: got 1 bytes, and the queue holds 2 of 1024 messages, 1048576 of 1048576 bytes (RFC 6455 section 10.4)',
      }),
    );
  });

  it('holds 1,024 messages by default, so that empty ones are bounded too', () => {
    const queue = new SendQueue({});
    for (let i = 0; i < 1024; i++) queue.push('');
    expect(() => queue.push('')).toThrow(expect.objectContaining({ code: 'QUEUE_FULL' }));
  });

  it('is unchanged after it refused', () => {
    const queue = new SendQueue({ maxBytes: 3 });
    queue.push('ab');
    expect(() => queue.push('cd')).toThrow(expect.objectContaining({ code: 'QUEUE_FULL' }));
    queue.push('e');
    expect(drain(queue)).toEqual(['ab', 'e']);
  });

  it('drops the oldest messages, and no more than it must', () => {
    const queue = new SendQueue({ maxBytes: 4, whenFull: 'drop-oldest' });
    for (const message of ['a', 'b', 'c', 'd']) queue.push(message);
    expect(queue.push('xyz')).toEqual(['a', 'b', 'c']);
    expect(drain(queue)).toEqual(['d', 'xyz']);
  });

  it('drops the oldest message when there are too many', () => {
    const queue = new SendQueue({ maxMessages: 1, whenFull: 'drop-oldest' });
    queue.push('a');
    expect(queue.push('b')).toEqual(['a']);
  });

  it.each([{ maxBytes: 2 }, { maxMessages: 0 }])('refuses, and drops nothing for, what can never fit %o', (bounds) => {
    const queue = new SendQueue({ ...bounds, whenFull: 'drop-oldest' });
    if (bounds.maxBytes) queue.push('a');
    expect(() => queue.push('abc')).toThrow(expect.objectContaining({ code: 'QUEUE_FULL' }));
    expect(drain(queue)).toEqual(bounds.maxBytes ? ['a'] : []);
  });

  it('is empty after clear', () => {
    const queue = new SendQueue({});
    queue.push('a');
    expect(queue.clear()).toEqual(['a']);
    expect([queue.bytes, queue.shift()]).toEqual([0, undefined]);
  });

  it.each([
    [{ maxBytes: -1 }, RangeError],
    [{ maxBytes: '1' }, TypeError],
    [{ maxMessages: 1.5 }, RangeError],
    [{ whenFull: 'drop' }, TypeError],
  ])('refuses the options %o', (options, expected) => {
    expect(() => new SendQueue(options as object)).toThrow(expected);
  });

  it('never exceeds its bounds, and loses nothing that it does not report', () => {
    const step = fc.oneof(fc.string({ maxLength: 6 }), fc.constant(undefined));
    fc.assert(
      fc.property(fc.array(step), fc.constantFrom('refuse' as const, 'drop-oldest' as const), (steps, whenFull) => {
        const queue = new SendQueue({ maxBytes: 10, maxMessages: 3, whenFull });
        const put: string[] = [];
        const out: QueuedMessage[] = [];
        for (const message of steps) {
          if (message === undefined) {
            const next = queue.shift();
            if (next !== undefined) out.push(next);
            continue;
          }
          try {
            out.push(...queue.push(message));
            put.push(message);
          } catch (error) {
            expect(error).toMatchObject({ code: 'QUEUE_FULL' });
          }
          expect(queue.bytes).toBeLessThanOrEqual(10);
        }
        const rest = queue.clear();
        expect(rest.length).toBeLessThanOrEqual(3);
        expect([...out, ...rest]).toEqual(put);
      }),
    );
  });
});
