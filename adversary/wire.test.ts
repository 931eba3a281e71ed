/**
 * Frames that break the rules. The peer sends up to the byte that shows it and nothing more; the answer must come all the
 * same. RFC 6455 §5, §7.1.7, §8.1.
 */
import type { Role } from '@rfc6455/connection';
import { describe, expect, it } from 'vitest';
import { ROLES } from './harness/endpoint.ts';
import { expectFailing } from './harness/expectations.ts';
import { describe as describeFrame } from './harness/peer.ts';
import { expectToWithstand, MiB, useTarget } from './harness/use-target.ts';
import {
  BINARY,
  CLOSE,
  CONTINUATION,
  closePayload,
  type FrameChanges,
  frame,
  PING,
  PONG,
  TEXT,
} from './harness/wire.ts';

const target = useTarget();

const CONTROL = [CLOSE, PING, PONG];
const DATA = [CONTINUATION, TEXT, BINARY];
const NAMES: Readonly<Record<number, string>> = {
  [CONTINUATION]: 'continuation',
  [TEXT]: 'text',
  [BINARY]: 'binary',
  [CLOSE]: 'close',
  [PING]: 'ping',
  [PONG]: 'pong',
};
const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

/** The first bytes of a frame. */
function beginning(length: number, to: Role, opcode: number, changes: FrameChanges = {}): Buffer {
  return frame(to, opcode, 'x'.repeat(16), changes).subarray(0, length);
}

/** Sends each of these on a connection of its own, alone and behind a whole message, and expects the connection to fail. */
async function expectEachFails(role: Role, closeCode: number, code: string, cases: readonly Buffer[]): Promise<void> {
  const endpoint = await target.endpoint(role);
  await expectToWithstand(endpoint, { growth: 16 * MiB }, async () => {
    for (const bytes of cases) {
      const peer = await endpoint.open();
      peer.send(bytes);
      await expectFailing(peer, closeCode, code);
      // [7.1.7-3] What came before is answered first.
      const talker = await endpoint.open();
      talker.send(frame(role, TEXT, 'hello'), bytes);
      await expectFailing(talker, closeCode, code, ['text hello']);
    }
  });
}

describe.each(ROLES)('the %s fails with 1002', (role) => {
  const inside = frame(role, TEXT, 'a', { fin: false });
  const behindStart = (opcode: number) => (opcode === CONTINUATION ? inside : Buffer.alloc(0));

  it.each([...DATA, ...CONTROL].map((opcode) => [NAMES[opcode], opcode] as const))(
    'on reserved bits 1 to 7 of a %s frame, at its first byte [5.2-2] [5.2-3] [5.2-8] [5.2-9] [5.2-10]',
    async (_, opcode) => {
      const cases = [1, 2, 3, 4, 5, 6, 7].map((reservedBits) =>
        Buffer.concat([behindStart(opcode), beginning(1, role, opcode, { reservedBits })]),
      );
      await expectEachFails(role, 1002, 'RESERVED_BITS_SET', cases);
    },
  );

  it('on each reserved opcode, at its first byte [5.2-4]', async () => {
    const cases = [0x3, 0x4, 0x5, 0x6, 0x7, 0xb, 0xc, 0xd, 0xe, 0xf].flatMap((opcode) =>
      [true, false].map((fin) => beginning(1, role, opcode, { fin })),
    );
    await expectEachFails(role, 1002, 'RESERVED_OPCODE', cases);
  });

  it(`on a frame that is ${role === 'server' ? 'not masked' : 'masked'}, at its second byte [5.1-2] [5.1-5]`, async () => {
    const masked = role === 'client';
    const cases = [...DATA, ...CONTROL].map((opcode) =>
      Buffer.concat([behindStart(opcode), beginning(2, role, opcode, { masked })]),
    );
    const code = masked ? 'MASKED_FRAME_FROM_SERVER' : 'UNMASKED_FRAME_FROM_CLIENT';
    await expectEachFails(role, 1002, code, cases);
  });

  it('on a fragmented control frame, at its first byte [5.4-2] [5.5-1]', async () => {
    const cases = CONTROL.flatMap((opcode) => {
      const bytes = beginning(1, role, opcode, { fin: false });
      return [bytes, Buffer.concat([inside, bytes])];
    });
    await expectEachFails(role, 1002, 'FRAGMENTED_CONTROL_FRAME', cases);
  });

  it('on a control frame of more than 125 bytes, at its second byte [5.5-1]', async () => {
    const cases = CONTROL.flatMap((opcode) =>
      ([16, 64] as const).map((lengthBits) => beginning(2, role, opcode, { lengthBits })),
    );
    await expectEachFails(role, 1002, 'CONTROL_FRAME_TOO_LONG', cases);
  });

  it('on a length of 16 bits that fits in 7, at its last byte [5.2-6]', async () => {
    const cases = [0, 1, 124, 125].map((declares) => beginning(4, role, TEXT, { lengthBits: 16, declares }));
    await expectEachFails(role, 1002, 'LENGTH_NOT_MINIMAL', cases);
  });

  it('on a length of 64 bits that fits in 16, at the byte that shows it [5.2-6]', async () => {
    const cases = [0, 1, 125, 126, 65_535].map((declares) => beginning(8, role, BINARY, { lengthBits: 64, declares }));
    await expectEachFails(role, 1002, 'LENGTH_NOT_MINIMAL', cases);
  });

  it('on a length of 64 bits with its most significant bit set, at that byte [5.2-5]', async () => {
    const cases = [1n << 63n, (1n << 63n) + 5n, (1n << 64n) - 1n].map((declares) =>
      beginning(3, role, BINARY, { lengthBits: 64, declares }),
    );
    await expectEachFails(role, 1002, 'LENGTH_MOST_SIGNIFICANT_BIT', cases);
  });

  it('on a continuation without a beginning, at its first byte [5.4-12]', async () => {
    const whole = Buffer.concat([inside, frame(role, CONTINUATION, 'b')]);
    const cases = [true, false].map((fin) => beginning(1, role, CONTINUATION, { fin }));
    await expectEachFails(role, 1002, 'CONTINUATION_WITHOUT_START', cases);
    const endpoint = await target.endpoint(role);
    const peer = await endpoint.open();
    peer.send(whole, beginning(1, role, CONTINUATION));
    await expectFailing(peer, 1002, 'CONTINUATION_WITHOUT_START', ['text ab']);
  });

  it('on a new message inside a fragmented one, at its first byte [5.4-4]', async () => {
    const cases = [TEXT, BINARY].flatMap((opcode) =>
      [true, false].map((fin) => Buffer.concat([inside, beginning(1, role, opcode, { fin })])),
    );
    await expectEachFails(role, 1002, 'MESSAGE_INSIDE_MESSAGE', cases);
    // A control frame in between changes nothing.
    const endpoint = await target.endpoint(role);
    const peer = await endpoint.open();
    peer.send(inside, frame(role, PING, 'p'), beginning(1, role, TEXT));
    await expectFailing(peer, 1002, 'MESSAGE_INSIDE_MESSAGE', ['pong p']);
  });

  it('on a Close frame with one byte [5.5.1-2]', async () => {
    await expectEachFails(role, 1002, 'CLOSE_PAYLOAD_TOO_SHORT', [frame(role, CLOSE, Buffer.of(0x03))]);
  });

  it('on a close code that nobody may send [7.4.1-3] [7.4.1-4] [7.4.1-6]', async () => {
    const codes = [0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535];
    const cases = codes.map((code) => frame(role, CLOSE, closePayload(code, 'because')));
    await expectEachFails(role, 1002, 'CLOSE_CODE_NOT_ALLOWED', cases);
  });
});

/** Bytes of which the last shows that they are not UTF-8. */
const NOT_UTF8: readonly (readonly [string, string])[] = [
  ['a continuation byte without a lead', '61 80'],
  ['0xc0', 'c0'],
  ['0xc1', '61 c1'],
  ['0xf5', 'f5'],
  ['0xfe', '61 62 fe'],
  ['0xff', '61 62 63 ff'],
  ['a lead of 2 without a continuation', 'c3 28'],
  ['a lead of 3 without a continuation', 'e2 28'],
  ['a lead of 3 with one continuation', 'e2 82 28'],
  ['a lead of 4 with two continuations', 'f0 9f 98 28'],
  ['3 bytes for what fits in 2', 'e0 9f'],
  ['4 bytes for what fits in 3', 'f0 8f'],
  ['a surrogate', 'ed a0'],
  ['a code point above U+10FFFF', 'f4 90'],
];

describe.each(ROLES)('the %s fails with 1007 at the very byte [5.6-1] [8.1-1]', (role) => {
  /** Long enough for the platform's own validation. */
  const prefix = Buffer.from('κόσμε'.repeat(1_000));

  it.each(NOT_UTF8)('on %s', async (_, bytes) => {
    const wrong = hex(bytes);
    const last = wrong.subarray(-1);
    const open = { fin: false } as const;
    await expectEachFails(role, 1007, 'INVALID_UTF8', [
      frame(role, TEXT, wrong, { declares: 100 }),
      frame(role, TEXT, Buffer.concat([prefix, wrong]), { declares: 20_000 }),
      // Each byte in a fragment of its own, and the last at the beginning of one that goes on.
      Buffer.concat([
        frame(role, TEXT, '', open),
        ...Array.from(wrong.subarray(0, -1), (byte) => frame(role, CONTINUATION, Buffer.of(byte), open)),
        frame(role, CONTINUATION, last, { ...open, declares: 100 }),
      ]),
    ]);
  });

  it.each(NOT_UTF8)('on %s that comes byte by byte', async (_, bytes) => {
    const peer = await (await target.endpoint(role)).open();
    await peer.trickle(frame(role, TEXT, hex(`ce ba ${bytes}`), { declares: 100 }));
    await expectFailing(peer, 1007, 'INVALID_UTF8');
  });

  it('on a text that ends inside a character', async () => {
    const cases = ['c3', 'e2', 'e2 82', 'f0 9f 98', '61 62 f0']
      .map(hex)
      .flatMap((bytes) => [
        frame(role, TEXT, bytes),
        Buffer.concat([frame(role, TEXT, bytes, { fin: false }), frame(role, CONTINUATION, '')]),
      ]);
    await expectEachFails(role, 1007, 'INVALID_UTF8', cases);
  });

  it('on a reason for closing that is not UTF-8', async () => {
    const cases = NOT_UTF8.map(([, bytes]) => frame(role, CLOSE, closePayload(1000, hex(bytes))));
    await expectEachFails(role, 1007, 'INVALID_UTF8', cases);
  });

  it('but not on characters that are cut anywhere', async () => {
    const peer = await (await target.endpoint(role)).open();
    const text = 'aß\u0800€\ud7ff\ue000\u{10000}😀\u{10ffff}';
    await peer.trickle(frame(role, TEXT, text));
    const pieces = Array.from(Buffer.from(text), (byte) => frame(role, CONTINUATION, Buffer.of(byte), { fin: false }));
    peer.send(frame(role, TEXT, '', { fin: false }), ...pieces, frame(role, CONTINUATION, ''));
    const echoes = await peer.take(2);
    expect(echoes.map(describeFrame)).toEqual([`text ${text}`, `text ${text}`]);
  });
});

describe.each(ROLES)('the %s, after it has failed the connection', (role) => {
  it('processes nothing that still comes, a Close frame neither [7.1.7-5]', async () => {
    const endpoint = await target.endpoint(role);
    await expectToWithstand(endpoint, { growth: 16 * MiB }, async () => {
      const peer = await endpoint.open();
      const more = [frame(role, TEXT, 'more'), frame(role, PING, 'p'), frame(role, CLOSE, closePayload(1000))];
      peer.send(frame(role, 0x3), ...more);
      await peer.until(() => peer.ended);
      peer.send(...more);
      await peer.flood(Buffer.alloc(MiB), 4);
      await expectFailing(peer, 1002, 'RESERVED_OPCODE');
    });
  });
});
