import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  enterLane as enter,
  LANE_CHANNEL,
  type LaneLimits,
  type LaneReport,
  laneKey,
  takenLanes,
} from '../src/lane.ts';

/** Enters a lane that is not full. */
const enterLane = (name: string, go: () => void, limits: LaneLimits = { maxWaiting: 1_000_000 }) =>
  enter(name, go, limits)!;
/** A lane is handed over when what runs has ended. */
const handOver = () => Promise.resolve();

describe('the key of a lane', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['::1', '0:0:0:0:0:0:0:1'],
    ['127.0.0.1', '::ffff:127.0.0.1'],
    ['127.0.0.1', '::ffff:7f00:1'],
    ['2001:db8::a', '2001:DB8:0:0::000A'],
  ])('is the same for %s and %s [4.1-5]', (one, other) => {
    expect(laneKey(one, 80)).toBe(laneKey(other, 80));
  });

  it.each([
    ['127.0.0.1', 80, '127.0.0.1', 81],
    ['127.0.0.1', 80, '127.0.0.2', 80],
    ['::1', 80, '127.0.0.1', 80],
    ['1.2.3.4', 80, '::1.2.3.4', 80],
  ])('differs for %s port %i and %s port %i', (one, onePort, other, otherPort) => {
    expect(laneKey(one, onePort)).not.toBe(laneKey(other, otherPort));
  });
});

describe('a lane', () => {
  it('lets one in at a time, first come first served [4.1-6] [4.1-7]', async () => {
    const order: string[] = [];
    const leaveA = enterLane('k', () => order.push('a'));
    const leaveB = enterLane('k', () => order.push('b'));
    const leaveC = enterLane('k', () => order.push('c'));
    expect(order).toEqual(['a']);
    leaveA();
    await handOver();
    expect(order).toEqual(['a', 'b']);
    leaveA();
    await handOver();
    expect(order).toEqual(['a', 'b']);
    leaveB();
    await handOver();
    expect(order).toEqual(['a', 'b', 'c']);
    leaveC();
    await handOver();
    expect(takenLanes()).toBe(0);
  });

  it('does not hold up another lane', async () => {
    const order: string[] = [];
    const leaveOne = enterLane('one', () => order.push('one'));
    const leaveOther = enterLane('other', () => order.push('other'));
    expect(order).toEqual(['one', 'other']);
    expect(takenLanes()).toBe(2);
    leaveOne();
    leaveOther();
    await handOver();
    expect(takenLanes()).toBe(0);
  });

  it('passes over those who have left while they waited', async () => {
    const order: string[] = [];
    const leaveA = enterLane('k', () => order.push('a'));
    const leaveB = enterLane('k', () => order.push('b'));
    const leaveC = enterLane('k', () => order.push('c'));
    leaveB();
    leaveB();
    leaveA();
    await handOver();
    expect(order).toEqual(['a', 'c']);
    leaveC();
    await handOver();
    expect(takenLanes()).toBe(0);
  });

  it('lets nobody begin who leaves together with the one in front', async () => {
    const order: string[] = [];
    const leave = ['a', 'b', 'c'].map((name) => enterLane('k', () => order.push(name)));
    for (const leaveOne of leave) leaveOne();
    await handOver();
    expect(order).toEqual(['a']);
    expect(takenLanes()).toBe(0);
  });

  it('takes those who come while it is handed over', async () => {
    const order: string[] = [];
    const leaveA = enterLane('k', () => order.push('a'));
    leaveA();
    const leaveB = enterLane('k', () => order.push('b'));
    expect(order).toEqual(['a']);
    await handOver();
    expect(order).toEqual(['a', 'b']);
    leaveB();
    await handOver();
    expect(takenLanes()).toBe(0);
  });

  it('forgets 100,000 who have left while they waited, in any order', async () => {
    const leaveFirst = enterLane('k', () => {});
    let called = 0;
    const leave = Array.from({ length: 100_000 }, () => enterLane('k', () => called++));
    for (let i = 0; i < leave.length; i += 2) leave[i]!();
    for (let i = leave.length - 1; i > 0; i -= 2) leave[i]!();
    leaveFirst();
    await handOver();
    expect(called).toBe(0);
    expect(takenLanes()).toBe(0);
  });

  it('serves 100,000 in turn', async () => {
    const leave: (() => void)[] = [];
    let called = 0;
    for (let i = 0; i < 100_000; i++) leave.push(enterLane('k', () => called++));
    for (const leaveOne of leave) {
      leaveOne();
      await handOver();
    }
    expect(called).toBe(100_000);
    expect(takenLanes()).toBe(0);
  });

  it('turns away who would be one too many behind it', async () => {
    const leaveA = enterLane('k', () => {}, { maxWaiting: 1 });
    const leaveB = enterLane('k', () => {}, { maxWaiting: 1 });
    const go = vi.fn();
    expect(enter('k', go, { maxWaiting: 1 })).toBeUndefined();
    leaveB();
    const leaveD = enterLane('k', go, { maxWaiting: 1 });
    expect(enter('k', go, { maxWaiting: 0 })).toBeUndefined();
    leaveA();
    await handOver();
    expect(go).toHaveBeenCalledOnce();
    leaveD();
    await handOver();
    expect(takenLanes()).toBe(0);
  });

  it('has room for more than one, and goes on when it was empty for a while [4.1-8]', async () => {
    const order: string[] = [];
    const limits = { capacity: 2, maxWaiting: 9 };
    const enterWide = (name: string) => enterLane('k', () => order.push(name), limits);
    const [leaveA, leaveB, leaveC] = [enterWide('a'), enterWide('b'), enterWide('c')];
    expect(order).toEqual(['a', 'b']);
    leaveA();
    await handOver();
    expect(order).toEqual(['a', 'b', 'c']);
    leaveB();
    await handOver();
    // One is left in it, and nobody waits.
    const [leaveD, leaveE] = [enterWide('d'), enterWide('e')];
    expect(order).toEqual(['a', 'b', 'c', 'd']);
    leaveC();
    await handOver();
    expect(order).toEqual(['a', 'b', 'c', 'd', 'e']);
    leaveD();
    leaveE();
    await handOver();
    expect(takenLanes()).toBe(0);
  });

  it('tells how many connect and how many wait, whenever that changes', async () => {
    const reports: string[] = [];
    const onReport = (message: unknown) => {
      const { lane, connecting, waiting } = message as LaneReport;
      reports.push(`${lane}: ${connecting} ${waiting}`);
    };
    subscribe(LANE_CHANNEL, onReport);
    onTestFinished(() => void unsubscribe(LANE_CHANNEL, onReport));
    const leaveA = enterLane('k', () => {});
    const leaveB = enterLane('k', () => {});
    const leaveC = enterLane('k', () => {});
    leaveB();
    leaveA();
    await handOver();
    leaveC();
    await handOver();
    expect(reports).toEqual(['k: 1 0', 'k: 1 1', 'k: 1 2', 'k: 1 1', 'k: 1 0', 'k: 0 0']);
  });
});
