import { afterEach, describe, expect, it, vi } from 'vitest';
import { alwaysOnline, platformNetwork } from '../src/network-status.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('platformNetwork', () => {
  it('asks navigator, and listens to the global events, where there are both', () => {
    const platform = { onLine: false };
    const global = new EventTarget();
    vi.stubGlobal('navigator', platform);
    vi.stubGlobal('addEventListener', global.addEventListener.bind(global));
    vi.stubGlobal('removeEventListener', global.removeEventListener.bind(global));
    const network = platformNetwork();
    const seen: boolean[] = [];
    const listener = () => seen.push(network.onLine);
    network.addEventListener('online', listener);
    platform.onLine = true;
    global.dispatchEvent(new Event('online'));
    network.removeEventListener('online', listener);
    global.dispatchEvent(new Event('online'));
    expect(seen).toEqual([true]);
  });

  it.each([
    ['navigator is missing', undefined, () => {}],
    ['navigator does not know', { hardwareConcurrency: 2 }, () => {}],
    ['there are no global events', { onLine: false }, undefined],
  ])('takes the network for there when %s', (_, navigator, addEventListener) => {
    vi.stubGlobal('navigator', navigator);
    vi.stubGlobal('addEventListener', addEventListener);
    const network = platformNetwork();
    expect(network).toBe(alwaysOnline);
    expect(network.onLine).toBe(true);
    expect([network.addEventListener('online', () => {}), network.removeEventListener('online', () => {})]).toEqual([
      undefined,
      undefined,
    ]);
  });
});
