import { type FrameInit, Opcode } from '@rfc6455/frame';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, cut, hex, utf8 } from './bytes.ts';
import {
  binary,
  close,
  continuation,
  Endpoint,
  type EndpointOptions,
  eventsOf,
  fromPeer,
  ping,
  pong,
  ROLES,
  text,
} from './endpoint.ts';
import { expectFailed, expectMessages } from './expectations.ts';

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
    expect(new Endpoint(role).receive(...cut(hex(bytes), [1])).events).toEqual(events);
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
    expect(eventsOf(role, frames, [1])).toEqual(['ping 78', 'pong 79', 'text Hello']);
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
    expect(eventsOf(role, [text(content)], [1])).toEqual([`text ${content}`]);
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

  it('hands out nothing as memory of its own, which may be transferred', () => {
    const handedOut: Uint8Array[] = [];
    const note = (data: string | Uint8Array) => handedOut.push(data as Uint8Array);
    const endpoint = new Endpoint(role, { on: { message: note, ping: note } });
    const bytes = fromPeer(role, binary(hex('')), ping(), binary(hex(''), { fin: false }), continuation(''), ping());
    endpoint.connection.receive(bytes);
    expect(handedOut.map(({ length }) => length)).toEqual([0, 0, 0, 0]);
    expect(new Set([bytes, ...handedOut].map(({ buffer }) => buffer)).size).toBe(5);
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
