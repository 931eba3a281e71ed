import {
  AttemptEvent,
  DropEvent,
  EndEvent,
  ReconnectError,
  ReconnectErrorEvent,
  ReconnectingEvent,
} from '@rfc6455/reconnect';
import { describe, expect, it } from 'vitest';

const closure = { code: 1001, reason: 'r', wasClean: true, status: 503 };
const error = new ReconnectError('CONNECT_TIMEOUT', 'waited 1 ms');

describe('the events', () => {
  it.each([
    [new AttemptEvent(2, 5, 'lost'), 'attempt', { attempt: 2, delay: 5, why: 'lost' }],
    [
      new ReconnectingEvent(closure, { attempt: 1, delay: 7, why: 'failed' }, 9),
      'reconnecting',
      { ...closure, attempt: 1, delay: 7, why: 'failed', unsentBytes: 9 },
    ],
    [new ReconnectErrorEvent(error), 'error', { error, message: error.message }],
    [new DropEvent(['a'], 'closed'), 'drop', { messages: ['a'], why: 'closed' }],
    [new EndEvent(closure, 'code'), 'close', { ...closure, why: 'code' }],
  ])('%o have the type %s and their fields', (event, type, fields) => {
    expect(event).toBeInstanceOf(Event);
    expect(event.type).toBe(type);
    expect(event).toMatchObject(fields);
    expect([event.bubbles, event.cancelable]).toEqual([false, false]);
  });
});
