/** A server floods the web's `WebSocket` and `WebSocketStream`. RFC 6455 §10.4. */
import { once } from 'node:events';
import type { Socket as Stream } from 'node:net';
import { describe, expect, it } from 'vitest';
import { acceptHead } from './harness/endpoint.ts';
import { scriptedServer } from './harness/scripted-server.ts';
import { KiB, MiB, note, useTarget } from './harness/use-target.ts';
import { BINARY, frame, TEXT } from './harness/wire.ts';
import type { Ear } from './target/main.ts';

const target = useTarget({ each: true });

/** About 64 KiB of the smallest messages, text and binary. */
const SMALL = Buffer.concat([frame('client', TEXT, 'x'), frame('client', BINARY, 'x')]);
const CHUNK = Buffer.alloc(Math.floor((64 * KiB) / SMALL.length) * SMALL.length, SMALL);

async function open(ear: Ear): Promise<Stream> {
  let accepted: Stream | undefined;
  const server = await scriptedServer({
    requested(stream, head) {
      stream.write(acceptHead(head));
      accepted = stream;
    },
  });
  await target.process.call('openWeb', `ws://127.0.0.1:${server.port}/`, ear);
  return accepted!;
}

/** Writes so many bytes, or until the peer has not taken any for a while: by default it is waited for. */
async function flood(stream: Stream, most: number, patience = 60_000): Promise<number> {
  let written = 0;
  for (; written < most; written += CHUNK.length) {
    if (stream.write(CHUNK)) continue;
    const signal = AbortSignal.timeout(patience);
    const isDrained = await once(stream, 'drain', { signal }).then(
      () => true,
      () => false,
    );
    if (!isDrained) break;
  }
  return written;
}

describe('a flood of the smallest messages', () => {
  it.each<Ear>(['nobody', 'onmessage', 'listener'])('costs little when it is heard by %s', async (ear) => {
    const stream = await open(ear);
    const { bytesRead } = stream;
    await target.process.call('startGauge');
    // Two messages in 6 bytes.
    const messages = ((await flood(stream, MiB)) / SMALL.length) * 2;
    let heard = 0;
    while (ear !== 'nobody' && heard < messages) {
      heard += (await target.process.call('received')).messages;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const figures = await target.process.call('stopGauge');
    note({ ...figures, messages });
    expect(heard).toBe(ear === 'nobody' ? 0 : messages);
    expect(stream.bytesRead, 'a Close frame would have come if it had failed').toBe(bytesRead);
    expect(figures.longestBlock).toBeLessThan(100);
    // Half of the messages become Blobs, of which Node collects many at a time.
    expect(figures.growth / MiB).toBeLessThan(128);
  });

  it('is held back when nobody reads the stream', async () => {
    const stream = await open('stream that nobody reads');
    await target.process.call('startGauge');
    const written = await flood(stream, 64 * MiB, 1000);
    const figures = await target.process.call('stopGauge');
    note({ ...figures, written });
    expect(written).toBeLessThan(64 * MiB);
    expect(figures.growth / MiB).toBeLessThan(32);
  });
});
