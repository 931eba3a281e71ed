/** Assertions: those about the connection are named by the procedures of RFC 6455 §7.1. */
import type { Connection, ProtocolErrorCode } from '@rfc6455/connection';
import { expect } from 'vitest';
import { toHex } from './bytes.ts';
import type { Endpoint } from './endpoint.ts';

/** The bytes are the same: `toEqual`, but quick about megabytes. */
export function expectBytes(actual: Uint8Array, expected: Uint8Array): void {
  expect(actual.length).toBe(expected.length);
  const at = actual.findIndex((byte, i) => byte !== expected[i]);
  if (at === -1) return;
  const around = (bytes: Uint8Array) => `at ${at}: ${toHex(bytes.subarray(at, at + 16))}`;
  expect(around(actual)).toBe(around(expected));
}

/** The messages are the same. */
export function expectMessages(
  actual: readonly (string | Uint8Array)[],
  expected: readonly (string | Uint8Array)[],
): void {
  const kinds = (messages: typeof actual) => messages.map((message) => `${typeof message} ${message.length}`);
  expect(kinds(actual)).toEqual(kinds(expected));
  actual.forEach((message, i) => {
    if (typeof message === 'string') expect(message).toBe(expected[i]);
    else expectBytes(message, expected[i] as Uint8Array);
  });
}

/** Nothing of the closing handshake has happened. */
export function expectOpen(connection: Connection): void {
  expect(connection.state).toBe('open');
  expect(connection.closeSent).toBeUndefined();
  expect(connection.closeReceived).toBeUndefined();
  expect(connection.canSend).toBe(true);
  expect(connection.transportDuty).toBe('keep');
}

/** The WebSocket closing handshake is started (§7.1.3): a Close frame was sent or received, not both. */
export function expectClosing(connection: Connection): void {
  expect(connection.state).toBe('closing');
  expect([connection.closeSent, connection.closeReceived].filter((close) => close !== undefined)).toHaveLength(1);
  expect(connection.transportDuty).toBe('keep');
}

/** The closing handshake is completed (§7.1.2); the transport is there still (§7.1.1). */
export function expectHandshakeCompleted(connection: Connection): void {
  expect(connection.state).toBe('closing');
  expect(connection.closeSent).toBeDefined();
  expect(connection.closeReceived).toBeDefined();
  expect(connection.canSend).toBe(false);
  expect(connection.transportDuty).toBe(connection.role === 'server' ? 'end' : 'await-end');
}

/**
 * The connection is failed because of the peer (§7.1.7): the violation was reported, the last frame of the output is
 * the Close frame with its code, the transport must end, and nothing is processed any more.
 *
 * @returns the frames of the output before the Close frame
 */
export function expectFailed(endpoint: Endpoint, closeCode: number, code: ProtocolErrorCode): string[] {
  const { connection, events, violation } = endpoint;
  expect(violation).toMatchObject({ name: 'ProtocolError', code, closeCode });
  expect(events.at(-1)).toBe(`violation ${code}`);
  expect(connection.closeSent).toEqual({ code: closeCode, reason: code });
  const frames = endpoint.outputFrames();
  expect(frames.pop()).toBe(`close ${closeCode} ${code}`);
  expectOver(endpoint);
  return frames;
}

/** The connection was failed from this end (§7.1.7), and the peer is told the code. */
export function expectFailedLocally(endpoint: Endpoint, closeCode: number, reason = ''): string[] {
  expect(endpoint.violation).toBeUndefined();
  expect(endpoint.connection.closeSent).toEqual({ code: closeCode, reason });
  const frames = endpoint.outputFrames();
  expect(frames.pop()).toBe(`close ${closeCode} ${reason}`.trim());
  expectOver(endpoint);
  return frames;
}

/** [7.1.7-5] Whatever comes now is ignored, and whatever is sent is refused. */
function expectOver(endpoint: Endpoint): void {
  const { connection, events } = endpoint;
  expect(connection.state).toBe('closing');
  expect(connection.canSend).toBe(false);
  expect(connection.transportDuty).toBe('end');
  const before = [...events];
  endpoint.receiveFrames({ opcode: 0x1 }, { opcode: 0x9 }, { opcode: 0x8 });
  expect(events).toEqual(before);
  expect(connection.send('x')).toBe(false);
  expect(connection.ping()).toBe(false);
  expect(connection.pong()).toBe(false);
  expect(connection.close()).toBe(false);
  expect(connection.closeReceived).toBeUndefined();
  expect(connection.outputLength).toBe(0);
  expect(connection.takeOutput()).toEqual([]);
}
