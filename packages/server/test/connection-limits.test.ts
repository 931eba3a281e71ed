import { Socket as Stream } from 'node:net';
import { describe, expect, it } from 'vitest';
import { ConnectionLimits } from '../src/connection-limits.ts';

function streamFrom(address?: string): Stream {
  return Object.defineProperty(new Stream(), 'remoteAddress', { value: address });
}

async function destroy(...streams: Stream[]): Promise<void> {
  for (const stream of streams) stream.destroy();
  await new Promise((resolve) => setImmediate(resolve));
}

describe('ConnectionLimits', () => {
  it('refuse what is too much in all, and drop what is far too much', async () => {
    const limits = new ConnectionLimits(2, Infinity);
    const streams = Array.from({ length: 6 }, () => streamFrom());
    const entries = streams.map((stream) => limits.enter(stream));
    expect(entries).toEqual(['taken', 'taken', 'refused', 'refused', 'dropped', 'dropped']);
    expect(limits.streams.size).toBe(4);
    await destroy(...streams);
    expect(limits.streams.size).toBe(0);
    expect(limits.enter(streamFrom())).toBe('taken');
  });

  it('refuse what is too much from one address, and forget an address that has left', async () => {
    const limits = new ConnectionLimits(100, 2);
    const streams = ['10.0.0.1', '::ffff:10.0.0.1', '10.0.0.1', '10.0.0.2'].map((address) => streamFrom(address));
    expect(streams.map((stream) => limits.enter(stream))).toEqual(['taken', 'taken', 'refused', 'taken']);
    await destroy(streams[0]!, streams[2]!);
    expect(limits.enter(streamFrom('10.0.0.1'))).toBe('taken');
    expect(limits.enter(streamFrom('10.0.0.1'))).toBe('refused');
    await destroy(...streams);
  });

  it('take all Unix sockets for one address', () => {
    const limits = new ConnectionLimits(100, 1);
    expect([limits.enter(streamFrom()), limits.enter(streamFrom())]).toEqual(['taken', 'refused']);
  });
});
