import { describe, expect, it } from 'vitest';
import { checkUrlSource, provideProtocols, provideUrl, type UrlSource } from '../src/connection-source.ts';

const context = { signal: new AbortController().signal };

describe('checkUrlSource', () => {
  it.each<[UrlSource, string]>([
    ['ws://example.com', 'ws://example.com/'],
    ['wss://EXAMPLE.com:443/chat?x=1', 'wss://example.com/chat?x=1'],
    ['http://example.com/', 'ws://example.com/'],
    ['https://example.com/', 'wss://example.com/'],
    [new URL('ws://example.com/a'), 'ws://example.com/a'],
    [() => 'anything', ''],
  ])('takes %s', (source, url) => {
    expect(checkUrlSource(source)).toBe(url);
  });

  it.each([
    'ftp://example.com/',
    'data:text/plain,x',
    'ws://',
    'ws://[',
    'ws://example.com/#',
    'ws://example.com/#x',
    new URL('wss://example.com/#x'),
  ])('throws a SyntaxError for %s', (source) => {
    expect(() => checkUrlSource(source)).toThrow(expect.objectContaining({ name: 'SyntaxError' }));
  });

  it('shows nothing of the URL, which may hold a secret', () => {
    let message = '';
    try {
      checkUrlSource('ws://user:secret@[/?token=secret');
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toBe('url: expected a URL, got text that is none');
  });

  it.each([undefined, null, 1, {}])('throws a TypeError for %s', (source) => {
    expect(() => checkUrlSource(source as unknown as string)).toThrow(TypeError);
  });
});

describe('provideUrl', () => {
  it('returns a value, or what a provider returns or resolves to', async () => {
    expect(await provideUrl('ws://a/', context)).toBe('ws://a/');
    expect(await provideUrl(() => 'ws://b/', context)).toBe('ws://b/');
    expect(await provideUrl(async () => new URL('ws://c/'), context)).toEqual(new URL('ws://c/'));
  });

  it('passes the signal on', async () => {
    let passed: unknown;
    await provideUrl((given) => {
      passed = given.signal;
      return 'ws://a/';
    }, context);
    expect(passed).toBe(context.signal);
  });

  it('rejects when the provider throws, rejects, or provides no URL', async () => {
    const reason = new Error('no token');
    const thrower = () => {
      throw reason;
    };
    await expect(provideUrl(thrower, context)).rejects.toBe(reason);
    await expect(provideUrl(() => Promise.reject(reason), context)).rejects.toBe(reason);
    await expect(provideUrl(() => undefined as unknown as string, context)).rejects.toThrow(TypeError);
  });
});

describe('provideProtocols', () => {
  it('returns a value, or what a provider returns or resolves to', async () => {
    expect(await provideProtocols('a', context)).toBe('a');
    expect(await provideProtocols(['a', 'b'], context)).toEqual(['a', 'b']);
    expect(await provideProtocols(async () => ['c'], context)).toEqual(['c']);
  });
});
