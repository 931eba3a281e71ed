import { describe, expect, it } from 'vitest';
import { type AttemptPlan, AttemptSchedule } from '../src/attempt-schedule.ts';
import { FakeClock, settle } from './fake-clock.ts';
import { FakeNetwork } from './fake-network.ts';

function setup(spread: () => number | undefined = () => 300) {
  const clock = new FakeClock(0);
  const network = new FakeNetwork();
  const begun: { at: number; plan: AttemptPlan }[] = [];
  const begin = (plan: AttemptPlan) => void begun.push({ at: clock.now(), plan });
  return { clock, network, begun, schedule: new AttemptSchedule({ clock, network, spread, begin }) };
}

const plan: AttemptPlan = { attempt: 1, delay: 1_000, why: 'lost', notBefore: 0 };

describe('AttemptSchedule', () => {
  it('begins an attempt when its time has come, once', async () => {
    const { schedule, clock, begun } = setup();
    schedule.plan(plan);
    await clock.advance(10_000);
    expect(begun).toEqual([{ at: 1_000, plan }]);
  });

  it('begins an attempt without a delay after the current task, without a timer', async () => {
    const { schedule, clock, begun } = setup();
    schedule.plan({ ...plan, delay: 0 });
    expect([begun.length, clock.timers]).toEqual([0, 0]);
    await settle();
    expect(begun).toHaveLength(1);
  });

  it.each([0, 1_000])('begins nothing after cancel, with a delay of %d', async (delay) => {
    const { schedule, clock, begun } = setup();
    schedule.plan({ ...plan, delay });
    schedule.cancel();
    await clock.advance(10_000);
    expect([begun.length, clock.timers]).toEqual([0, 0]);
  });

  it('begins one attempt when the network goes and comes before an attempt without a delay', async () => {
    const { schedule, clock, network, begun } = setup();
    schedule.plan({ ...plan, delay: 0 });
    network.set(false);
    network.set(true);
    await clock.advance(10_000);
    expect(begun).toEqual([{ at: 300, plan: { ...plan, delay: 300, why: 'online' } }]);
  });

  it('spreads each return of a network that comes and goes', async () => {
    const { schedule, clock, network, begun } = setup();
    schedule.plan(plan);
    for (let i = 0; i < 4; i++) {
      network.set(false);
      network.set(true);
      await clock.advance(200);
    }
    expect([begun.length, clock.timers]).toEqual([0, 1]);
    await clock.advance(100);
    expect(begun).toHaveLength(1);
  });

  it('keeps to the time that the server asked for when the network is back', async () => {
    const { schedule, clock, network, begun } = setup();
    schedule.plan({ ...plan, notBefore: 900 });
    network.set(false);
    await clock.advance(500);
    network.set(true);
    await clock.advance(10_000);
    expect(begun.map(({ at }) => at)).toEqual([1_200]);
  });

  it('begins nothing when there is no delay for the return of the network', async () => {
    const { schedule, clock, network, begun } = setup(() => undefined);
    schedule.plan(plan);
    network.set(false);
    network.set(true);
    await clock.advance(10_000);
    expect([begun.length, clock.timers]).toEqual([0, 0]);
  });

  it('watches the network until its end', () => {
    const { schedule, network, clock } = setup();
    expect(network.listeners.size).toBe(2);
    schedule.plan(plan);
    schedule.end();
    expect([network.listeners.size, clock.timers]).toEqual([0, 0]);
  });
});
