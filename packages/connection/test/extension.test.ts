import { Connection, type Extension, type ReservedBits } from '@rfc6455/connection';
import { Opcode, ProtocolError } from '@rfc6455/frame';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claimedBits } from '../src/extension.ts';
import { concat, cut, hex, utf8 } from './bytes.ts';
import {
  binary,
  close,
  continuation,
  Endpoint,
  type EndpointOptions,
  fromPeer,
  peerOf,
  ping,
  ROLES,
  text,
} from './endpoint.ts';
import { expectFailed, expectFailedLocally, expectMessages, expectOpen } from './expectations.ts';
import { Pair } from './pair.ts';

/** XORs every byte, with a key that moves on with each byte of a message: the order and the ends of pieces matter. */
function xor(name: string, reservedBits: ReservedBits, log: string[] = []): Extension {
  const transform = () => {
    let step = 0;
    return (piece: Uint8Array, last: boolean) => {
      const bytes = piece.map((byte) => byte ^ (reservedBits * 16 + (step++ & 7)));
      if (last) step = 0;
      return bytes;
    };
  };
  const [encode, decode] = [transform(), transform()];
  return {
    name,
    reservedBits,
    encode(piece, first, last) {
      log.push(`${name} encodes ${piece.length}${first ? ' first' : ''}${last ? ' last' : ''}`);
      return encode(piece, last);
    },
    decode(piece, last, maxLength) {
      log.push(`${name} decodes ${piece.length}${last ? ' last' : ''} up to ${maxLength}`);
      return decode(piece, last);
    },
  };
}

/** Each byte says how many zeros it stands for. A careless one expands whatever it is asked to. */
function runLength(careful: boolean): Extension {
  return {
    name: 'x-run-length',
    reservedBits: 4,
    encode: (piece) => Uint8Array.of(piece.length),
    decode(piece, _last, maxLength) {
      const length = piece.reduce((sum, count) => sum + count, 0);
      if (careful && length > maxLength) throw new ProtocolError('MESSAGE_TOO_LARGE', `expected at most ${maxLength}`);
      return new Uint8Array(length);
    },
  };
}

/** Adds a byte to each message, in its last piece. */
function suffix(value: number, reservedBits: ReservedBits): Extension {
  return {
    name: `x-suffix-${value}`,
    reservedBits,
    encode: (piece, _first, last) => (last ? Uint8Array.from([...piece, value]) : piece),
    decode: (piece, last) => {
      if (!last) return piece;
      if (piece.at(-1) !== value) throw new Error(`expected ${value} at the end`);
      return piece.slice(0, -1);
    },
  };
}

const extended = (...extensions: Extension[]): EndpointOptions => ({ extensions });

describe.each(ROLES)('a %s with an extension', (role) => {
  it('transforms messages, marks their first frame, and leaves control frames alone [5.2-2]', () => {
    const endpoint = new Endpoint(role, extended(xor('x-xor', 4)));
    endpoint.connection.send('ab');
    endpoint.connection.send(hex('00 00'));
    const message = endpoint.connection.startMessage('binary');
    message.write(hex('00'));
    endpoint.connection.ping(hex('00'));
    message.end(hex('00'));
    endpoint.connection.close(1000);
    expect(endpoint.outputFrames()).toEqual([
      'text rsv4 !#',
      'binary rsv4 40 41',
      'binary rsv4 + 40',
      'ping 00',
      'continuation A',
      'close 1000',
    ]);
  });

  it('transforms what is marked back, however it was cut [6.2-5] [6.2-6]', () => {
    const log: string[] = [];
    const bytes = fromPeer(role, { ...binary(hex('40 41 42')), reservedBits: 4 }, ping(hex('00')));
    const whole = new Endpoint(role, { ...extended(xor('x-xor', 4, log)), maxMessageSize: 100 }).receive(bytes);
    expect(whole.events).toEqual(['binary 00 00 00', 'ping 00']);
    expect(log).toEqual(['x-xor decodes 3 last up to 100']);

    log.length = 0;
    const bytewise = new Endpoint(role, { ...extended(xor('x-xor', 4, log)), maxMessageSize: 100 });
    bytewise.receive(...cut(bytes, [1]));
    expect(bytewise.events).toEqual(whole.events);
    expect(log).toEqual([
      ...['x-xor decodes 1 up to 100', 'x-xor decodes 1 up to 99', 'x-xor decodes 1 last up to 98'],
    ]);
  });

  it('tells the extension of the end of a message also with an empty last frame', () => {
    const options = extended(suffix(7, 4));
    const frames = [binary(hex('01 07'), { fin: false, reservedBits: 4 }), continuation('')];
    const endpoint = new Endpoint(role, options).receiveFrames(...frames);
    expect(expectFailed(endpoint, 1007, 'EXTENSION_DATA_INVALID')).toEqual([]);

    const log: string[] = [];
    const ends = new Endpoint(role, { ...extended(xor('x-xor', 4, log)), maxMessageSize: 9 });
    ends.receiveFrames({ ...binary(hex('')), reservedBits: 4 }, binary(hex('40'), { fin: false, reservedBits: 4 }));
    ends.receiveFrames(continuation('', { fin: false }), continuation(''));
    expect(ends.events).toEqual(['binary ', 'binary 00']);
    expect(log).toEqual(['x-xor decodes 0 last up to 9', 'x-xor decodes 1 up to 9', 'x-xor decodes 0 last up to 8']);
  });

  it('lets messages that are not marked pass by', () => {
    const log: string[] = [];
    const endpoint = new Endpoint(role, extended(xor('x-xor', 4, log)));
    endpoint.receiveFrames(text('ab'), text('c', { fin: false }), continuation('d'));
    expect(endpoint.events).toEqual(['text ab', 'text cd']);
    expect(log).toEqual([]);
  });

  it('leaves a message as it is where the extension returns undefined for its first piece, and asks no more', () => {
    const log: string[] = [];
    const all = xor('x-xor', 4, log);
    const some: Extension = {
      ...all,
      encode: (piece, first, last) => (first && piece.length < 2 ? undefined : all.encode(piece, first, last)),
    };
    const endpoint = new Endpoint(role, extended(some));
    endpoint.connection.send('a');
    const message = endpoint.connection.startMessage('text');
    message.write('b');
    message.end('cdef');
    expect(log).toEqual([]);
    endpoint.connection.send('\0\0');
    endpoint.connection.send('c');
    expect(endpoint.outputFrames()).toEqual(['text a', 'text + b', 'continuation cdef', 'text rsv4 @A', 'text c']);
  });

  it.each([
    ['another bit', { ...text('a'), reservedBits: 2 }],
    ['another bit beside its own', { ...text('a'), reservedBits: 6 }],
    ['its bit on a Ping', { ...ping(), reservedBits: 4 }],
    ['its bit on a Close frame', { ...close(1000), reservedBits: 4 }],
  ] as const)('fails on %s [5.2-3] [5.2-8] [5.2-9] [5.2-10]', (_, frame) => {
    const endpoint = new Endpoint(role, extended(xor('x-xor', 4))).receiveFrames(frame);
    expectFailed(endpoint, 1002, 'RESERVED_BITS_SET');
  });

  it.each([0, 4] as const)('fails on its bit on a continuation, also of a message that has it: %d', (reservedBits) => {
    const endpoint = new Endpoint(role, extended(xor('x-xor', 4)));
    endpoint.receiveFrames(text('a', { fin: false, reservedBits }), { ...continuation('b'), reservedBits: 4 });
    expectFailed(endpoint, 1002, 'RESERVED_BITS_SET');
  });

  it('fails at the byte that is not UTF-8, as it comes out of the extension [8.1-1]', () => {
    const encoded = utf8('ok').map((byte, i) => byte ^ (64 + i));
    const frame = (bytes: Uint8Array) => fromPeer(role, { ...text(''), reservedBits: 4, payload: bytes });
    const bytes = frame(concat([encoded, Uint8Array.of(0xff ^ 66, 0, 0)]));
    const endpoint = new Endpoint(role, extended(xor('x-xor', 4)));
    endpoint.receive(...cut(bytes.slice(0, -3), [1]));
    expectOpen(endpoint.connection);
    expectFailed(endpoint.receive(bytes.slice(-3, -2)), 1007, 'INVALID_UTF8');

    const cutOff = new Endpoint(role, extended(xor('x-xor', 4))).receive(frame(Uint8Array.of(0xc3 ^ 64)));
    expectFailed(cutOff, 1007, 'INVALID_UTF8');
  });

  it.each([true, false])('keeps maxMessageSize on what comes out: careful extension %s [10.4-1]', (careful) => {
    const options = { extensions: [runLength(careful)], maxMessageSize: 300 };
    const within = new Endpoint(role, options);
    within.receiveFrames({ ...binary(Uint8Array.of(200, 100)), reservedBits: 4 });
    expectMessages(within.messages, [new Uint8Array(300)]);

    for (const frames of [
      [binary(Uint8Array.of(200, 101), { reservedBits: 4 })],
      [binary(Uint8Array.of(200), { fin: false, reservedBits: 4 }), continuation(Uint8Array.of(101))],
    ]) {
      const over = new Endpoint(role, options).receiveFrames(...frames);
      expect(over.messages).toEqual([]);
      expectFailed(over, 1009, 'MESSAGE_TOO_LARGE');
    }
  });

  it('keeps maxFrameSize on what comes in, and maxFragments', () => {
    const options = { extensions: [xor('x-xor', 4)], maxFrameSize: 4, maxFragments: 2 };
    const tooLong = new Endpoint(role, options).receiveFrames({ ...binary(new Uint8Array(5)), reservedBits: 4 });
    expectFailed(tooLong, 1009, 'FRAME_TOO_LARGE');
    const tooMany = new Endpoint(role, options);
    tooMany.receiveFrames(binary(hex('01'), { fin: false, reservedBits: 4 }), continuation('', { fin: false }));
    expectFailed(tooMany.receiveFrames(continuation('')), 1008, 'TOO_MANY_FRAGMENTS');
  });

  it.each([
    ['a ProtocolError', new ProtocolError('MESSAGE_TOO_LARGE', 'expected less'), 1009, 'MESSAGE_TOO_LARGE'],
    ['another error', new Error('bad block'), 1007, 'EXTENSION_DATA_INVALID'],
    ['what is no error', 'bad block', 1007, 'EXTENSION_DATA_INVALID'],
    [
      'what only has the name',
      Object.assign(new Error('x'), { name: 'ProtocolError' }),
      1007,
      'EXTENSION_DATA_INVALID',
    ],
    ['what only has a code', Object.assign(new Error('x'), { code: 'INVALID_UTF8' }), 1007, 'EXTENSION_DATA_INVALID'],
    [
      'no error, but name and code',
      { name: 'ProtocolError', code: 'MESSAGE_TOO_LARGE' },
      1007,
      'EXTENSION_DATA_INVALID',
    ],
    [
      'an error of another protocol',
      Object.assign(new Error('x'), { name: 'ProtocolError', code: '__proto__', closeCode: 1000 }),
      1007,
      'EXTENSION_DATA_INVALID',
    ],
  ] as const)('fails when it throws %s while it decodes', (_, thrown, closeCode, code) => {
    const decode = () => {
      throw thrown;
    };
    const endpoint = new Endpoint(role, extended({ ...xor('x-xor', 4), decode }));
    endpoint.receiveFrames(text('before'), { ...text('a'), reservedBits: 4 }, text('after'));
    expect(endpoint.events).toEqual(['text before', `violation ${code}`]);
    expectFailed(endpoint, closeCode, code);
    if (code === 'EXTENSION_DATA_INVALID') expect(endpoint.violation!.cause).toBe(thrown);
    else expect(endpoint.violation).toBe(thrown);
  });

  it('fails with 1011 when it throws while it encodes, because nobody knows what was encoded', () => {
    const thrown = new Error('out of memory');
    const encode = () => {
      throw thrown;
    };
    const options = extended(xor('x-xor', 4), { ...xor('x-broken', 2), encode });
    for (const send of [
      (connection: Connection) => connection.send('secret'),
      (connection: Connection) => connection.startMessage('text').end('secret'),
    ]) {
      const endpoint = new Endpoint(role, options);
      expect(() => send(endpoint.connection)).toThrow(thrown);
      expect(expectFailedLocally(endpoint, 1011)).toEqual([]);
      endpoint.connection.receiveEnd();
      expect(endpoint.report?.cause).toBe(thrown);
    }
  });

  it('streams what comes out, and says nothing of pieces that give nothing', () => {
    const buffering: Extension = {
      ...xor('x-buffering', 4),
      decode: (piece, last) => (last ? hex('61 62') : piece.subarray(0, 0)),
    };
    const endpoint = new Endpoint(role, { extensions: [buffering], inChunks: true });
    endpoint.receive(...cut(fromPeer(role, { ...text('xyz'), reservedBits: 4 }), [1]));
    expect(endpoint.events).toEqual(['start text', 'chunk 61 62', 'end']);
  });

  /** An extension that gives all that there is at the end. */
  const atTheEnd = (bytes: Uint8Array): Extension => ({
    ...xor('x-late', 4),
    decode: (piece, last) => (last ? bytes : piece.subarray(0, 0)),
  });
  const endingEmpty = [text('x', { fin: false, reservedBits: 4 }), continuation('')];

  it('receives what comes out with an empty last frame', () => {
    const whole = new Endpoint(role, extended(atTheEnd(hex('61 62')))).receiveFrames(...endingEmpty);
    expect(whole.events).toEqual(['text ab']);
    const inChunks = new Endpoint(role, { ...extended(atTheEnd(hex('61 62'))), inChunks: true });
    expect(inChunks.receiveFrames(...endingEmpty).events).toEqual(['start text', 'chunk 61 62', 'end']);
  });

  it('fails on what comes out with an empty last frame, and hears no message', () => {
    const large = new Endpoint(role, { ...extended(atTheEnd(hex('61 62'))), maxMessageSize: 1 });
    expectFailed(large.receiveFrames(...endingEmpty), 1009, 'MESSAGE_TOO_LARGE');
    expect(large.events).toEqual(['violation MESSAGE_TOO_LARGE']);
    const invalid = new Endpoint(role, extended(atTheEnd(hex('ff'))));
    expectFailed(invalid.receiveFrames(...endingEmpty), 1007, 'INVALID_UTF8');
    expect(invalid.events).toEqual(['violation INVALID_UTF8']);
  });

  it('hears no end of a message after a handler has ended the connection', () => {
    for (const type of ['text', 'binary'] as const) {
      const endpoint = new Endpoint(role, {
        extensions: [atTheEnd(hex('c3'))],
        inChunks: true,
        on: {
          messageChunk() {
            this.connection.fail(1008);
          },
        },
      });
      const frame = { opcode: type === 'text' ? Opcode.Text : Opcode.Binary, reservedBits: 4, fin: false } as const;
      endpoint.receiveFrames({ ...frame, payload: hex('01') }, continuation(''));
      expect(endpoint.events).toEqual([`start ${type}`, 'chunk c3']);
      expectFailedLocally(endpoint, 1008);
    }
  });
});

describe('two extensions', () => {
  it('encode in the order of the handshake, and decode in the reverse order', () => {
    for (const role of ROLES) {
      const sender = new Endpoint(role, extended(suffix(1, 4), suffix(2, 2)));
      sender.connection.send(hex('00'));
      const bytes = sender.output();
      expect(new Endpoint(peerOf(role), extended(suffix(1, 4), suffix(2, 2))).receive(bytes).events).toEqual([
        'binary 00',
      ]);
      const wrong = new Endpoint(peerOf(role), extended(suffix(2, 2), suffix(1, 4))).receive(bytes);
      expectFailed(wrong, 1007, 'EXTENSION_DATA_INVALID');
    }
  });

  it('transform each the messages that are marked with its bits', () => {
    const log: string[] = [];
    const options = { extensions: [xor('x-one', 4, log), xor('x-two', 3, log)], maxMessageSize: 50 };
    const endpoint = new Endpoint('client', options);
    const marked = ([0, 4, 1, 2, 3, 7] as const).map((reservedBits) => binary(hex('00'), { reservedBits }));
    endpoint.receiveFrames(...marked);
    expect(log).toEqual([
      'x-one decodes 1 last up to 50',
      'x-two decodes 1 last up to 50',
      'x-two decodes 1 last up to 50',
      'x-two decodes 1 last up to 50',
      'x-two decodes 1 last up to 50',
      'x-one decodes 1 last up to 50',
    ]);
    expect(endpoint.events).toEqual(
      [0, 0x40, 0x30, 0x30, 0x30, 0x70].map((byte) => `binary ${byte.toString(16).padStart(2, '0')}`),
    );
  });

  it.each([
    [4, 4],
    [6, 2],
    [1, 7],
  ] as const)('do not share a reserved bit: %d and %d', (one, other) => {
    const options = {
      role: 'server',
      handler: {},
      extensions: [xor('x-one', one), xor('x-\u001btwo', other)],
    } as const;
    expect(() => new Connection(options)).toThrow(TypeError);
    expect(() => new Connection(options)).toThrow(/'x-\\u001btwo' wants one that is taken$/);
  });

  it('claim their bits together', () => {
    expect(claimedBits([])).toBe(0);
    expect(claimedBits([xor('x', 4)])).toBe(4);
    expect(claimedBits([xor('x', 4), xor('y', 1)])).toBe(5);
  });

  it('claim bits that there are', () => {
    const extensions = [xor('x', 8 as ReservedBits)];
    expect(() => new Connection({ role: 'server', handler: {}, extensions })).toThrow(RangeError);
  });
});

describe('a client and a server with the same extensions', () => {
  it('understand each other, whatever is sent and however it is cut', () => {
    const message = fc.array(fc.string({ unit: 'grapheme', maxLength: 30 }), { minLength: 1, maxLength: 4 });
    const sizes = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.array(message, { maxLength: 5 }), sizes, fc.boolean(), (messages, chunks, inChunks) => {
        const options = () => ({ extensions: [xor('x-one', 4), suffix(9, 2)], inChunks });
        const pair = new Pair({ client: options(), server: options(), sizes: chunks });
        for (const role of ROLES) {
          for (const pieces of messages) {
            if (pieces.length === 1) {
              pair[role].connection.send(pieces[0]!);
              continue;
            }
            const writer = pair[role].connection.startMessage('text');
            for (const piece of pieces.slice(0, -1)) writer.write(piece);
            writer.end(pieces.at(-1)!);
          }
        }
        pair.pump();
        for (const role of ROLES) {
          expectOpen(pair[role].connection);
          expect(pair[role].messages).toEqual(messages.map((pieces) => pieces.join('')));
        }
      }),
    );
  });
});
