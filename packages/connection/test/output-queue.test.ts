import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OutputQueue } from '../src/output-queue.ts';
import { concat } from './bytes.ts';
import { expectBytes } from './expectations.ts';

/** Writes `count` bytes of this value where the queue has reserved them. */
function write(queue: OutputQueue, count: number, value: number): void {
  const at = queue.reserve(count);
  queue.block.fill(value, at, at + count);
}

const filled = (count: number, value: number) => new Uint8Array(count).fill(value);

/** A quarter of the memory that all queues share, which is 65536 bytes long before there is new memory. */
const QUARTER = 16_384;

function layDownQuarter(): Uint8Array {
  const queue = new OutputQueue();
  write(queue, QUARTER, 9);
  return queue.take()[0]!;
}

/** Goes on until there is new memory, and returns its first quarter. */
function layDownFirstQuarter(): Uint8Array {
  let quarter = layDownQuarter();
  while (quarter.byteOffset !== 0) quarter = layDownQuarter();
  return quarter;
}

describe('an OutputQueue', () => {
  it('holds nothing at first', () => {
    const queue = new OutputQueue();
    expect(queue.length).toBe(0);
    expect(queue.take()).toEqual([]);
  });

  it('makes no array where there is nothing, and lets nobody put something into the one that all get', () => {
    const nothing = new OutputQueue().take();
    expect(new OutputQueue().take()).toBe(nothing);
    expect(Object.isFrozen(nothing)).toBe(true);
  });

  it('hands out what was written and appended, in order, once', () => {
    const queue = new OutputQueue();
    const large = filled(5000, 3);
    write(queue, 2, 1);
    write(queue, 3, 2);
    queue.append(large);
    write(queue, 1, 4);
    expect(queue.length).toBe(5006);
    const pieces = queue.take();
    expect(pieces).toEqual([Uint8Array.of(1, 1, 2, 2, 2), large, Uint8Array.of(4)]);
    expect(pieces[1]).toBe(large);
    expect(queue.length).toBe(0);
    expect(queue.take()).toEqual([]);
  });

  it('puts small writes side by side in one piece', () => {
    layDownFirstQuarter();
    const queue = new OutputQueue();
    for (let i = 0; i < 200; i++) write(queue, 30, i);
    const pieces = queue.take();
    expect(pieces).toHaveLength(1);
    expect(pieces[0]).toEqual(concat(Array.from({ length: 200 }, (_, i) => filled(30, i))));
  });

  it('leaves out appended pieces that are empty', () => {
    const queue = new OutputQueue();
    queue.append(new Uint8Array(0));
    expect(queue.take()).toEqual([]);
    write(queue, 1, 1);
    queue.append(new Uint8Array(0));
    write(queue, 1, 2);
    expect(queue.take()).toEqual([Uint8Array.of(1, 2)]);
  });

  it('keeps nothing when it is idle', () => {
    const queue = new OutputQueue();
    write(queue, 10, 1);
    queue.take();
    expect(queue.block).toHaveLength(0);
    queue.append(filled(3, 1));
    expect(queue.block).toHaveLength(0);
    queue.take();
    expect(queue.block).toHaveLength(0);
  });

  it('gives what is large a block of its own, of its own size', () => {
    const queue = new OutputQueue();
    write(queue, 20_000, 1);
    expect(queue.take()[0]!.buffer.byteLength).toBe(20_000);
    write(queue, QUARTER + 1, 1);
    expect(queue.take()[0]!.buffer.byteLength).toBe(QUARTER + 1);
    expect(layDownQuarter().buffer.byteLength).toBe(4 * QUARTER);
  });

  it('uses the shared memory to its last byte', () => {
    const first = layDownFirstQuarter();
    const others = [layDownQuarter(), layDownQuarter(), layDownQuarter()];
    expect(others.map(({ buffer }) => buffer === first.buffer)).toEqual([true, true, true]);

    layDownFirstQuarter();
    layDownQuarter();
    layDownQuarter();
    const queue = new OutputQueue();
    write(queue, QUARTER - 512, 1);
    write(queue, 512, 2);
    expect(queue.take()).toEqual([concat([filled(QUARTER - 512, 1), filled(512, 2)])]);
  });

  it('uses its own part of the shared memory to the last byte, and no byte more', () => {
    for (const [count, pieces] of [
      [12, 1],
      [13, 2],
    ] as const) {
      const [one, other] = [new OutputQueue(), new OutputQueue()];
      write(one, 500, 1);
      write(other, 1, 2);
      write(one, count, 3);
      const taken = one.take();
      expect(taken).toHaveLength(pieces);
      expect(concat(taken)).toEqual(concat([filled(500, 1), filled(count, 3)]));
      expect(other.take()).toEqual([filled(1, 2)]);
    }
  });

  it('gives back what it did not use, to the next', () => {
    layDownFirstQuarter();
    const [one, other] = [new OutputQueue(), new OutputQueue()];
    write(one, 10, 1);
    const first = one.take()[0]!;
    write(other, 10, 2);
    const second = other.take()[0]!;
    expect(second.buffer).toBe(first.buffer);
    expect(second.byteOffset).toBe(first.byteOffset + first.byteLength);
  });

  it('shares a block with others without touching what is theirs', () => {
    const queues = Array.from({ length: 10 }, () => new OutputQueue());
    for (let round = 0; round < 100; round++) {
      for (const [i, queue] of queues.entries()) write(queue, 1 + ((round + i) % 70), i);
    }
    queues.forEach((queue, i) => {
      const bytes = concat(queue.take());
      expect(bytes).toEqual(filled(bytes.length, i));
      expect(bytes.length).toBe(
        Array.from({ length: 100 }, (_, round) => 1 + ((round + i) % 70)).reduce((a, b) => a + b),
      );
    });
  });

  it.each(['take', 'write'])(
    'whose part is at the same place in older memory touches nothing of the new: %s',
    (action) => {
      const [one, behind, other, next] = [new OutputQueue(), new OutputQueue(), new OutputQueue(), new OutputQueue()];
      layDownFirstQuarter();
      write(one, 10, 1);
      write(behind, 512, 2);
      layDownFirstQuarter();
      write(other, 512, 3);
      if (action === 'write') write(one, 600, 1);
      expect(concat(one.take())).toEqual(filled(action === 'write' ? 610 : 10, 1));
      write(next, 100, 4);
      expect(behind.take()).toEqual([filled(512, 2)]);
      expect(other.take()).toEqual([filled(512, 3)]);
      expect(next.take()).toEqual([filled(100, 4)]);
    },
  );

  it('is a plain concatenation for each of many queues, whatever they do in turn', () => {
    const lengths = fc.oneof(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 1200 }),
      fc.constantFrom(511, 512, 513, 16_383, 16_384, 16_385, 65_536, 70_000),
    );
    const action = fc.record({
      queue: fc.nat({ max: 4 }),
      kind: fc.constantFrom('write', 'write', 'write', 'append', 'take'),
      length: lengths,
    });
    fc.assert(
      fc.property(fc.array(action, { maxLength: 150 }), (actions) => {
        const queues = Array.from({ length: 5 }, () => ({
          queue: new OutputQueue(),
          waiting: [] as Uint8Array[],
          taken: [] as (readonly [pieces: readonly Uint8Array[], expected: Uint8Array])[],
        }));
        actions.forEach(({ queue: which, kind, length }, step) => {
          const { queue, waiting, taken } = queues[which]!;
          const bytes = filled(length, step & 0xff);
          if (kind === 'take') {
            taken.push([queue.take(), concat(waiting.splice(0))]);
          } else {
            if (kind === 'write') write(queue, length, step & 0xff);
            else queue.append(bytes);
            waiting.push(bytes);
          }
          expect(queue.length).toBe(waiting.reduce((sum, piece) => sum + piece.length, 0));
        });
        for (const { queue, waiting, taken } of queues) {
          taken.push([queue.take(), concat(waiting)]);
          // Compared at the end: what was handed out early must not have been written over since.
          for (const [pieces, expected] of taken) expectBytes(concat(pieces), expected);
        }
      }),
      { numRuns: 60 },
    );
  });
});
