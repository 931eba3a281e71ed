/** Peers that are slow, silent, or gone without a word. RFC 6455 §4.1, §5.5.2, §7.1.1, §7.2, §10.4. */
import { describe, expect, it } from 'vitest';
import { acceptHead, ROLES } from './harness/endpoint.ts';
import { answer, dial, request } from './harness/exchange.ts';
import { describe as describeFrame, type Peer } from './harness/peer.ts';
import { scriptedServer } from './harness/scripted-server.ts';
import { expectToWithstand, KiB, MiB, useTarget } from './harness/use-target.ts';
import { BINARY, CLOSE, closePayload, frame, PING, PONG, TEXT } from './harness/wire.ts';

const target = useTarget();

const TIMEOUT = 200;
/** A loaded machine may be late, and must not be early. */
const EARLIEST = TIMEOUT - 20;
const LATEST = 5_000;

const GROWTH = 16 * MiB;
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function expectInTime<T>(action: () => Promise<T>, earliest = EARLIEST): Promise<T> {
  const begin = performance.now();
  const result = await action();
  const took = performance.now() - begin;
  expect(took).toBeGreaterThan(earliest);
  expect(took).toBeLessThan(LATEST);
  return result;
}

/** Writes a byte now and then, until the stream is gone. */
async function drip(stream: ReturnType<typeof dial>, bytes: string | Uint8Array): Promise<void> {
  for (const byte of Buffer.from(bytes)) {
    if (!stream.writable) return;
    stream.write(Buffer.of(byte));
    await pause(10);
  }
}

describe('a server with a limit of 200 ms for the handshake [10.4-1]', () => {
  it('leaves a client that sends nothing', async () => {
    const endpoint = await target.server({ handshakeTimeout: TIMEOUT });
    await expectToWithstand(endpoint, { growth: GROWTH }, () =>
      expectInTime(() => new Promise((resolve) => dial(endpoint.port).resume().once('end', resolve))),
    );
  });

  it('answers 408 to a client that sends its request byte by byte', async () => {
    const endpoint = await target.server({ handshakeTimeout: TIMEOUT });
    const { status } = await expectToWithstand(endpoint, { growth: GROWTH }, () =>
      expectInTime(async () => {
        const stream = dial(endpoint.port);
        const answered = answer(stream);
        void drip(stream, request());
        return answered;
      }),
    );
    expect(status).toBe(408);
  });

  it('leaves a client that has got its refusal and stays', async () => {
    const endpoint = await target.server({ handshakeTimeout: TIMEOUT });
    await expectToWithstand(endpoint, { growth: GROWTH }, async () => {
      const stream = dial(endpoint.port).resume();
      const gone = new Promise((resolve) => stream.once('close', resolve));
      stream.write(request({ 'Sec-WebSocket-Key': undefined }));
      // It goes on sending, and never ends its side.
      await expectInTime(async () => {
        void drip(stream, 'x'.repeat(10_000));
        await gone;
      }, 0);
    });
  });

  it('leaves 200 clients that send nothing, and serves others meanwhile', async () => {
    const endpoint = await target.server({ handshakeTimeout: TIMEOUT });
    await expectToWithstand(endpoint, { growth: GROWTH, block: 500 }, () =>
      expectInTime(() =>
        Promise.all(
          Array.from(
            { length: 200 },
            () => new Promise((resolve) => dial(endpoint.port).resume().once('end', resolve)),
          ),
        ),
      ),
    );
  });
});

describe('a client with a limit of 200 ms for the handshake [4.1-2]', () => {
  const attempt = (port: number) =>
    target.process.call('attempt', `ws://127.0.0.1:${port}/`, { handshakeTimeout: TIMEOUT });

  it.each([
    ['says nothing', () => {}, 'TIMEOUT'],
    ['sends its answer byte by byte', (stream, head) => void drip(stream, acceptHead(head)), 'TIMEOUT'],
    [
      'sends interim responses now and then',
      (stream) => void drip(stream, 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(100)),
      'TIMEOUT',
    ],
    [
      'refuses with a body that does not end',
      (stream) => {
        stream.write('HTTP/1.1 403 Forbidden\r\n\r\n');
        void drip(stream, 'x'.repeat(10_000));
      },
      'UNEXPECTED_STATUS',
    ],
  ] as readonly [string, (stream: ReturnType<typeof dial>, head: string) => void, string][])(
    'leaves a server that %s',
    async (_, requested, code) => {
      const endpoint = await target.endpoint('client');
      let gone: Promise<unknown> | undefined;
      const { port } = await scriptedServer({
        requested: (stream, head) => {
          gone = new Promise((resolve) => stream.once('end', resolve).once('close', resolve));
          stream.resume();
          requested(stream, head);
        },
      });
      const error = await expectToWithstand(endpoint, { growth: GROWTH }, () => expectInTime(() => attempt(port)));
      expect(error?.code).toBe(code);
      await gone;
    },
  );
});

describe.each(ROLES)('a %s with a limit of 200 ms for the closing handshake [7.1.1-4]', (role) => {
  const open = async () => {
    const endpoint = await target.endpoint(role, { closeTimeout: TIMEOUT });
    return { endpoint, peer: await endpoint.open() };
  };

  it.each([
    ['does not answer its Close frame', () => {}],
    ['does not answer its Close frame, but sends messages', (peer: Peer) => void keepSending(peer, TEXT)],
    ['does not answer its Close frame, but pings', (peer: Peer) => void keepSending(peer, PING)],
    ['does not answer its Close frame, and does not read', (peer: Peer) => void peer.stream.pause()],
  ])('leaves a peer that %s', async (_, behave) => {
    const { endpoint, peer } = await open();
    const report = await expectToWithstand(endpoint, { growth: GROWTH }, () =>
      expectInTime(async () => {
        await target.process.call('close', peer.id, 1000, 'bye');
        behave(peer);
        return peer.report();
      }),
    );
    expect(report).toMatchObject({ code: 1006, wasClean: false, initiator: 'local', cause: 'CLOSE_TIMEOUT' });
  });

  it('leaves a peer that has closed and keeps TCP open', async () => {
    const { endpoint, peer } = await open();
    const report = await expectToWithstand(endpoint, { growth: GROWTH }, () =>
      expectInTime(() => {
        peer.sendFrame(CLOSE, closePayload(1000));
        return peer.report();
      }),
    );
    expect(report).toMatchObject({ code: 1000, wasClean: true });
  });

  it.each([
    ['keeps TCP open', () => {}],
    ['goes on sending', (peer: Peer) => void peer.flood(Buffer.alloc(64 * KiB), 10_000)],
  ])('leaves a peer that has broken the rules and %s', async (_, behave) => {
    const { endpoint, peer } = await open();
    // What comes faster than it is thrown away is garbage for a while.
    const report = await expectToWithstand(endpoint, { growth: 4 * GROWTH }, () =>
      expectInTime(() => {
        peer.sendFrame(0x3);
        behave(peer);
        return peer.report();
      }),
    );
    expect(report).toMatchObject({ code: 1006, cause: 'RESERVED_OPCODE', sent: { code: 1002 } });
  });
});

describe.each(ROLES)('a %s whose peer', (role) => {
  it.each([
    ['ends TCP without a Close frame', (peer: Peer) => void peer.stream.end(), 'TRANSPORT_ENDED'],
    ['resets TCP', (peer: Peer) => void peer.stream.resetAndDestroy(), 'TRANSPORT_FAILED'],
    [
      'ends TCP in the middle of a frame',
      (peer: Peer) => void peer.stream.end(frame(role, TEXT, 'hello', { declares: 100 })),
      'TRANSPORT_ENDED',
    ],
    [
      'ends TCP and does not read',
      (peer: Peer) => {
        peer.stream.pause();
        peer.stream.end();
      },
      'TRANSPORT_ENDED',
    ],
  ])('%s reports 1006 [7.2.1-2]', async (_, leave, cause) => {
    const endpoint = await target.endpoint(role);
    const peer = await endpoint.open();
    leave(peer);
    expect(await peer.report()).toMatchObject({ code: 1006, wasClean: false, initiator: 'transport', cause });
  });

  it('is silent gives it up after a ping [5.5.2-4]', async () => {
    const endpoint = await target.endpoint(role, { heartbeat: { interval: TIMEOUT, timeout: TIMEOUT } });
    const peer = await endpoint.open();
    const report = await expectInTime(() => peer.report(), 2 * EARLIEST);
    expect(report.cause).toBe('HEARTBEAT_TIMEOUT');
    expect(peer.frames.map(({ opcode }) => opcode)).toEqual([PING]);
  });

  it('answers each ping is kept', async () => {
    const endpoint = await target.endpoint(role, { heartbeat: { interval: 50, timeout: 50 } });
    const peer = await endpoint.open();
    for (let i = 0; i < 5; i++) {
      const [ping] = await peer.take(1);
      expect(ping!.opcode).toBe(PING);
      peer.sendFrame(PONG, ping!.payload);
    }
    expect(target.process.hasEnded(peer.id)).toBe(false);
  });

  it('sends no message within the limit of 200 ms is closed with 3008, whatever else it sends', async () => {
    const endpoint = await target.endpoint(role, { idleTimeout: TIMEOUT, closeTimeout: TIMEOUT });
    const peer = await endpoint.open();
    // One byte of a message at a time, and pings.
    peer.send(frame(role, BINARY, '', { declares: MiB }));
    const report = await expectInTime(() => {
      void drip(peer.stream, Buffer.alloc(1_000));
      return peer.report();
    });
    expect(peer.frames.map(describeFrame)).toEqual(['close 3008 idle']);
    expect(report).toMatchObject({ code: 1006, sent: { code: 3008 }, cause: 'CLOSE_TIMEOUT' });
  });
});

async function keepSending(peer: Peer, opcode: number): Promise<void> {
  while (peer.stream.writable) {
    peer.sendFrame(opcode, 'more');
    await pause(10);
  }
}
