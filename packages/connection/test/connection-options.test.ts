import {
  Connection,
  type ConnectionOptions,
  DEFAULT_MAX_FRAGMENTS,
  DEFAULT_MAX_MESSAGE_SIZE,
  DEFAULT_MAX_PENDING_PONG_BYTES,
} from '@rfc6455/connection';
import { describe, expect, it } from 'vitest';
import { hex } from './bytes.ts';
import { Endpoint, ROLES } from './endpoint.ts';
import { expectFailed, expectOpen } from './expectations.ts';

const server: ConnectionOptions = { role: 'server', handler: {} };
const client: ConnectionOptions = { role: 'client', handler: {}, random: () => 0 };
const construct = (options: object) => () => new Connection(options as ConnectionOptions);

describe('the options of a connection', () => {
  it.each([server, client])('may be just the role, the handler and what a client needs', (options) => {
    const connection = new Connection(options);
    expect(connection.role).toBe(options.role);
    expectOpen(connection);
    expect(connection.outputLength).toBe(0);
    expect(connection.takeOutput()).toEqual([]);
  });

  it.each([undefined, null, 'Client', 'both', '', true, 1, 'a\u001b'])('refuse a role that is none: %s', (role) => {
    expect(construct({ ...client, role })).toThrow(TypeError);
    expect(construct({ ...client, role })).toThrow(/^role: expected 'client' or 'server', got [ -~]+$/);
  });

  it.each([undefined, null, () => {}, 'handler'])('refuse a handler that is no object: %s', (handler) => {
    expect(construct({ ...server, handler })).toThrow(TypeError);
    expect(construct({ ...server, handler })).toThrow(/^handler: expected an object, got /);
  });

  it.each([undefined, null, 5])('refuse a client without a source of masking keys: %s [5.3-3]', (random) => {
    expect(construct({ ...client, random })).toThrow(TypeError);
    expect(construct({ ...client, random })).toThrow(/^random: /);
  });

  it.each([
    ['maxMessageSize', 0],
    ['maxFrameSize', 0],
    ['maxFragments', 1],
    ['maxPendingPongBytes', 0],
  ])('take for %s any integer from %d', (name, least) => {
    for (const value of [undefined, least, least + 1, Number.MAX_SAFE_INTEGER]) {
      expect(new Connection({ ...server, [name]: value }).state).toBe('open');
    }
    for (const value of [least - 1, least + 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, '10', null]) {
      expect(construct({ ...server, [name]: value })).toThrow(RangeError);
      expect(construct({ ...server, [name]: value })).toThrow(`${name}: expected an integer from ${least} to 2^53 - 1`);
    }
  });

  it('have safe defaults', () => {
    expect(DEFAULT_MAX_MESSAGE_SIZE).toBe(16 * 1024 * 1024);
    expect(DEFAULT_MAX_FRAGMENTS).toBe(16_384);
    expect(DEFAULT_MAX_PENDING_PONG_BYTES).toBe(64 * 1024);
  });

  it.each(ROLES)('limit what a %s receives to 16 MiB unless they say otherwise [10.4-1]', (role) => {
    const header = (length: string) => hex(`82 ${role === 'server' ? 'ff' : '7f'} ${length}`);
    const key = hex(role === 'server' ? '00 00 00 00' : '');
    const within = new Endpoint(role).receive(header('00 00 00 00 01 00 00 00'), key);
    expectOpen(within.connection);
    const over = new Endpoint(role).receive(header('00 00 00 00 01 00 00 01'));
    expectFailed(over, 1009, 'FRAME_TOO_LARGE');
  });

  it('are read once: what is changed later changes nothing', () => {
    const options = { ...server, maxMessageSize: 1, role: 'server' as 'server' | 'client' };
    const connection = new Connection(options);
    options.role = 'client';
    options.maxMessageSize = 100;
    connection.receive(hex('82 82 00 00 00 00 01 02'));
    expect(connection.role).toBe('server');
    expect(connection.closeSent).toMatchObject({ code: 1009 });
  });
});

describe.each(ROLES)('the handler of a %s', (role) => {
  it('may be empty', () => {
    const random = () => 0;
    const everything =
      role === 'server' ? '81 80 00000000 89 80 00000000 8a 80 00000000 88 80 00000000' : '81 00 89 00 8a 00 88 00';
    const connection = new Connection({ role, random, handler: {} });
    connection.receive(hex(everything));
    connection.receiveEnd();
    expect(connection.closeReceived).toEqual({ code: 1005, reason: '' });
    expect(connection.state).toBe('closed');

    const failed = new Connection({ role, random, handler: {} });
    failed.receive(hex('ff'));
    expect(failed.closeSent).toEqual({ code: 1002, reason: 'RESERVED_OPCODE' });
  });

  it('may have only messageStart', () => {
    const types: string[] = [];
    const connection = new Connection({ role, random: () => 0, handler: { messageStart: (type) => types.push(type) } });
    connection.receive(hex(role === 'server' ? '81 81 00000000 61' : '81 01 61'));
    expect(types).toEqual(['text']);
    expectOpen(connection);
  });

  it('is called as a method', () => {
    const calls: unknown[] = [];
    const handler = {
      message(): void {
        calls.push(this);
      },
      closed(): void {
        calls.push(this);
      },
    };
    const connection = new Connection({ role, random: () => 0, handler });
    connection.receive(hex(role === 'server' ? '81 80 00000000' : '81 00'));
    connection.receiveEnd();
    expect(calls).toEqual([handler, handler]);
  });
});
