import { describe, expect, it } from 'vitest';
import { SocketError, transportError } from '../src/socket-error.ts';

describe('transportError', () => {
  it('says what the system said', () => {
    const cause = new Error('read ECONNRESET');
    const error = transportError('TRANSPORT_FAILED', cause);
    expect(error).toBeInstanceOf(SocketError);
    expect(error).toMatchObject({ code: 'TRANSPORT_FAILED', section: '7.2.1', cause });
    expect(error.message).toBe('the transport broke: read ECONNRESET (RFC 6455 section 7.2.1)');
  });

  it('has no cause where the peer ended the transport', () => {
    const error = transportError('TRANSPORT_ENDED');
    expect(error.message).toBe('the peer ended the transport without a Close frame (RFC 6455 section 7.2.1)');
    expect('cause' in error).toBe(false);
  });

  it('has no stack, and leaves other errors theirs', () => {
    const { stackTraceLimit } = Error;
    expect(transportError('TRANSPORT_ENDED').stack).not.toMatch(/^ {4}at /m);
    expect(Error.stackTraceLimit).toBe(stackTraceLimit);
    expect(new SocketError('TERMINATED').stack).toMatch(/^ {4}at /m);
  });

  it('is made where the limit cannot be set', () => {
    const descriptor = Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit')!;
    Object.defineProperty(Error, 'stackTraceLimit', { ...descriptor, writable: false });
    try {
      expect(transportError('TRANSPORT_ENDED').code).toBe('TRANSPORT_ENDED');
    } finally {
      Object.defineProperty(Error, 'stackTraceLimit', descriptor);
    }
  });
});
