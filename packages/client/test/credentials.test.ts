import { expect, it } from 'vitest';
import { type Credentials, formatCredentials } from '../src/credentials.ts';

it('writes user name and password as RFC 7617 has it, in UTF-8', () => {
  const example = { username: 'Aladdin', password: 'open sesame' };
  expect(formatCredentials('credentials', example)).toBe('Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==');
  expect(formatCredentials('credentials', { username: 'test', password: '123\u00a3' })).toBe('Basic dGVzdDoxMjPCow==');
  expect(formatCredentials('credentials', { username: '', password: ':' })).toBe('Basic Ojo=');
});

it('writes a token as RFC 6750 has it', () => {
  expect(formatCredentials('credentials', { token: 'mF_9.B5f-4.1JqM' })).toBe('Bearer mF_9.B5f-4.1JqM');
});

it.each<[string, unknown]>([
  ['nothing', null],
  ['a string', 'secret'],
  ['an empty object', {}],
  ['a colon in the user name', { username: 'a:b', password: 'secret' }],
  ['no password', { username: 'secret' }],
  ['a line break in the password', { username: 'a', password: 'secret\r\nX: y' }],
  ['a line break in the user name', { username: 'secret\n', password: '' }],
  ['a NUL', { username: 'secret\0', password: '' }],
  ['an empty token', { token: '' }],
  ['a line break in the token', { token: 'secret\r\nX: y' }],
  ['a line break behind the token', { token: 'secret\n' }],
  ['a space in the token', { token: 'sec ret' }],
  ['a token that is no string', { token: ['secret'] }],
])('refuses %s, without a word about what is secret', (_title, credentials) => {
  const format = () => formatCredentials('credentials', credentials as Credentials);
  expect(format).toThrow(TypeError);
  expect(format).toThrow(/^(?!.*secret)credentials/);
});
