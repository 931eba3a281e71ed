import { expect, it } from 'vitest';
import {
  CONNECT_ERRORS,
  ConnectError,
  type ConnectErrorCode,
  type ConnectErrorEntry,
  RefusalError,
} from '../src/index.ts';

const uri = { host: 'example.com', port: 8080 };

it.each(Object.keys(CONNECT_ERRORS) as ConnectErrorCode[])('says what %s is, and where it is ruled', (code) => {
  const { section, meaning, phase }: ConnectErrorEntry = CONNECT_ERRORS[code];
  const error = new ConnectError(code, uri, 'detail');
  expect(error).toMatchObject({ name: 'ConnectError', code, section, ...uri });
  expect(error.phase).toBe(phase ?? 'handshake');
  expect(error.refusal).toBeUndefined();
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

it('takes the phase from the attempt where the code has none', () => {
  expect(new ConnectError('TIMEOUT', uri, 'detail', { phase: 'lookup' }).phase).toBe('lookup');
  expect(new ConnectError('TLS_FAILED', uri, 'detail', { phase: 'lookup' }).phase).toBe('tls');
});

it('names the path of a Unix socket, without a port and escaped', () => {
  const { message } = new ConnectError('TCP_FAILED', { host: '/run/a\u001b.sock', port: 0 }, 'detail');
  expect(message).toMatch(/^\/run\/a\\u001b\.sock: no TCP/);
});

it('carries the answer that it comes from', () => {
  const response = { httpVersion: '1.1', status: 407, reason: '', headers: [] };
  const refusal = new RefusalError(response, { bytes: new Uint8Array(2), truncated: false });
  const error = new ConnectError('PROXY_REFUSED', uri, 'detail', { cause: refusal });
  expect(error.refusal).toBe(refusal);
  expect(error.cause).toBe(refusal);
});
