/** The closing handshake with peers that do not make it easy. RFC 6455 §5.5.1, §7.1, §7.4. */
import { describe, expect, it } from 'vitest';
import { ROLES } from './harness/endpoint.ts';
import { describe as describeFrame, type Peer } from './harness/peer.ts';
import { expectToWithstand, MiB, useTarget } from './harness/use-target.ts';
import { BINARY, CLOSE, CONTINUATION, closePayload, frame, PING, TEXT } from './harness/wire.ts';

const target = useTarget();

/** The endpoint answers a Close frame with one that has its code, and TCP is ended by the server, whoever began. */
async function expectClosing(peer: Peer, answer: string, before: readonly string[] = []): Promise<void> {
  await peer.until(() => peer.frames.some(({ opcode }) => opcode === CLOSE));
  expect(peer.frames.map(describeFrame)).toEqual([...before, answer]);
  if (peer.of === 'client') {
    expect(peer.ended).toBe(false);
    peer.stream.end();
  }
  await peer.until(() => peer.ended);
  peer.stream.end();
  expect(peer.frames.length).toBe(before.length + 1);
}

const CODES = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999];

describe.each(ROLES)('a %s', (role) => {
  it.each(CODES)('answers a Close frame with code %i with the same code [5.5.1-6] [5.5.1-7] [7.4-1]', async (code) => {
    const peer = await (await target.endpoint(role)).open();
    const reason = 'é'.repeat(61);
    peer.sendFrame(CLOSE, closePayload(code, `${reason}!`));
    await expectClosing(peer, `close ${code}`);
    expect(await peer.report()).toMatchObject({
      code,
      reason: `${reason}!`,
      wasClean: true,
      initiator: 'remote',
      sent: { code, reason: '' },
      cause: undefined,
    });
  });

  it('answers a Close frame without a code with one without a code [5.5.1-1] [5.5.1-6]', async () => {
    const peer = await (await target.endpoint(role)).open();
    peer.sendFrame(CLOSE);
    await expectClosing(peer, 'close');
    expect(await peer.report()).toMatchObject({ code: 1005, reason: '', wasClean: true, initiator: 'remote' });
  });

  it('answers a Close frame in the middle of a fragmented message normally [5.4-1] [5.4-5]', async () => {
    const peer = await (await target.endpoint(role)).open();
    peer.send(frame(role, TEXT, 'a', { fin: false }), frame(role, CLOSE, closePayload(1000)));
    await expectClosing(peer, 'close 1000');
    expect(await peer.report()).toMatchObject({ code: 1000, wasClean: true });
  });

  it('answers what came before the Close frame first [5.4-3]', async () => {
    const peer = await (await target.endpoint(role)).open();
    const large = Buffer.alloc(100_000, 'x');
    const before = [frame(role, TEXT, 'hello'), frame(role, PING, 'p'), frame(role, BINARY, large)];
    peer.send(...before, frame(role, CLOSE, closePayload(1000)));
    await expectClosing(peer, 'close 1000', ['text hello', 'pong p', 'opcode 2 of 100000 bytes']);
  });

  it('ignores what comes behind a Close frame, also what breaks the rules', async () => {
    const endpoint = await target.endpoint(role);
    await expectToWithstand(endpoint, { growth: 16 * MiB }, async () => {
      const peer = await endpoint.open();
      const behind = [TEXT, PING, CLOSE, 0x3].map((opcode) => frame(role, opcode, 'no'));
      peer.send(frame(role, CLOSE, closePayload(4000)), ...behind, Buffer.alloc(4 * MiB));
      await expectClosing(peer, 'close 4000');
      expect(await peer.report()).toMatchObject({ code: 4000, wasClean: true });
    });
  });

  it('goes on receiving until its own Close frame is answered [5.1-7]', async () => {
    const peer = await (await target.endpoint(role, { behaviour: 'count' })).open();
    await target.process.call('close', peer.id, 4001, 'bye');
    const [close] = await peer.take(1);
    expect(describeFrame(close!)).toBe('close 4001 bye');
    await target.process.call('received');
    peer.send(frame(role, TEXT, 'late'), frame(role, TEXT, 'la', { fin: false }), frame(role, CONTINUATION, 'st'));
    // [5.5.2-2] Until it has received a Close frame, it owes pongs.
    peer.send(frame(role, PING, 'p'), frame(role, CLOSE, closePayload(4001)));
    await peer.until(() => peer.frames.length > 0);
    expect(peer.frames.map(describeFrame)).toEqual(['pong p']);
    if (role === 'client') peer.stream.end();
    await peer.until(() => peer.ended);
    peer.stream.end();
    expect(await peer.report()).toMatchObject({ code: 4001, wasClean: true, initiator: 'local' });
    expect(await target.process.call('received')).toEqual({ messages: 2, bytes: 8 });
  });
});

describe('who ends TCP [5.5.1-9] [5.5.1-10] [7.1.1-3] [7.1.1-5] [7.1.2-2]', () => {
  it('is the server, at once', async () => {
    const peer = await (await target.endpoint('server', { closeTimeout: 60_000 })).open();
    peer.sendFrame(CLOSE, closePayload(1000));
    await peer.until(() => peer.ended);
    peer.stream.end();
    expect(await peer.report()).toMatchObject({ wasClean: true });
  });

  it('is not the client, which waits for it with a limit [7.1.1-4]', async () => {
    const peer = await (await target.endpoint('client', { closeTimeout: 300 })).open();
    peer.sendFrame(CLOSE, closePayload(1000));
    await peer.take(1);
    const begin = performance.now();
    const report = await peer.report();
    expect(performance.now() - begin).toBeGreaterThan(250);
    // The closing handshake was completed all the same.
    expect(report).toMatchObject({ code: 1000, wasClean: true });
  });
});
