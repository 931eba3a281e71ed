/** The numbers of a client that nobody may predict: masking keys and handshake keys. RFC 6455 §4.1, §5.3, §10.3. */
import { describe, expect, it } from 'vitest';
import { ROLES } from './harness/endpoint.ts';
import { scriptedServer } from './harness/scripted-server.ts';
import { useTarget } from './harness/use-target.ts';
import { BINARY, CLOSE, PING, PONG, TEXT } from './harness/wire.ts';

const target = useTarget();

const COUNT = 10_000;

/** How far counts are from being equally frequent: for 256 counts about 255, and above 420 once in 10^9 times. */
function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

function frequencies(bytes: Iterable<number>): number[] {
  const counts = new Array<number>(256).fill(0);
  for (const byte of bytes) counts[byte]! += 1;
  return counts;
}

const bytesOf = (key: number) => [key >>> 24, (key >>> 16) & 0xff, (key >>> 8) & 0xff, key & 0xff];

describe(`${COUNT} masking keys of a client [5.3-2] [5.3-3] [10.3-1]`, () => {
  it('are all used once, and each of their bytes is equally frequent, alone and against the key before', async () => {
    const endpoint = await target.endpoint('client');
    const keys: number[] = [];
    // Over several connections: each goes on where no other has been.
    for (let i = 0; i < 4; i++) {
      const peer = await endpoint.open();
      await target.process.call('sendMany', peer.id, COUNT / 4, 'x');
      const frames = await peer.take(COUNT / 4);
      keys.push(...frames.map(({ maskingKey }) => maskingKey!));
    }
    // Two of 10,000 random keys are equal once in 86 times, three pairs once in 4 million.
    expect(new Set(keys).size).toBeGreaterThan(COUNT - 3);
    for (let position = 0; position < 4; position++) {
      expect(chiSquare(frequencies(keys.map((key) => bytesOf(key)[position]!)))).toBeLessThan(420);
      const steps = keys.slice(1).map((key, i) => bytesOf((key - keys[i]!) >>> 0)[position]!);
      expect(chiSquare(frequencies(steps))).toBeLessThan(420);
      const changes = keys.slice(1).map((key, i) => bytesOf((key ^ keys[i]!) >>> 0)[position]!);
      expect(chiSquare(frequencies(changes))).toBeLessThan(420);
    }
  });
});

it('1,000 handshake keys of a client are all used once, and their bytes equally frequent [4.1-25] [4.1-26]', async () => {
  const server = await scriptedServer({ requested: (stream) => stream.end('HTTP/1.1 403 Forbidden\r\n\r\n') });
  for (let i = 0; i < 1_000; i++) await target.process.call('attempt', `ws://127.0.0.1:${server.port}/`);
  const keys = server.requests.map((head) => /^Sec-WebSocket-Key: (.*)\r$/m.exec(head)![1]!);
  expect(new Set(keys).size).toBe(1_000);
  expect(keys.every((key) => Buffer.from(key, 'base64').length === 16)).toBe(true);
  expect(chiSquare(frequencies(keys.flatMap((key) => [...Buffer.from(key, 'base64')])))).toBeLessThan(420);
});

describe.each(ROLES)('a %s', (role) => {
  it(`masks ${role === 'client' ? 'every frame' : 'no frame'} that it sends [5.1-1] [5.1-4] [6.1-8]`, async () => {
    const peer = await (await target.endpoint(role)).open();
    peer.sendFrame(PING, 'p');
    await target.process.call('sendMany', peer.id, 1, 'x');
    await target.process.call('sendMany', peer.id, 1, Buffer.alloc(70_000));
    await target.process.call('callWith', peer.id, 'ping', 'Uint8Array');
    await target.process.call('callWith', peer.id, 'pong', 'Uint8Array');
    await target.process.call('close', peer.id, 1000, 'bye');
    const frames = await peer.take(6);
    expect(new Set(frames.map(({ opcode }) => opcode))).toEqual(new Set([PONG, TEXT, BINARY, PING, CLOSE]));
    for (const { maskingKey } of frames) expect(maskingKey !== undefined).toBe(role === 'client');
  });
});
