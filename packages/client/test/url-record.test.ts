import { expect, it } from 'vitest';
import { readUrl } from '../src/url-record.ts';

it('reads http as ws and https as wss', () => {
  expect(readUrl('http://a:80/b').href).toBe('ws://a/b');
  expect(readUrl('https://a:443/b?c').href).toBe('wss://a/b?c');
  expect(readUrl('WSS://A/../b').target.href).toBe('wss://a/b');
});

it('throws SyntaxError, and does not show the URL [3-2]', () => {
  for (const url of ['', '/path', 'ftp://secret/', 'ws://secret#', 'ws://secret/#x', 'ws://secret:99999/']) {
    const error = expect.objectContaining({ name: 'SyntaxError', message: expect.not.stringContaining('secret') });
    expect(() => readUrl(url)).toThrow(error);
  }
});

it('takes the credentials out of where to connect to, and leaves them in the url attribute', () => {
  const { href, target, credentials } = readUrl('ws://us%C3%A9r:p%40ss%3A%@a/');
  expect(href).toBe('ws://us%C3%A9r:p%40ss%3A%@a/');
  expect(target.href).toBe('ws://a/');
  expect(credentials).toEqual({ username: 'usér', password: 'p@ss:%' });
  expect(readUrl('ws://user@a/').credentials).toEqual({ username: 'user', password: '' });
  expect(readUrl('ws://:pass@a/').credentials).toEqual({ username: '', password: 'pass' });
  expect(readUrl('ws://a/').credentials).toBeUndefined();
});
