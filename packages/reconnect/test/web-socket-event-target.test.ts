import { describe, expect, it } from 'vitest';
import { WebSocketEventTarget } from '../src/web-socket-event-target.ts';

const TYPES = ['open', 'message', 'error', 'close'] as const;

describe.each(TYPES)('on%s', (type) => {
  const name = `on${type}` as const;

  it('is null at first, and holds what is set', () => {
    const target = new WebSocketEventTarget();
    expect(target[name]).toBeNull();
    const handler = () => {};
    target[name] = handler;
    expect(target[name]).toBe(handler);
    target[name] = null;
    expect(target[name]).toBeNull();
  });

  it('is called with the event, as a method of the target', () => {
    const target = new WebSocketEventTarget();
    const calls: unknown[] = [];
    target[name] = function (this: unknown, event: Event) {
      calls.push(this, event.type);
    };
    target.dispatchEvent(new Event(type));
    expect(calls).toEqual([target, type]);
  });
});

describe('a handler', () => {
  it('is replaced in its place among the listeners', () => {
    const target = new WebSocketEventTarget();
    const calls: string[] = [];
    target.addEventListener('open', () => calls.push('first'));
    target.onopen = () => calls.push('handler');
    target.addEventListener('open', () => calls.push('last'));
    target.onopen = () => calls.push('other handler');
    target.dispatchEvent(new Event('open'));
    expect(calls).toEqual(['first', 'other handler', 'last']);
  });

  it('is not called after it was removed', () => {
    const target = new WebSocketEventTarget();
    const calls: string[] = [];
    target.onopen = () => calls.push('handler');
    target.onopen = null;
    target.dispatchEvent(new Event('open'));
    expect(calls).toEqual([]);
  });

  it('is a function, or none', () => {
    const target = new WebSocketEventTarget();
    target.onopen = 'code' as never;
    target.dispatchEvent(new Event('open'));
    expect(target.onopen).toBeNull();
  });
});

describe('listeners', () => {
  it('take options, can be objects, and can be removed', () => {
    const target = new WebSocketEventTarget();
    const calls: string[] = [];
    const listener = () => calls.push('listener');
    const object = { handleEvent: () => calls.push('object') };
    target.addEventListener('open', () => calls.push('once'), { once: true });
    target.addEventListener('open', listener);
    target.addEventListener('open', object);
    target.dispatchEvent(new Event('open'));
    target.removeEventListener('open', listener);
    target.dispatchEvent(new Event('open'));
    target.removeEventListener('open', object);
    target.dispatchEvent(new Event('open'));
    expect(calls).toEqual(['once', 'listener', 'object', 'object']);
  });
});
