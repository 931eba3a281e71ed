import { HandshakeError } from '@rfc6455/handshake';
import { describe, expect, it } from 'vitest';
import {
  checkArgument,
  HANDSHAKE_ERRORS,
  type HandshakeErrorCode,
  type HandshakeErrorEntry,
  requestFault,
} from '../src/handshake-error.ts';
import { responseHead } from './helpers.ts';

const codes = Object.keys(HANDSHAKE_ERRORS) as HandshakeErrorCode[];

describe('HANDSHAKE_ERRORS', () => {
  it('has a section, what was expected, and a status that is an error or none, for every code', () => {
    for (const code of codes) {
      const entry: HandshakeErrorEntry = HANDSHAKE_ERRORS[code];
      expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
      expect(entry.section).toMatch(/^\d+(\.\d+)*$/);
      expect(entry.expected).toMatch(/^[ -~]+$/);
      expect([undefined, 400, 405, 414, 426, 431, 505]).toContain(entry.status);
    }
  });
});

describe('HandshakeError', () => {
  it('says what was expected, what came, and where to read about it', () => {
    const error = new HandshakeError('METHOD_NOT_GET', 'POST\r\n');
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: 'HandshakeError', code: 'METHOD_NOT_GET', section: '4.2.1' });
    expect(error.message).toBe('expected the method GET, got "POST\\r\\n" (RFC 6455 section 4.2.1)');
    expect(String(error)).toBe(`HandshakeError: ${error.message}`);
  });

  it('has nothing that it was not given', () => {
    const error = new HandshakeError('METHOD_NOT_GET', undefined);
    expect(error.message).toBe('expected the method GET, got nothing (RFC 6455 section 4.2.1)');
    expect(error).toMatchObject({ status: undefined, response: undefined, headers: [] });
    expect('cause' in error).toBe(false);
  });

  it('has on a server the status of the refusal and its headers', () => {
    expect(new HandshakeError('METHOD_NOT_GET', 'POST', { status: 405 })).toMatchObject({
      status: 405,
      headers: [['Allow', 'GET']],
    });
    expect(new HandshakeError('INVALID_KEY', 'x', { status: 400 })).toMatchObject({ status: 400, headers: [] });
  });

  it('has on a client the response, its status, and no headers for an answer', () => {
    const response = responseHead({}, { status: 426 });
    const error = new HandshakeError('UNEXPECTED_STATUS', '426', { response });
    expect(error).toMatchObject({ status: 426, headers: [] });
    expect(error.response).toBe(response);
  });

  it('has the cause', () => {
    const cause = new Error('below');
    expect(new HandshakeError('INVALID_KEY', 'x', { cause }).cause).toBe(cause);
  });
});

describe('requestFault', () => {
  it('has the status of the table', () => {
    for (const code of codes) {
      const { status = 400 }: HandshakeErrorEntry = HANDSHAKE_ERRORS[code];
      expect(requestFault(code, 'x').status).toBe(status);
    }
  });
});

describe('checkArgument', () => {
  it('throws a TypeError in the words of the error, or not at all', () => {
    expect(checkArgument(true, 'INVALID_KEY', 'x')).toBeUndefined();
    expect(() => checkArgument(false, 'INVALID_KEY', 'x\n')).toThrow(
      new TypeError('expected a Sec-WebSocket-Key of 16 bytes in base64, got "x\\n"'),
    );
  });
});
