import type { Role } from '@rfc6455/connection';
import { type FrameInit, Opcode } from '@rfc6455/frame';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, cut, hex, toHex, utf8 } from './bytes.ts';
import {
  binary,
  close,
  continuation,
  Endpoint,
  type EndpointOptions,
  fromPeer,
  ping,
  pong,
  ROLES,
  text,
} from './endpoint.ts';
import { expectFailed, expectMessages, expectOpen } from './expectations.ts';

const BYTEWISE = [1];

/** The events of an endpoint that receives these frames in chunks of these sizes. */
function eventsOf(role: Role, frames: readonly FrameInit[], sizes: readonly number[] = []): string[] {
  return new Endpoint(role).receive(...cut(fromPeer(role, ...frames), sizes)).events;
}

/** Joins the chunks of each message: what is left does not depend on how the bytes were cut. */
function joinChunks(events: readonly string[]): string[] {
  const joined: string[] = [];
  for (const event of events) {
    const last = joined.at(-1);
    if (event.startsWith('chunk ') && last?.startsWith('chunk ')) joined[joined.length - 1] = last + event.slice(5);
    else joined.push(event);
  }
  return joined;
}

const CONVERSATION: readonly FrameInit[] = [
  text('Hello'),
  binary(hex('00 ff 80')),
  text('κόσ', { fin: false }),
  ping('still there?'),
  continuation('', { fin: false }),
  pong(),
  continuation('με 😀'),
  binary(new Uint8Array(300).fill(7)),
  text(''),
  binary(new Uint8Array(0), { fin: false }),
  continuation(hex('01')),
  ping(),
  close(1000, 'done'),
];

describe('the examples of RFC 6455 §5.7', () => {
  it.each([
    ['client', 'a single-frame unmasked text message', '81 05 48 65 6c 6c 6f', ['text Hello']],
    ['server', 'a single-frame masked text message', '81 85 37 fa 21 3d 7f 9f 4d 51 58', ['text Hello']],
    ['client', 'a fragmented unmasked text message', '01 03 48 65 6c 80 02 6c 6f', ['text Hello']],
    ['client', 'an unmasked Ping', '89 05 48 65 6c 6c 6f', ['ping 48 65 6c 6c 6f']],
    ['server', 'a masked Pong', '8a 85 37 fa 21 3d 7f 9f 4d 51 58', ['pong 48 65 6c 6c 6f']],
  ] as const)('come to a %s: %s [6.2-1] [6.2-7]', (role, _, bytes, events) => {
    expect(new Endpoint(role).receive(hex(bytes)).events).toEqual(events);
    expect(new Endpoint(role).receive(...cut(hex(bytes), BYTEWISE)).events).toEqual(events);
  });

  it.each([
    ['256 bytes', '82 7e 01 00', 256],
    ['64 KiB', '82 7f 00 00 00 00 00 01 00 00', 65536],
  ])('come to a client: %s of binary data in a single unmasked frame', (_, header, length) => {
    const payload = Uint8Array.from({ length }, (_, i) => i & 0xff);
    const endpoint = new Endpoint('client').receive(concat([hex(header), payload]));
    expectMessages(endpoint.messages, [payload]);
  });
});

describe.each(ROLES)('a %s', (role) => {
  it('puts fragments together in the order in which they were sent [5.4-3] [5.4-7]', () => {
    const frames = [text('one, ', { fin: false }), continuation('two, ', { fin: false }), continuation('three')];
    expect(eventsOf(role, frames)).toEqual(['text one, two, three']);
  });

  it('takes the type of a message from its first frame [6.2-3] [5.4-12]', () => {
    const frames = [
      binary(hex('68'), { fin: false }),
      continuation(hex('69')),
      text('h', { fin: false }),
      continuation('i'),
    ];
    expect(eventsOf(role, frames)).toEqual(['binary 68 69', 'text hi']);
  });

  it('begins a new message after the last fragment of the one before [6.2-4]', () => {
    const frames = [text('a', { fin: false }), continuation('b'), text('c'), binary(hex('64'))];
    expect(eventsOf(role, frames)).toEqual(['text ab', 'text c', 'binary 64']);
  });

  it('receives empty messages', () => {
    expect(eventsOf(role, [text(''), binary(hex(''))])).toEqual(['text ', 'binary ']);
    expect(eventsOf(role, [text('', { fin: false }), continuation('')])).toEqual(['text ']);
  });

  it('receives empty fragments in any place of a message', () => {
    const empty = continuation('', { fin: false });
    const frames = [text('', { fin: false }), empty, continuation('a', { fin: false }), empty, continuation('')];
    expect(eventsOf(role, frames)).toEqual(['text a']);
  });

  it('handles control frames in the middle of a fragmented message, at their place [5.4-1] [5.4-5] [6.2-2]', () => {
    const frames = [text('He', { fin: false }), ping('x'), pong('y'), continuation('llo')];
    expect(eventsOf(role, frames)).toEqual(['ping 78', 'pong 79', 'text Hello']);
    expect(eventsOf(role, frames, BYTEWISE)).toEqual(['ping 78', 'pong 79', 'text Hello']);
  });

  it.each([0, 1, 125, 126, 127, 4096, 65535, 65536, 70_000])('receives messages of %d bytes', (length) => {
    const payload = Uint8Array.from({ length }, (_, i) => i % 251);
    const endpoint = new Endpoint(role).receiveFrames(text('x'.repeat(length)), binary(payload));
    expectMessages(endpoint.messages, ['x'.repeat(length), payload]);
  });

  it.each([
    ['a byte order mark, which is content', '\ufeffa\ufeff'],
    ['characters of two, three and four bytes', 'é κ 世界 😀'],
    ['the first and the last of each length', '\0\x7f\x80\u07ff\u0800\uffff\u{10000}\u{10ffff}'],
    ['characters around the surrogates', '\ud7ff\ue000'],
    ['noncharacters', '\ufffe\uffff\u{1fffe}'],
  ])('receives text with %s', (_, content) => {
    expect(eventsOf(role, [text(content)])).toEqual([`text ${content}`]);
    expect(eventsOf(role, [text(content)], BYTEWISE)).toEqual([`text ${content}`]);
  });

  it('receives text whose fragments are cut inside UTF-8 sequences [5.6-1]', () => {
    const bytes = utf8('😀é');
    const frames = Array.from(bytes, (byte, i) => ({
      opcode: i === 0 ? Opcode.Text : Opcode.Continuation,
      fin: i === bytes.length - 1,
      payload: Uint8Array.of(byte),
    }));
    expect(eventsOf(role, frames)).toEqual(['text 😀é']);
  });

  it('tells the same however the bytes are cut: at every place', () => {
    const bytes = fromPeer(role, ...CONVERSATION);
    const whole = eventsOf(role, CONVERSATION);
    expect(whole).toHaveLength(10);
    for (let at = 1; at < bytes.length; at++) {
      expect(new Endpoint(role).receive(bytes.subarray(0, at), bytes.subarray(at)).events).toEqual(whole);
    }
  });

  it.each([1, 2, 3, 5, 7])('tells the same however the bytes are cut: in chunks of %d', (size) => {
    expect(eventsOf(role, CONVERSATION, [size])).toEqual(eventsOf(role, CONVERSATION));
  });

  it('tells the same however the bytes are cut: at random', () => {
    fc.assert(
      fc.property(conversations, fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 40 }), (frames, sizes) => {
        expect(eventsOf(role, frames, [...sizes, 1])).toEqual(eventsOf(role, frames));
      }),
    );
  });

  it('hands out bytes that stay as they are while more comes', () => {
    const endpoint = new Endpoint(role);
    const payloads = [1, 2, 200, 70_000].map((length) => new Uint8Array(length).fill(length));
    for (const payload of payloads) endpoint.receive(...cut(fromPeer(role, binary(payload)), [3, 50, 1000]));
    for (const payload of payloads) endpoint.receiveFrames(binary(payload));
    expectMessages(endpoint.messages, [...payloads, ...payloads]);
  });

  it('hands out plain arrays, whatever it is given', () => {
    class Chunk extends Uint8Array {}
    const kinds: unknown[] = [];
    const note = (bytes: string | Uint8Array) => kinds.push(Object.getPrototypeOf(bytes));
    const frames = fromPeer(role, binary(hex('01')), ping('p'), binary(hex('02'), { fin: false }), continuation('c'));
    for (const inChunks of [false, true]) {
      const endpoint = new Endpoint(role, { inChunks, on: { message: note, messageChunk: note, ping: note } });
      endpoint.connection.receive(new Chunk(frames));
    }
    expect(kinds).toHaveLength(7);
    expect(new Set(kinds)).toEqual(new Set([Uint8Array.prototype]));
  });

  describe('in chunks', () => {
    const inChunks: EndpointOptions = { inChunks: true };

    it('hands out each piece when it comes, without waiting for the rest of its frame', () => {
      const endpoint = new Endpoint(role, inChunks);
      const bytes = fromPeer(role, text('Hello'));
      endpoint.receive(bytes.slice(0, -3));
      expect(endpoint.events).toEqual(['start text', 'chunk 48 65']);
      endpoint.receive(bytes.slice(-3));
      expect(endpoint.events).toEqual(['start text', 'chunk 48 65', 'chunk 6c 6c 6f', 'end']);
    });

    it('begins and ends a message that is empty', () => {
      expect(new Endpoint(role, inChunks).receiveFrames(text(''), binary(hex(''))).events).toEqual([
        ...['start text', 'end'],
        ...['start binary', 'end'],
      ]);
    });

    it('begins with the first fragment and ends with the last, whatever comes between them', () => {
      const endpoint = new Endpoint(role, inChunks);
      endpoint.receiveFrames(text('', { fin: false }), ping(), continuation('a', { fin: false }), continuation(''));
      expect(endpoint.events).toEqual(['start text', 'ping', 'chunk 61', 'end']);
    });

    it('gives the same messages as whole', () => {
      fc.assert(
        fc.property(conversations, fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 40 }), (frames, sizes) => {
          const bytes = cut(fromPeer(role, ...frames), [...sizes, 1]);
          const streamed = new Endpoint(role, inChunks).receive(...bytes);
          const whole = new Endpoint(role).receive(...bytes);
          expect(streamed.messages).toEqual(whole.messages);
          const atOnce = new Endpoint(role, inChunks).receiveFrames(...frames);
          expect(joinChunks(streamed.events)).toEqual(joinChunks(atOnce.events));
        }),
      );
    });

    it('hands out only text that is valid so far', () => {
      const endpoint = new Endpoint(role, inChunks);
      endpoint.receiveFrames(text('a', { fin: false }), { opcode: Opcode.Continuation, payload: hex('62 ff') });
      expect(endpoint.events).toEqual(['start text', 'chunk 61', 'violation INVALID_UTF8']);
      expectFailed(endpoint, 1007, 'INVALID_UTF8');
    });

    it('does not begin a message that is too large', () => {
      const endpoint = new Endpoint(role, { ...inChunks, maxFrameSize: 100, maxMessageSize: 10 });
      endpoint.receiveFrames(text('x'.repeat(11)));
      expect(endpoint.events).toEqual(['violation MESSAGE_TOO_LARGE']);
    });
  });

  describe('fails with 1007 at the byte that is not UTF-8 [8.1-1] [10.7-1]', () => {
    const invalid: readonly (readonly [what: string, bytes: string, bad: number])[] = [
      ['a byte that never occurs', 'ff', 0],
      ['another byte that never occurs', 'fe', 0],
      ['a continuation byte alone', '80', 0],
      ['the last continuation byte alone', 'bf', 0],
      ['an overlong sequence of two bytes', 'c0 80', 0],
      ['the last overlong sequence of two bytes', 'c1 bf', 0],
      ['an overlong sequence of three bytes', 'e0 80 80', 1],
      ['the last overlong sequence of three bytes', 'e0 9f bf', 1],
      ['an overlong sequence of four bytes', 'f0 80 80 80', 1],
      ['the last overlong sequence of four bytes', 'f0 8f bf bf', 1],
      ['the first surrogate', 'ed a0 80', 1],
      ['the last surrogate', 'ed bf bf', 1],
      ['a surrogate pair', 'ed a0 bd ed b8 80', 1],
      ['the first code point above U+10FFFF', 'f4 90 80 80', 1],
      ['a lead byte above U+10FFFF', 'f5 80 80 80', 0],
      ['a sequence of five bytes', 'f8 88 80 80 80', 0],
      ['a sequence of two bytes that is broken', 'c3 28', 1],
      ['a sequence of three bytes that is broken', 'e2 82 28', 2],
      ['a sequence of four bytes that is broken', 'f0 9f 98 28', 3],
      ['a sequence that is begun twice', 'e2 e2 82 ac', 1],
    ];

    it.each(invalid)('%s: %s, byte %d', (_, bytes, bad) => {
      for (const before of ['', 'ok', 'κόσμε, twenty bytes and more']) {
        const prefix = utf8(before);
        const payload = concat([prefix, hex(bytes), utf8('after')]);
        const frame = fromPeer(role, { opcode: Opcode.Text, payload });
        const badAt = frame.length - payload.length + prefix.length + bad;

        const bytewise = new Endpoint(role);
        for (let i = 0; i < badAt; i++) bytewise.receive(frame.subarray(i, i + 1));
        expectOpen(bytewise.connection);
        bytewise.receive(frame.subarray(badAt, badAt + 1));
        expectFailed(bytewise, 1007, 'INVALID_UTF8');

        const inOneChunk = new Endpoint(role).receive(frame.subarray(0, badAt + 1));
        expectFailed(inOneChunk, 1007, 'INVALID_UTF8');
      }
    });

    it.each(invalid)('across fragments, %s: %s, byte %d', (_, bytes, bad) => {
      const endpoint = new Endpoint(role);
      const payload = concat([utf8('ok'), hex(bytes)]);
      payload.slice(0, bad + 2).forEach((byte, i) => {
        const opcode = i === 0 ? Opcode.Text : Opcode.Continuation;
        endpoint.receiveFrames({ opcode, fin: false, payload: Uint8Array.of(byte) }, ping());
      });
      expectOpen(endpoint.connection);
      endpoint.receiveFrames({ opcode: Opcode.Continuation, fin: false, payload: payload.slice(bad + 2, bad + 3) });
      expectFailed(endpoint, 1007, 'INVALID_UTF8');
    });

    it.each(['c3', 'e2 82', 'f0 9f 98'])('at the end of a message that ends inside a sequence: %s', (bytes) => {
      const whole = new Endpoint(role).receiveFrames({ opcode: Opcode.Text, payload: hex(bytes) });
      expectFailed(whole, 1007, 'INVALID_UTF8');
      const inFragments = new Endpoint(role).receiveFrames({ opcode: Opcode.Text, fin: false, payload: hex(bytes) });
      expectOpen(inFragments.connection);
      expectFailed(inFragments.receiveFrames(continuation('')), 1007, 'INVALID_UTF8');
    });

    it('agrees with the platform about random bytes', () => {
      const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
      const sequence = fc.oneof(
        fc.string({ unit: 'grapheme', maxLength: 20 }).map(utf8),
        fc.uint8Array({ maxLength: 3 }),
      );
      fc.assert(
        fc.property(fc.array(sequence, { maxLength: 4 }), fc.nat({ max: 60 }), (sequences, at) => {
          const payload = concat(sequences);
          let expected: string;
          try {
            expected = `text ${decoder.decode(payload)}`;
          } catch {
            expected = 'violation INVALID_UTF8';
          }
          const frames = [
            { opcode: Opcode.Text, fin: false, payload: payload.slice(0, at) },
            { opcode: Opcode.Continuation, payload: payload.slice(at) },
          ];
          expect(eventsOf(role, frames)).toEqual([expected]);
          expect(eventsOf(role, frames, BYTEWISE)).toEqual([expected]);
        }),
      );
    });

    it('leaves binary data alone', () => {
      expect(eventsOf(role, [binary(hex('ff c3'))])).toEqual(['binary ff c3']);
    });
  });

  describe('keeps its limits [10.4-1] [10.4-2]', () => {
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

    it.each([text('x'.repeat(6)), binary(new Uint8Array(6))])('on the sum of fragments', (first) => {
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
});

/** A piece of a message, or a control frame before it. */
const fragments = fc.array(
  fc.record({ payload: fc.string({ unit: 'grapheme', maxLength: 40 }), control: fc.constantFrom(null, ping, pong) }),
  { minLength: 1, maxLength: 4 },
);

/** Frames that a peer may send, with a Close frame at the end of some. */
const conversations: fc.Arbitrary<FrameInit[]> = fc
  .tuple(
    fc.array(fc.record({ type: fc.constantFrom(Opcode.Text, Opcode.Binary), fragments }), { maxLength: 5 }),
    fc.option(fc.constantFrom(close(), close(1000), close(4999, '再见'))),
  )
  .map(([messages, end]) => {
    const frames = messages.flatMap((message) =>
      message.fragments.flatMap(({ payload, control }, i) => [
        ...(control === null ? [] : [control(payload.slice(0, 30))]),
        {
          opcode: i === 0 ? message.type : Opcode.Continuation,
          fin: i === message.fragments.length - 1,
          payload: utf8(payload),
        },
      ]),
    );
    return end === null ? frames : [...frames, end];
  });
