/** `ReconnectingWebSocket` on the `WebSocket` of `@rfc6455/client`, which says more about failures than a browser does. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket } from '@rfc6455/client';
import { type ReconnectingEvent, ReconnectingWebSocket } from '@rfc6455/reconnect';
import { expect, it, onTestFinished } from 'vitest';

it('knows the status and the Retry-After of a handshake that was refused', async () => {
  const http = createServer().on('upgrade', (_request, stream) => {
    stream.end('HTTP/1.1 503 Service Unavailable\r\nRetry-After: 120\r\nContent-Length: 0\r\n\r\n');
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void http.close());
  const url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}/`;
  const socket = new ReconnectingWebSocket(url, [], { WebSocket });
  const event = await new Promise<ReconnectingEvent>((resolve) => socket.addEventListener('reconnecting', resolve));
  socket.close();
  expect(event).toMatchObject({ code: 1006, status: 503 });
  expect(event.delay).toBeGreaterThanOrEqual(120_000);
});
