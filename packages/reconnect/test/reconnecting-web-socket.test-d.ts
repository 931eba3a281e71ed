import {
  type AttemptEvent,
  type ReconnectDecision,
  ReconnectingWebSocket,
  type WebSocketConstructor,
} from '@rfc6455/reconnect';
import type { WebSocket as UndiciWebSocket } from 'undici';
import { describe, expectTypeOf, it } from 'vitest';
import type { WebSocket as WsWebSocket } from 'ws';

describe('types', () => {
  it('takes the place of a WebSocket', () => {
    expectTypeOf<ReconnectingWebSocket>().toExtend<WebSocket>();
    expectTypeOf(ReconnectingWebSocket).toExtend<Omit<typeof WebSocket, 'prototype'>>();
  });

  it('takes the implementations', () => {
    expectTypeOf<typeof WebSocket>().toExtend<WebSocketConstructor>();
    expectTypeOf<typeof UndiciWebSocket>().toExtend<WebSocketConstructor>();
    expectTypeOf<typeof WsWebSocket>().toExtend<WebSocketConstructor>();
    expectTypeOf<typeof ReconnectingWebSocket>().toExtend<WebSocketConstructor>();
  });

  it('types the events', () => {
    const socket = new ReconnectingWebSocket('ws://example.com/');
    socket.addEventListener('attempt', (event) => expectTypeOf(event).toEqualTypeOf<AttemptEvent>());
    socket.addEventListener('close', ({ code, why }) => {
      expectTypeOf(code).toEqualTypeOf<number>();
      expectTypeOf(why).toEqualTypeOf<'closed' | 'code' | 'attempts' | 'failed'>();
    });
    socket.onmessage = (event) => expectTypeOf(event).toEqualTypeOf<MessageEvent>();
    socket.onclose = (event: CloseEvent) => expectTypeOf(event.wasClean).toEqualTypeOf<boolean>();
    // @ts-expect-error the queue has two policies
    new ReconnectingWebSocket('ws://example.com/', [], { queue: { whenFull: 'drop' } });
  });

  it('tells the delay only when there is one', () => {
    expectTypeOf<Extract<ReconnectDecision, { reconnect: false }>>().not.toHaveProperty('delay');
  });
});
