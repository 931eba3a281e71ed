import { expect, it } from 'vitest';
import { CONNECT_ERRORS, ConnectError, type ConnectErrorCode } from '../src/index.ts';

const uri = { host: 'example.com', port: 8080 };

it.each(Object.keys(CONNECT_ERRORS) as ConnectErrorCode[])('says what %s is, and where it is ruled', (code) => {
  const { section, meaning } = CONNECT_ERRORS[code];
  const error = new ConnectError(code, uri, 'detail');
  expect(error).toMatchObject({ name: 'ConnectError', code, section, ...uri });
  expect(error.message).toBe(`example.com:8080: ${meaning}: detail (RFC 6455 section ${section})`);
  expect('cause' in error).toBe(false);
});

it('chains the cause', () => {
  const cause = new Error('below');
  expect(new ConnectError('TLS_FAILED', uri, 'detail', { cause }).cause).toBe(cause);
});

it('escapes and cuts the detail, which may come from a certificate', () => {
  const { message } = new ConnectError('TLS_FAILED', uri, `\u001b]0;\u00e9\u2028${'x'.repeat(1000)}`);
  expect(message).toContain('\\u001b]0;\\u00e9\\u2028xxx');
  expect(message).toMatch(/^[ -~]*$/);
  expect(message.length).toBeLessThan(350);
});
