import type { FrameInit } from '@rfc6455/frame';
import { describe, expect, it } from 'vitest';
import { hex, toHex } from './bytes.ts';
import { binary, close, continuation, Endpoint, fromPeer, ping, pong, ROLES, text } from './endpoint.ts';
import { expectFailed, expectMessages, expectOpen } from './expectations.ts';

describe.each(ROLES)('a %s keeps its limits [10.4-1] [10.4-2]', (role) => {
  /** The header of a frame whose payload does not come. */
  const header = (frame: FrameInit, length: number) => {
    const whole = fromPeer(role, { ...frame, payload: new Uint8Array(length) });
    return whole.slice(0, whole.length - length);
  };

  it.each([0, 1, 10, 125, 126, 65_535, 65_536])('on a message in one frame: maxMessageSize %d', (maxMessageSize) => {
    const message = new Uint8Array(maxMessageSize).fill(1);
    const within = new Endpoint(role, { maxMessageSize }).receiveFrames(binary(message));
    expectMessages(within.messages, [message]);
    expectOpen(within.connection);

    const over = new Endpoint(role, { maxMessageSize }).receive(header(binary(hex('')), maxMessageSize + 1));
    expectFailed(over, 1009, 'FRAME_TOO_LARGE');
  });

  it.each([
    ['text', text('x'.repeat(6))],
    ['binary data', binary(new Uint8Array(6))],
  ])('on the sum of fragments of %s', (_, first) => {
    const options = { maxMessageSize: 10 };
    const within = new Endpoint(role, options).receiveFrames({ ...first, fin: false }, continuation('y'.repeat(4)));
    expect(within.messages).toHaveLength(1);
    expectOpen(within.connection);

    const over = new Endpoint(role, options).receiveFrames({ ...first, fin: false });
    expectOpen(over.connection);
    expectFailed(over.receive(header(continuation(''), 5)), 1009, 'MESSAGE_TOO_LARGE');
  });

  it('on each message anew', () => {
    const endpoint = new Endpoint(role, { maxMessageSize: 4 });
    endpoint.receiveFrames(text('abc', { fin: false }), continuation('d'), text('abcd'), text('efgh'));
    expect(endpoint.messages).toEqual(['abcd', 'abcd', 'efgh']);
  });

  it.each([0, 10, 126])('on a frame: maxFrameSize %d', (maxFrameSize) => {
    const piece = new Uint8Array(maxFrameSize);
    const options = { maxFrameSize, maxMessageSize: 1000 };
    const within = new Endpoint(role, options);
    within.receiveFrames(binary(piece, { fin: false }), continuation(piece, { fin: false }), continuation(piece));
    expect(within.messages).toEqual([new Uint8Array(3 * maxFrameSize)]);

    for (const frames of [[], [binary(piece, { fin: false })]]) {
      const over = new Endpoint(role, options).receiveFrames(...frames);
      const next = frames.length === 0 ? binary(piece) : continuation(piece);
      expectFailed(over.receive(header(next, maxFrameSize + 1)), 1009, 'FRAME_TOO_LARGE');
    }
  });

  it('but not on control frames, which have their own', () => {
    const endpoint = new Endpoint(role, { maxFrameSize: 0, maxMessageSize: 0 });
    const payload = new Uint8Array(125).fill(0x61);
    endpoint.receiveFrames(ping(payload), pong(payload), close(1000, 'a'.repeat(123)));
    expect(endpoint.events).toEqual([
      `ping ${toHex(payload)}`,
      `pong ${toHex(payload)}`,
      `closeReceived 1000 ${'a'.repeat(123)}`,
    ]);
  });

  it.each([1, 2, 5])('on the number of fragments: maxFragments %d', (maxFragments) => {
    const empties = Array.from({ length: maxFragments - 1 }, () => continuation('', { fin: false }));
    const start = text('', { fin: maxFragments === 1 });
    const within = new Endpoint(role, { maxFragments });
    for (let message = 0; message < 3; message++) {
      within.receiveFrames(start, ...empties.slice(1), ...(maxFragments === 1 ? [] : [continuation('x')]), ping());
    }
    expect(within.messages).toEqual(Array.from({ length: 3 }, () => (maxFragments === 1 ? '' : 'x')));
    expectOpen(within.connection);

    const over = new Endpoint(role, { maxFragments }).receiveFrames(text('', { fin: false }), ...empties);
    expectOpen(over.connection);
    expectFailed(over.receiveFrames(continuation('')), 1008, 'TOO_MANY_FRAGMENTS');
  });

  it('on a flood of empty fragments, by default after 16384', () => {
    const endpoint = new Endpoint(role).receiveFrames(text('', { fin: false }));
    const flood = fromPeer(role, ...Array.from({ length: 1024 }, () => continuation('', { fin: false })));
    for (let i = 0; i < 15; i++) endpoint.receive(flood);
    endpoint.receive(flood.subarray(0, (flood.length / 1024) * 1023));
    expectOpen(endpoint.connection);
    expectFailed(endpoint.receive(flood), 1008, 'TOO_MANY_FRAGMENTS');
  });

  it.each([
    ['2^53 - 1', '00 1f ff ff ff ff ff ff', undefined],
    ['2^53', '00 20 00 00 00 00 00 00', 'FRAME_TOO_LARGE'],
    ['2^53 + 1', '00 20 00 00 00 00 00 01', 'FRAME_TOO_LARGE'],
    ['2^60', '10 00 00 00 00 00 00 00', 'FRAME_TOO_LARGE'],
    ['2^63 - 1', '7f ff ff ff ff ff ff ff', 'FRAME_TOO_LARGE'],
  ] as const)('where numbers end: a frame of %s bytes and no limit', (_, length, violation) => {
    const endpoint = new Endpoint(role, { maxMessageSize: Number.MAX_SAFE_INTEGER });
    endpoint.receive(hex(role === 'server' ? `82 ff ${length} 00 00 00 00` : `82 7f ${length}`));
    if (violation === undefined) expectOpen(endpoint.connection);
    else expectFailed(endpoint, 1009, violation);
  });

  it('where numbers end: fragments whose sum is more than 2^53 - 1', () => {
    const endpoint = new Endpoint(role, { maxMessageSize: Number.MAX_SAFE_INTEGER });
    endpoint.receiveFrames(binary(hex('01'), { fin: false }));
    endpoint.receive(hex(`80 ${role === 'server' ? 'ff' : '7f'} 00 1f ff ff ff ff ff ff`), hex('00 00 00 00'));
    expectFailed(endpoint, 1009, 'MESSAGE_TOO_LARGE');
  });
});
