/** A frame in words: each field with its bits, its value, and the sections of RFC 6455 that rule it. */
import { describeCloseCode, type Role } from '@rfc6455/close-codes';
import { decodeClosePayload, Opcode, ProtocolError } from '@rfc6455/frame';
import type { FrameLayout } from './frame-layout.ts';
import { bitsOf, countBytes, hex } from './hex.ts';

/** Which colour a field gets. */
export type Group = 'type' | 'length' | 'mask' | 'payload';

/** A field of a frame. */
export interface Field {
  readonly name: string;
  readonly group: Group;
  /** The position of its first byte in the run of bytes, and the position after its last. */
  readonly start: number;
  readonly end: number;
  /** Its bits on the wire, each a 0 or a 1. Empty for a part of the payload. */
  readonly bits: string;
  readonly value: string;
  readonly meaning: string;
  readonly sections: readonly string[];
}

/** How many characters of a text are shown. */
const MOST_CHARACTERS = 80;

const OPCODES: Readonly<Record<number, readonly [name: string, meaning: string, section: string]>> = {
  [Opcode.Continuation]: ['Continuation', 'continues the message that the last data frame began', '5.4'],
  [Opcode.Text]: ['Text', 'begins a message of UTF-8 text', '5.6'],
  [Opcode.Binary]: ['Binary', 'begins a message of arbitrary bytes', '5.6'],
  [Opcode.Close]: ['Close', 'begins the closing handshake, or answers it', '5.5.1'],
  [Opcode.Ping]: ['Ping', 'asks for a Pong with the same payload', '5.5.2'],
  [Opcode.Pong]: ['Pong', 'answers a Ping with its payload', '5.5.3'],
};

/** The name of an opcode, 0–15. */
export function opcodeName(opcode: number): string {
  return OPCODES[opcode]?.[0] ?? `Reserved 0x${opcode.toString(16)}`;
}

/** A frame in one line. */
export function summarizeFrame(frame: FrameLayout): string {
  const { opcode, fin, payloadLength } = frame;
  const length = payloadLength === undefined ? 'header not complete' : countBytes(payloadLength);
  const said =
    frame.text ??
    describePayload(frame)
      .map(({ value }) => value)
      .join(' ');
  return `${opcodeName(opcode)}${fin ? '' : ', more follows'}, ${length}${said === '' ? '' : `: ${shorten(said, 40)}`}`;
}

/**
 * Describes the fields of a frame, in the order of the wire; those whose bytes are missing are left out.
 *
 * @param frame the frame
 * @param bytes the run of bytes that it stands in
 * @param from who sent it
 */
export function describeFrame(frame: FrameLayout, bytes: Uint8Array, from: Role): Field[] {
  return [
    ...describeFirstByte(frame, bytes),
    ...describeLength(frame, bytes, from),
    ...describeKey(frame, bytes),
    ...describePayload(frame),
  ];
}

function describeFirstByte({ start, fin, reservedBits, opcode }: FrameLayout, bytes: Uint8Array): Field[] {
  const bits = bitsOf(bytes.subarray(start, start + 1));
  const [name, meaning, section] = OPCODES[opcode] ?? [
    'reserved',
    'has no meaning: reserved for later versions',
    '11.8',
  ];
  const place = { group: 'type', start, end: start + 1 } as const;
  return [
    {
      ...place,
      name: 'FIN',
      bits: bits.slice(0, 1),
      value: bits.slice(0, 1),
      meaning: fin ? 'the last frame of its message, or the only one' : 'more frames of this message follow',
      sections: ['5.2', '5.4'],
    },
    {
      ...place,
      name: 'RSV1–3',
      bits: bits.slice(1, 4),
      value: bits.slice(1, 4),
      meaning:
        reservedBits === 0
          ? 'reserved: 0 unless an extension gives them a meaning'
          : 'reserved: only an extension that both ends agreed on may set one',
      sections: ['5.2', '9'],
    },
    {
      ...place,
      name: 'opcode',
      bits: bits.slice(4),
      value: `0x${opcode.toString(16)} ${name}`,
      meaning,
      sections: ['5.2', section],
    },
  ];
}

function describeLength(frame: FrameLayout, bytes: Uint8Array, from: Role): Field[] {
  const { start, masked, lengthBytes, payloadLength } = frame;
  if (masked === undefined) return [];
  const place = { start: start + 1, end: start + 2 };
  const bits = bitsOf(bytes.subarray(start + 1, start + 2));
  const short = Number.parseInt(bits.slice(1), 2);
  const fields: Field[] = [
    {
      ...place,
      name: 'MASK',
      group: 'mask',
      bits: bits.slice(0, 1),
      value: bits.slice(0, 1),
      meaning: from === 'client' ? 'a client masks every frame' : 'a server masks none',
      sections: ['5.1', '5.2'],
    },
    {
      ...place,
      name: 'payload len',
      group: 'length',
      bits: bits.slice(1),
      value: `${short}`,
      meaning:
        lengthBytes === 0
          ? 'the length itself, up to 125: the 7-bit form'
          : `the length follows in ${lengthBytes * 8} bits`,
      sections: ['5.2'],
    },
  ];
  const extended = bytes.subarray(start + 2, Math.min(start + 2 + lengthBytes, bytes.length));
  if (extended.length > 0) {
    fields.push({
      name: 'extended payload length',
      group: 'length',
      start: start + 2,
      end: start + 2 + extended.length,
      bits: bitsOf(extended),
      value: payloadLength === undefined ? 'not complete' : payloadLength.toLocaleString('en'),
      meaning: `the length in its ${lengthBytes * 8}-bit form, for ${lengthBytes === 2 ? '126 and more' : '65,536 and more'}`,
      sections: ['5.2'],
    });
  }
  return fields;
}

function describeKey({ masked, payloadStart }: FrameLayout, bytes: Uint8Array): Field[] {
  const key = masked ? bytes.subarray(payloadStart - 4, payloadStart) : new Uint8Array(0);
  if (key.length === 0) return [];
  return [
    {
      name: 'masking key',
      group: 'mask',
      start: payloadStart - 4,
      end: payloadStart - 4 + key.length,
      bits: bitsOf(key),
      value: hex(key),
      meaning: 'random, another one for each frame; the payload is XORed with it',
      sections: ['5.3'],
    },
  ];
}

function describePayload(frame: FrameLayout): Field[] {
  const { opcode, payload, payloadStart, end, text } = frame;
  if (opcode === Opcode.Close) return describeClose(frame);
  if (payload.length === 0) return [];
  const place = { group: 'payload', start: payloadStart, end, bits: '' } as const;
  const [name, , section] = OPCODES[opcode] ?? ['frame', '', '5.2'];
  if (text !== undefined) {
    return [
      { ...place, name: 'text', value: shorten(text), meaning: 'the payload as UTF-8', sections: ['5.6', '8.1'] },
    ];
  }
  const readable = opcode >= Opcode.Close ? readableText(payload) : undefined;
  if (readable !== undefined) {
    const meaning = 'any bytes are allowed; these can be read as text';
    return [{ ...place, name: 'data', value: shorten(readable), meaning, sections: [section] }];
  }
  const value = hex(payload.subarray(0, 16)) + (payload.length > 16 ? ' …' : '');
  return [{ ...place, name: 'data', value, meaning: `the payload of this ${name}: any bytes`, sections: [section] }];
}

function describeClose({ payload, payloadStart, end, complete }: FrameLayout): Field[] {
  const place = { group: 'payload', start: payloadStart, bits: '' } as const;
  if (!complete)
    return payload.length === 0
      ? []
      : [{ ...place, end, name: 'data', value: hex(payload), meaning: 'not complete', sections: ['5.5.1'] }];
  if (payload.length === 0) {
    const meaning = 'none: whoever receives this reports 1005';
    return [{ ...place, end, name: 'close code', value: '', meaning, sections: ['7.1.5', '7.4.1'] }];
  }
  const close = decodeClosePayload(payload);
  if (close instanceof ProtocolError) {
    return [
      { ...place, end, name: 'close code', value: hex(payload), meaning: close.message, sections: [close.section] },
    ];
  }
  const { name = 'no registered name', meaning } = describeCloseCode(close.code);
  const code: Field = {
    ...place,
    end: payloadStart + 2,
    name: 'close code',
    value: `${close.code}`,
    meaning: `${name}. ${meaning}`,
    sections: ['5.5.1', '7.4'],
  };
  if (close.reason === '') return [code];
  const said = { value: close.reason, meaning: 'UTF-8, for people who debug', sections: ['7.1.6', '5.5.1'] };
  return [code, { ...place, start: payloadStart + 2, end, name: 'reason', ...said }];
}

/** Bytes as text, if that is what they look like. */
export function readableText(bytes: Uint8Array): string | undefined {
  const text = new TextDecoder().decode(bytes);
  return /^[^\p{Cc}\ufffd]+$/u.test(text) ? text : undefined;
}

/** The beginning of a text. */
export function shorten(text: string, most: number = MOST_CHARACTERS): string {
  const characters = [...text.slice(0, 2 * most + 2)];
  return characters.length > most ? `${characters.slice(0, most).join('')} …` : text;
}
