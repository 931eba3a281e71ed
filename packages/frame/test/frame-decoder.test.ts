import {
  DEFAULT_MAX_FRAME_SIZE,
  encodeFrame,
  FrameDecoder,
  type FrameHandler,
  type FrameHeader,
  Opcode,
  type ReservedBits,
  type Role,
} from '@rfc6455/frame';
import { describe, expect, it } from 'vitest';
import { concat, hex, pattern, toHex, utf8 } from './bytes.ts';
import { bytewise, decode, decodeWhole, describeHeader, joinPieces, Recorder } from './decoding.ts';

const roles: Role[] = ['client', 'server'];
const KEY = 0x37fa213d;

/** The key that a frame must have for this role to receive it. */
const keyFor = (role: Role) => (role === 'server' ? KEY : undefined);

/** What the header of a frame for this role is called. */
const start = (role: Role, opcode: Opcode, length: number, fin = 1) =>
  `start fin=${fin} rsv=0 opcode=${opcode} masked=${role === 'server' ? '1 key=37fa213d' : '0 key=0'} length=${length}`;

describe('FrameDecoder, on the examples of RFC 6455 section 5.7', () => {
  it('decodes a single-frame unmasked text message as a client [6.2-1]', () => {
    expect(decode({ role: 'client' }, hex('81 05 48 65 6c 6c 6f'))).toEqual([
      start('client', Opcode.Text, 5),
      'payload 48 65 6c 6c 6f',
      'end',
    ]);
  });

  it('decodes a single-frame masked text message as a server [6.2-1] [6.2-7]', () => {
    expect(decode({ role: 'server' }, hex('81 85 37 fa 21 3d 7f 9f 4d 51 58'))).toEqual([
      start('server', Opcode.Text, 5),
      'payload 48 65 6c 6c 6f',
      'end',
    ]);
  });

  it('decodes a fragmented unmasked text message [5.4-3] [5.4-7]', () => {
    expect(decode({ role: 'client' }, hex('01 03 48 65 6c'), hex('80 02 6c 6f'))).toEqual([
      start('client', Opcode.Text, 3, 0),
      'payload 48 65 6c',
      'end',
      start('client', Opcode.Continuation, 2),
      'payload 6c 6f',
      'end',
    ]);
  });

  it('decodes an unmasked Ping request and a masked Pong response [5.5.2-1]', () => {
    expect(decode({ role: 'client' }, hex('89 05 48 65 6c 6c 6f'))[0]).toBe(start('client', Opcode.Ping, 5));
    expect(decode({ role: 'server' }, hex('8a 85 37 fa 21 3d 7f 9f 4d 51 58'))).toEqual([
      start('server', Opcode.Pong, 5),
      'payload 48 65 6c 6c 6f',
      'end',
    ]);
  });

  it('decodes a binary message of 256 bytes and one of 64 KiB', () => {
    for (const [header, length] of [
      ['82 7e 01 00', 256],
      ['82 7f 00 00 00 00 00 01 00 00', 65536],
    ] as const) {
      expect(decode({ role: 'client' }, concat(hex(header), pattern(length)))).toEqual([
        start('client', Opcode.Binary, length),
        `payload ${toHex(pattern(length))}`,
        'end',
      ]);
    }
  });
});

describe.each(roles)('FrameDecoder of a %s', (role) => {
  const maskingKey = keyFor(role);
  const mask = role === 'server' ? 0x80 : 0;
  const key = role === 'server' ? hex('37 fa 21 3d') : new Uint8Array(0);

  it.each([0, 1, 125, 126, 127, 255, 256, 65535, 65536, 65537])('decodes a payload of %d bytes [5.2-6]', (length) => {
    const bytes = encodeFrame({ opcode: Opcode.Binary, payload: pattern(length), maskingKey });
    const payload = length === 0 ? [] : [`payload ${toHex(pattern(length))}`];
    expect(decode({ role }, bytes)).toEqual([start(role, Opcode.Binary, length), ...payload, 'end']);
  });

  it.each([
    [125, 125, ''],
    [126, 126, '00 7e'],
    [127, 126, '00 7f'],
    [65535, 126, 'ff ff'],
    [65536, 127, '00 00 00 00 00 01 00 00'],
    [2 ** 24, 127, '00 00 00 00 01 00 00 00'],
    [2 ** 31, 127, '00 00 00 00 80 00 00 00'],
    [2 ** 32 - 1, 127, '00 00 00 00 ff ff ff ff'],
    [2 ** 32, 127, '00 00 00 01 00 00 00 00'],
    [2 ** 53 - 1, 127, '00 1f ff ff ff ff ff ff'],
  ])('reads the length %d from its header, in one piece or byte by byte [5.2-6]', (length, short, extended) => {
    const header = concat(Uint8Array.of(0x82, mask | short), hex(extended), key);
    const options = { role, maxFrameSize: Number.MAX_SAFE_INTEGER };
    expect(decode(options, header)).toEqual([start(role, Opcode.Binary, length)]);
    expect(decode(options, ...bytewise(header))).toEqual([start(role, Opcode.Binary, length)]);
    expect(decode(options, header.subarray(0, -1))).toEqual([]);
  });

  it('takes frames of 16 MiB by default, and of 9 PiB when asked to', () => {
    expect(DEFAULT_MAX_FRAME_SIZE).toBe(16 * 1024 * 1024);
    const header = concat(Uint8Array.of(0x82, mask | 127), hex('00 00 00 00 01 00 00 00'), key);
    expect(decode({ role }, header)).toEqual([start(role, Opcode.Binary, DEFAULT_MAX_FRAME_SIZE)]);
    expect(decode({ role, maxFrameSize: undefined }, header)).toHaveLength(1);
  });

  it('takes a frame that is exactly as long as the limit', () => {
    const bytes = encodeFrame({ opcode: Opcode.Text, payload: utf8('four'), maskingKey });
    expect(decode({ role, maxFrameSize: 4 }, bytes).at(-1)).toBe('end');
    expect(decode({ role, maxFrameSize: 3 }, bytes)).toHaveLength(1);
    expect(decode({ role, maxFrameSize: 0 }, encodeFrame({ opcode: Opcode.Text, maskingKey })).at(-1)).toBe('end');
  });

  it('takes control frames of up to 125 bytes whatever the limit of data frames is [5.5-1]', () => {
    const payload = new Uint8Array(125);
    for (const opcode of [Opcode.Close, Opcode.Ping, Opcode.Pong]) {
      expect(decode({ role, maxFrameSize: 0 }, encodeFrame({ opcode, payload, maskingKey })).at(-1)).toBe('end');
    }
  });

  it('takes reserved bits that an extension uses, on text and binary frames [5.2-2]', () => {
    for (const opcode of [Opcode.Text, Opcode.Binary]) {
      for (let bits = 0; bits < 8; bits++) {
        const reservedBits = bits as ReservedBits;
        const { frames, error } = decodeWhole(encodeFrame({ opcode, reservedBits, maskingKey }), {
          role,
          reservedBits,
        });
        expect([error, frames[0]?.reservedBits]).toEqual([undefined, bits]);
      }
    }
  });

  it('takes control frames between and inside messages, which go on after them [5.4-1] [5.4-5]', () => {
    const frame = (opcode: Opcode, fin: boolean, payload: string) =>
      encodeFrame({ opcode, fin, payload: utf8(payload), maskingKey });
    const bytes = concat(
      frame(Opcode.Ping, true, ''),
      frame(Opcode.Text, false, 'a'),
      frame(Opcode.Ping, true, 'p'),
      frame(Opcode.Continuation, false, ''),
      frame(Opcode.Pong, true, 'q'),
      frame(Opcode.Close, true, ''),
      frame(Opcode.Continuation, true, 'b'),
      frame(Opcode.Binary, true, 'c'),
    );
    const { frames, error } = decodeWhole(bytes, { role });
    expect(error).toBeUndefined();
    expect(frames.map(({ opcode, fin, payload }) => `${opcode} ${fin} ${toHex(payload)}`)).toEqual([
      '9 true ',
      '1 false 61',
      '9 true 70',
      '0 false ',
      '10 true 71',
      '8 true ',
      '0 true 62',
      '2 true 63',
    ]);
  });

  it('takes a message of one fragment, and one of many [5.2-1] [5.4-6] [5.4-7]', () => {
    const one = encodeFrame({ opcode: Opcode.Text, maskingKey });
    const first = encodeFrame({ opcode: Opcode.Text, fin: false, maskingKey });
    const middle = encodeFrame({ opcode: Opcode.Continuation, fin: false, payload: utf8('x'), maskingKey });
    const last = encodeFrame({ opcode: Opcode.Continuation, maskingKey });
    const { frames, error } = decodeWhole(concat(one, first, ...Array(1000).fill(middle), last, one), { role });
    expect(error).toBeUndefined();
    expect(frames).toHaveLength(1004);
  });

  it('has one header object, which tells of the current frame', () => {
    const headers: FrameHeader[] = [];
    const atEnd: string[] = [];
    const handler: FrameHandler = {
      frameStart: (header) => headers.push(header),
      framePayload: () => {},
      frameEnd: () => atEnd.push(describeHeader(headers.at(-1)!)),
      frameError: () => {},
    };
    const decoder = new FrameDecoder({ role, handler });
    decoder.receive(encodeFrame({ opcode: Opcode.Text, fin: false, payload: utf8('abc'), maskingKey }));
    decoder.receive(encodeFrame({ opcode: Opcode.Ping, maskingKey }));
    expect(new Set(headers).size).toBe(1);
    expect(atEnd).toEqual([start(role, Opcode.Text, 3, 0), start(role, Opcode.Ping, 0)]);
  });

  it('hands out the chunk that it was given, and where in it the payload stands', () => {
    const pieces: [bytes: Uint8Array, start: number, end: number][] = [];
    const handler = new Recorder();
    handler.framePayload = (...piece) => pieces.push([piece[0], piece[1], piece[2]]);
    const decoder = new FrameDecoder({ role, handler });
    const frame = encodeFrame({ opcode: Opcode.Binary, payload: pattern(200), maskingKey });
    const header = frame.length - 200;
    const [first, second] = [frame.slice(0, header + 30), concat(frame.slice(header + 30), hex('89'))];
    decoder.receive(first);
    decoder.receive(second);
    expect(pieces).toEqual([
      [first, header, header + 30],
      [second, 0, 170],
    ]);
    expect(pieces[0]![0]).toBe(first);
    expect(pieces[1]![0]).toBe(second);
    expect(toHex(concat(first.subarray(header), second.subarray(0, 170)))).toBe(toHex(pattern(200)));
    expect(second[170]).toBe(0x89);
  });

  it('knows whether the bytes end at the end of a frame', () => {
    const decoder = new FrameDecoder({ role, handler: new Recorder() });
    const frame = encodeFrame({ opcode: Opcode.Binary, fin: false, payload: pattern(130), maskingKey });
    expect(decoder.betweenFrames).toBe(true);
    const between = bytewise(frame).map((byte) => {
      decoder.receive(byte.slice());
      return decoder.betweenFrames;
    });
    expect(between).toEqual([...Array(frame.length - 1).fill(false), true]);
    decoder.receive(new Uint8Array(0));
    expect(decoder.betweenFrames).toBe(true);
  });

  it('counts the bytes of earlier chunks in the position of an error', () => {
    const frame = encodeFrame({ opcode: Opcode.Binary, payload: pattern(300), maskingKey });
    const calls = decode({ role }, frame, frame, concat(frame, hex('83')));
    expect(calls.at(-1)).toMatch(new RegExp(`at byte ${3 * frame.length} of the stream`));
  });

  describe('stop', () => {
    const ping = encodeFrame({ opcode: Opcode.Ping, payload: utf8('p'), maskingKey });
    const stream = concat(
      encodeFrame({ opcode: Opcode.Text, fin: false, payload: utf8('abc'), maskingKey }),
      encodeFrame({ opcode: Opcode.Pong, maskingKey }),
      ping,
      hex('83'),
    );
    const all = decode({ role }, stream);

    it('ends all calls, whichever call it is made in, with the rest of the chunk or without', () => {
      expect(all).toHaveLength(9);
      for (let stopAt = 1; stopAt <= all.length; stopAt++) {
        for (const chunks of [[stream.slice()], bytewise(stream.slice())]) {
          const recorder = new Recorder();
          const decoder: FrameDecoder = new FrameDecoder({
            role,
            handler: {
              frameStart: (header) => act(() => recorder.frameStart(header)),
              framePayload: (bytes, from, to) => act(() => recorder.framePayload(bytes, from, to)),
              frameEnd: () => act(() => recorder.frameEnd()),
              frameError: (error) => act(() => recorder.frameError(error)),
            },
          });
          const act = (record: () => void) => {
            record();
            if (recorder.calls.length === stopAt) decoder.stop();
          };
          for (const chunk of chunks) decoder.receive(chunk);
          decoder.receive(ping.slice());
          expect(recorder.calls).toHaveLength(stopAt);
          if (chunks.length === 1) expect(recorder.calls).toEqual(all.slice(0, stopAt));
          expect(decoder.betweenFrames).toBe(false);
        }
      }
    });

    it('ends all calls when made between two chunks', () => {
      const recorder = new Recorder();
      const decoder = new FrameDecoder({ role, handler: recorder });
      decoder.receive(ping.slice(0, 1));
      decoder.stop();
      decoder.receive(ping.slice(1));
      decoder.receive(ping.slice());
      expect(recorder.calls).toEqual([]);
      expect(decoder.betweenFrames).toBe(false);
    });

    it('leaves what comes later as it is: nothing is unmasked any more', () => {
      const decoder = new FrameDecoder({ role, handler: new Recorder() });
      decoder.stop();
      const bytes = ping.slice();
      decoder.receive(bytes);
      expect(bytes).toEqual(ping);
    });
  });

  it('lets what a handler throws come out of receive', () => {
    const failure = new Error('from the handler');
    const handler = new Recorder();
    handler.frameEnd = () => {
      throw failure;
    };
    const decoder = new FrameDecoder({ role, handler });
    expect(() => decoder.receive(encodeFrame({ opcode: Opcode.Ping, maskingKey }))).toThrow(failure);
  });
});

describe('FrameDecoder of a server', () => {
  it('unmasks in place, with the key of each frame [6.2-7]', () => {
    const keys = [0, 1, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, KEY];
    const bytes = concat(
      ...keys.map((maskingKey) => encodeFrame({ opcode: Opcode.Binary, payload: pattern(7), maskingKey })),
    );
    const calls = decode({ role: 'server' }, bytes);
    expect(calls.filter((call) => call.startsWith('start')).map((call) => / key=(\w+)/.exec(call)?.[1])).toEqual(
      keys.map((key) => key.toString(16)),
    );
    expect(new Set(calls.filter((call) => call.startsWith('payload')))).toEqual(
      new Set([`payload ${toHex(pattern(7))}`]),
    );
  });

  it('goes on with the right byte of the key wherever a payload is cut', () => {
    const frame = encodeFrame({ opcode: Opcode.Binary, payload: pattern(400), maskingKey: KEY });
    const whole = decode({ role: 'server' }, frame);
    for (let cut = 1; cut < frame.length; cut++) {
      const calls = decode({ role: 'server' }, frame.subarray(0, cut), frame.subarray(cut));
      expect(joinPieces(calls)).toEqual(whole);
    }
  });

  it('says ASCII of a piece exactly when all its bytes are below 0x80', () => {
    const texts = ['a', 'abc', 'é', 'aé', 'éa', 'x'.repeat(200), `${'x'.repeat(199)}é`, `é${'x'.repeat(199)}`];
    const said = (chunks: Uint8Array[]) => {
      const pieces: [text: Uint8Array, ascii: boolean][] = [];
      const handler = new Recorder();
      (handler as FrameHandler).framePayload = (bytes, from, to, ascii) => pieces.push([bytes.slice(from, to), ascii]);
      const decoder = new FrameDecoder({ role: 'server', handler });
      for (const chunk of chunks) decoder.receive(chunk.slice());
      return pieces;
    };
    for (const text of texts) {
      const frame = encodeFrame({ opcode: Opcode.Text, payload: utf8(text), maskingKey: 0x80ff_0180 });
      for (const chunks of [[frame], [frame.subarray(0, 9), frame.subarray(9)], bytewise(frame)]) {
        const pieces = said(chunks);
        expect(pieces.length).toBeGreaterThan(0);
        for (const [bytes, ascii] of pieces) expect(ascii).toBe(bytes.every((byte) => byte < 0x80));
      }
    }
  });
});

describe('FrameDecoder of a client', () => {
  it('does not change the bytes', () => {
    const frame = encodeFrame({ opcode: Opcode.Text, payload: pattern(300) });
    const bytes = frame.slice();
    new FrameDecoder({ role: 'client', handler: new Recorder() }).receive(bytes);
    expect(bytes).toEqual(frame);
  });

  it('never says ASCII, because it does not look', () => {
    const said: boolean[] = [];
    const handler: FrameHandler = {
      frameStart: () => {},
      framePayload: (_bytes, _start, _end, ascii) => said.push(ascii),
      frameEnd: () => {},
      frameError: () => {},
    };
    new FrameDecoder({ role: 'client', handler }).receive(encodeFrame({ opcode: Opcode.Text, payload: utf8('abc') }));
    expect(said).toEqual([false]);
  });
});

describe('FrameDecoder, misused', () => {
  const handler = new Recorder();

  it.each<[unknown, string]>([
    ['Server', "'Server'"],
    [undefined, 'undefined'],
    [true, 'true'],
    ['\u001b', "'\\u001b'"],
  ])('refuses the role %j with a TypeError', (role, shown) => {
    expect(() => new FrameDecoder({ role: role as Role, handler })).toThrow(
      new TypeError(`role: expected 'client' or 'server', got ${shown}`),
    );
  });

  it.each<[unknown, string]>([
    [undefined, 'undefined'],
    [null, 'null'],
    [() => {}, 'function'],
  ])('refuses the handler %s with a TypeError', (value, shown) => {
    expect(() => new FrameDecoder({ role: 'client', handler: value as FrameHandler })).toThrow(
      new TypeError(`handler: expected an object, got ${shown}`),
    );
  });

  it.each([-1, 1.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, '16', null])(
    'refuses maxFrameSize %s',
    (maxFrameSize) => {
      expect(() => new FrameDecoder({ role: 'client', handler, maxFrameSize: maxFrameSize as number })).toThrow(
        /^maxFrameSize: expected an integer from 0 to 9007199254740991, got /,
      );
    },
  );

  it.each([-1, 8, 1.5, '4', null])('refuses reservedBits %s', (reservedBits) => {
    expect(() => new FrameDecoder({ role: 'client', handler, reservedBits: reservedBits as ReservedBits })).toThrow(
      /^reservedBits: expected an integer from 0 to 7, got /,
    );
  });

  it.each([['89 00'], [[0x89, 0]], [null], [undefined], [new ArrayBuffer(2)], [new Uint16Array(2)]])(
    'refuses to receive %s, and goes on with bytes',
    (value) => {
      const recorder = new Recorder();
      const decoder = new FrameDecoder({ role: 'client', handler: recorder });
      expect(() => decoder.receive(value as unknown as Uint8Array)).toThrow(/^bytes: expected a Uint8Array, got /);
      decoder.receive(hex('89 00'));
      expect(recorder.calls).toHaveLength(2);
    },
  );
});
