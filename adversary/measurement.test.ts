/** The measurement itself: what the other tests rule out is seen when it happens. */
import { describe, expect, it } from 'vitest';
import { ROLES } from './harness/endpoint.ts';
import { expectToWithstand, expectUnharmed, MiB, useTarget } from './harness/use-target.ts';

const target = useTarget({ each: true });

describe.each(ROLES)('an attack on a %s', (role) => {
  it('that does nothing is withstood', async () => {
    const endpoint = await target.endpoint(role);
    await expectToWithstand(endpoint, { growth: 8 * MiB }, () => new Promise((resolve) => setTimeout(resolve, 50)));
  });

  it('that blocks the event loop for 200 ms of work is not', async () => {
    const endpoint = await target.endpoint(role);
    const attack = expectToWithstand(endpoint, { growth: 8 * MiB }, () => target.process.call('misbehave', 'block'));
    await expect(attack).rejects.toThrow('the longest time without a turn of the event loop');
  });

  it('that takes 100 MiB is not', async () => {
    const endpoint = await target.endpoint(role);
    const attack = expectToWithstand(endpoint, { growth: 64 * MiB }, () =>
      target.process.call('misbehave', 'allocate'),
    );
    await expect(attack).rejects.toThrow('growth of the process at its peak');
  });
});

it.each(['throw', 'reject'] as const)('sees what the target does not handle: %s', async (how) => {
  await target.process.call('misbehave', how);
  await expect.poll(() => target.process.unhandled.length).toBe(1);
  expect(target.process.unhandled[0]?.message).toMatch(/^(?:thrown|rejected) for the test$/);
  expect(() => expectUnharmed(target.process)).toThrow('to deeply equal');
  target.process.unhandled.length = 0;
});
