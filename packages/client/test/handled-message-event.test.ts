import { describe, expect, it } from 'vitest';
import { HandledMessageEvent } from '../src/handled-message-event.ts';

/** The members of a class and those above it. */
function membersOf(prototype: object | null): string[] {
  if (prototype === null || prototype === Object.prototype) return [];
  return [...Object.getOwnPropertyNames(prototype), ...membersOf(Object.getPrototypeOf(prototype))];
}

/** What a member is, a method by what it returns. */
function readMember(event: object, name: string): unknown {
  const value = Reflect.get(event, name);
  return typeof value === 'function' && name !== 'constructor' ? value.call(event) : value;
}

const CHANGES: readonly string[] = ['initEvent', 'stopPropagation', 'stopImmediatePropagation', 'preventDefault'];

describe('a message event for one handler', () => {
  it('says in every member what a MessageEvent says that is being dispatched', () => {
    const target = new EventTarget();
    const handled = new HandledMessageEvent(target, 'data', 'ws://a');
    const names = [...new Set(membersOf(MessageEvent.prototype))].filter((name) => !CHANGES.includes(name));
    let compared = 0;
    target.addEventListener('message', (event) => {
      for (const name of names) {
        compared += 1;
        if (name === 'timeStamp') continue;
        expect(readMember(handled, name), name).toEqual(readMember(event, name));
      }
    });
    target.dispatchEvent(new MessageEvent('message', { data: 'data', origin: 'ws://a' }));
    expect(compared).toBeGreaterThan(15);
  });

  it('has no target at work when it was handled', () => {
    const target = new EventTarget();
    const event = new HandledMessageEvent(target, 'data', 'ws://a');
    HandledMessageEvent.end(event);
    expect([event.target, event.currentTarget, event.eventPhase, event.composedPath()]).toEqual([target, null, 0, []]);
  });

  it('is a MessageEvent to who asks, can be copied, and has one time', () => {
    const event = new HandledMessageEvent(new EventTarget(), 'data', 'ws://a');
    expect(event).toBeInstanceOf(MessageEvent);
    expect(event).toBeInstanceOf(Event);
    const Same = event.constructor as typeof MessageEvent;
    expect(new Same(event.type, event as unknown as MessageEventInit)).toMatchObject({
      data: 'data',
      origin: 'ws://a',
    });
    expect(event.timeStamp).toBeLessThanOrEqual(performance.now());
    expect(event.timeStamp).toBe(event.timeStamp);
  });

  it('cannot be stopped or prevented', () => {
    const event = new HandledMessageEvent(new EventTarget(), 'data', 'ws://a');
    event.preventDefault();
    event.stopPropagation();
    event.stopImmediatePropagation();
    expect([event.defaultPrevented, event.cancelBubble]).toEqual([false, false]);
  });
});
