import { describe, expect, it } from 'vitest';
import { SERVER_ERRORS, ServerError, type ServerErrorCode } from '../src/index.ts';

describe('ServerError', () => {
  it.each(Object.keys(SERVER_ERRORS) as ServerErrorCode[])('says what %s means', (code) => {
    const cause = new Error('below');
    const error = new ServerError(code, { cause });
    expect(error).toMatchObject({ name: 'ServerError', code, cause, section: SERVER_ERRORS[code].section });
    expect(error.message).toBe(`${SERVER_ERRORS[code].meaning} (RFC 6455 section ${SERVER_ERRORS[code].section})`);
  });
});
