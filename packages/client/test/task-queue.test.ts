import { describe, expect, it } from 'vitest';
import { TaskQueue } from '../src/task-queue.ts';
import { until } from './test-server.ts';

/** A queue whose items are run by what is in them. */
function makeQueue() {
  const wanted: boolean[] = [];
  const queue = new TaskQueue<() => unknown>(
    (run) => run() !== false,
    (isWanted) => wanted.push(isWanted),
  );
  return { queue, wanted };
}

describe('a task queue', () => {
  it('runs an item at once when nothing is in its way', () => {
    const { queue } = makeQueue();
    let ran = false;
    queue.push(() => {
      ran = true;
    });
    expect(ran).toBe(true);
  });

  it('runs the next one when all that the last has put off has run', async () => {
    const { queue } = makeQueue();
    const order: number[] = [];
    for (const item of [1, 2, 3]) {
      queue.push(async () => {
        order.push(item);
        for (let i = 0; i < 10; i++) await null;
        order.push(item);
      });
    }
    expect(order).toEqual([1]);
    await until(() => order.length === 6);
    expect(order).toEqual([1, 1, 2, 2, 3, 3]);
  });

  it('runs an item at once behind one that has called nobody', () => {
    const { queue } = makeQueue();
    let ran = 0;
    for (let i = 0; i < 5; i++) {
      queue.push(() => {
        ran += 1;
        return false;
      });
    }
    expect(ran).toBe(5);
    expect(queue.isIdle).toBe(true);
  });

  it('keeps the order of what is pushed from inside', async () => {
    const { queue } = makeQueue();
    const order: string[] = [];
    queue.push(() => {
      order.push('a');
      queue.push(() => order.push('b'));
      order.push('end of a');
    });
    queue.push(() => {
      order.push('c');
      queue.push(() => order.push('d'));
    });
    await until(() => order.length === 5);
    expect(order).toEqual(['a', 'end of a', 'b', 'c', 'd']);
  });

  it('is not idle while an item runs, nor until what it has put off has run', async () => {
    const { queue } = makeQueue();
    const idle: boolean[] = [];
    queue.push(() => {
      idle.push(queue.isIdle);
      queueMicrotask(() => idle.push(queue.isIdle));
    });
    idle.push(queue.isIdle);
    await new Promise(setImmediate);
    expect([...idle, queue.isIdle]).toEqual([false, false, false, true]);
  });

  it('wants no more when many wait, and wants more when none does', async () => {
    const { queue, wanted } = makeQueue();
    let ran = 0;
    const run = () => {
      ran += 1;
    };
    for (let i = 0; i < 256; i++) queue.push(run);
    expect(wanted).toEqual([]);
    for (let i = 0; i < 100; i++) queue.push(run);
    expect(wanted).toEqual([false]);
    await until(() => ran === 356);
    expect(wanted).toEqual([false, true]);
  });

  it('leaves a turn to others when many wait', async () => {
    const { queue } = makeQueue();
    let ran = 0;
    for (let i = 0; i < 1000; i++) {
      queue.push(() => {
        ran += 1;
      });
    }
    const ranAt: number[] = [];
    while (ran < 1000) {
      await new Promise(setImmediate);
      ranAt.push(ran);
    }
    expect(ranAt).toEqual([257, 513, 769, 1000]);
  });
});
