import { describe, expect, it } from 'vitest';
import { HandlerAttribute } from '../src/handler-attribute.ts';

function makeTarget() {
  const target = new EventTarget();
  const order: string[] = [];
  const listen = (name: string) => target.addEventListener('a', () => order.push(name));
  const fire = () => {
    target.dispatchEvent(new Event('a'));
    return order.splice(0);
  };
  return { target, order, listen, fire };
}

describe('a handler attribute', () => {
  it('is a listener from when it is set, and keeps its place when it is replaced', () => {
    const { target, order, listen, fire } = makeTarget();
    const attribute = new HandlerAttribute(target, 'a');
    listen('first');
    attribute.value = () => order.push('replaced');
    listen('last');
    attribute.value = () => order.push('handler');
    expect(fire()).toEqual(['first', 'handler', 'last']);
    attribute.value = null;
    expect(fire()).toEqual(['first', 'last']);
    attribute.value = () => order.push('again');
    expect(fire()).toEqual(['first', 'last', 'again']);
  });

  it('calls with the target as this', () => {
    const { target, fire } = makeTarget();
    const attribute = new HandlerAttribute(target, 'a');
    let seen: unknown;
    attribute.value = function (this: unknown) {
      seen = this;
    };
    fire();
    expect(seen).toBe(target);
  });

  it('keeps an object that is no function, and calls nothing', () => {
    const { target, fire } = makeTarget();
    const attribute = new HandlerAttribute(target, 'a');
    const object = {};
    attribute.value = object;
    expect(attribute.value).toBe(object);
    expect(fire()).toEqual([]);
    attribute.value = 1;
    expect(attribute.value).toBeNull();
  });

  it('is no listener while it is alone, and the first when it joins', () => {
    const { target, order, listen, fire } = makeTarget();
    const attribute = new HandlerAttribute(target, 'a', true);
    attribute.value = () => order.push('handler');
    expect(attribute.isAlone).toBe(true);
    expect(fire()).toEqual([]);
    attribute.handleEvent(new Event('a'));
    expect(order.splice(0)).toEqual(['handler']);
    attribute.join();
    attribute.join();
    listen('second');
    expect(attribute.isAlone).toBe(false);
    expect(fire()).toEqual(['handler', 'second']);
  });

  it('takes the place of when it is set, once it has joined', () => {
    const { target, order, listen, fire } = makeTarget();
    const attribute = new HandlerAttribute(target, 'a', true);
    attribute.join();
    listen('first');
    attribute.value = () => order.push('handler');
    expect(fire()).toEqual(['first', 'handler']);
  });
});
