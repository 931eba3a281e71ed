import { type ConnectionEvent, type ConnectionState, TRANSITIONS } from '@rfc6455/connection';
import { describe, expect, it } from 'vitest';
import { nextState } from '../src/state.ts';

const STATES: readonly ConnectionState[] = ['connecting', 'open', 'closing', 'closed'];
const EVENTS: readonly ConnectionEvent[] = ['established', 'closeSent', 'closeReceived', 'failed', 'transportEnded'];

/** RFC 6455 §4.1, §7.1.3, §7.1.4, by hand: where nothing stands, the event cannot happen. */
const EXPECTED: Readonly<Record<ConnectionState, readonly (ConnectionState | undefined)[]>> = {
  //          established closeSent closeReceived failed   transportEnded
  connecting: ['open', undefined, undefined, 'closed', 'closed'],
  open: [undefined, 'closing', 'closing', 'closing', 'closed'],
  closing: [undefined, 'closing', 'closing', 'closing', 'closed'],
  closed: [undefined, undefined, undefined, undefined, undefined],
};

describe('the states', () => {
  const pairs = STATES.flatMap((state) => EVENTS.map((event, i) => [state, event, EXPECTED[state][i]] as const));

  it.each(pairs.filter(([, , next]) => next !== undefined))('lead from %s by %s to %s', (state, event, next) => {
    expect(nextState(state, event)).toBe(next);
  });

  it.each(pairs.filter(([, , next]) => next === undefined))('do not leave %s by %s', (state, event) => {
    expect(() => nextState(state, event)).toThrow(`${event} cannot happen in state ${state}`);
  });

  it('are all in the table, and nothing else is', () => {
    expect(Object.keys(TRANSITIONS)).toEqual(STATES);
    expect(new Set(Object.values(TRANSITIONS).flatMap((row) => Object.keys(row)))).toEqual(new Set(EVENTS));
  });
});
