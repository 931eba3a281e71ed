/** A frame in words, with the section of RFC 6455 that rules each field. */
import { describeCloseCode } from '@rfc6455/close-codes';
import { decodeClosePayload, type Frame, frameHeaderLength, Opcode, ProtocolError, type Role } from '@rfc6455/frame';
import type { Content, Excerpt, FrameEvent, HeaderField } from './wire-event.ts';

/** How many bytes of a payload the page gets. */
const EXCERPT = 256;
/** How many characters of a text. */
const MOST_CHARACTERS = 80;

const OPCODES: Readonly<Record<Opcode, readonly [name: string, meaning: string, section: string]>> = {
  [Opcode.Continuation]: ['Continuation', 'continues the message that the last data frame began', '5.4'],
  [Opcode.Text]: ['Text', 'begins a message of UTF-8 text', '5.6'],
  [Opcode.Binary]: ['Binary', 'begins a message of arbitrary bytes', '5.6'],
  [Opcode.Close]: ['Close', 'begins the closing handshake, or answers it', '5.5.1'],
  [Opcode.Ping]: ['Ping', 'asks for a Pong with the same payload', '5.5.2'],
  [Opcode.Pong]: ['Pong', 'answers a Ping with its payload', '5.5.3'],
};

type FrameDescription = Omit<FrameEvent, 'connection' | 'time' | 'from'>;

/**
 * Describes a frame.
 *
 * @param frame the frame
 * @param raw its bytes as they were on the wire
 * @param from who sent it
 * @param text what the payload says, for a frame of a text message
 */
export function describeFrame(frame: Frame, raw: Uint8Array, from: Role, text: string | undefined): FrameDescription {
  const { opcode, maskingKey, payload } = frame;
  const headerLength = frameHeaderLength(payload.length, maskingKey);
  const said = text ?? (opcode === Opcode.Ping || opcode === Opcode.Pong ? readable(payload) : undefined);
  const content = describeContent(frame, said);
  const name = OPCODES[opcode][0];
  const fragment = frame.fin ? '' : ', more follows';
  const short = shorten(content.map(({ value }) => value).join(' '), 40);
  return {
    kind: 'frame',
    summary: `${name}${fragment}, ${count(payload.length)}${short === '' ? '' : `: ${short}`}`,
    header: describeHeader(frame, raw, from),
    content,
    bytes: excerpt(raw, headerLength + EXCERPT),
    headerLength,
    maskingKey: maskingKey === undefined ? '' : hex(raw.subarray(headerLength - 4, headerLength)),
    payload: excerpt(payload, EXCERPT),
    textFrom: said !== undefined ? 0 : opcode === Opcode.Close ? 2 : -1,
  };
}

/** The beginning of some bytes, in hexadecimal. */
export function excerpt(bytes: Uint8Array, most: number = EXCERPT): Excerpt {
  return { length: bytes.length, hex: hex(bytes.subarray(0, most)) };
}

function describeHeader(frame: Frame, raw: Uint8Array, from: Role): HeaderField[] {
  const { fin, opcode, maskingKey, payload } = frame;
  const [name, meaning, section] = OPCODES[opcode];
  const bits = (start: number, length: number) => bitsOf(raw).slice(start, start + length);
  return [
    {
      name: 'FIN',
      group: 'type',
      bits: bits(0, 1),
      value: bits(0, 1),
      meaning: fin ? 'the last frame of its message, or the only one' : 'more frames of this message follow',
      sections: ['5.2', '5.4'],
    },
    {
      name: 'RSV1–3',
      group: 'type',
      bits: bits(1, 3),
      value: bits(1, 3),
      meaning: 'reserved: 0 unless an extension gives them a meaning',
      sections: ['5.2'],
    },
    {
      name: 'opcode',
      group: 'type',
      bits: bits(4, 4),
      value: `0x${opcode.toString(16)} ${name}`,
      meaning,
      sections: ['5.2', section],
    },
    {
      name: 'MASK',
      group: 'mask',
      bits: bits(8, 1),
      value: bits(8, 1),
      meaning: from === 'client' ? 'a client masks every frame' : 'a server masks none',
      sections: ['5.1'],
    },
    ...describeLength(payload.length, bits),
    ...(maskingKey === undefined ? [] : [describeKey(raw, frameHeaderLength(payload.length, maskingKey))]),
  ];
}

function describeLength(length: number, bits: (start: number, length: number) => string): HeaderField[] {
  const short = { name: 'payload len', group: 'length', bits: bits(9, 7), sections: ['5.2'] } as const;
  if (length < 126) return [{ ...short, value: `${length}`, meaning: 'the length itself, up to 125: the 7-bit form' }];
  const size = length < 65536 ? 16 : 64;
  return [
    { ...short, value: size === 16 ? '126' : '127', meaning: `the length follows in ${size} bits` },
    {
      name: 'extended payload length',
      group: 'length',
      bits: bits(16, size),
      value: `${length}`,
      meaning: `the length in its ${size}-bit form, as ${size === 16 ? '126' : '65536'} and more need it`,
      sections: ['5.2'],
    },
  ];
}

function describeKey(raw: Uint8Array, headerLength: number): HeaderField {
  const key = raw.subarray(headerLength - 4, headerLength);
  return {
    name: 'masking key',
    group: 'mask',
    bits: bitsOf(key),
    value: spaced(hex(key)),
    meaning: 'random, another one for each frame; the payload is XORed with it',
    sections: ['5.3'],
  };
}

function describeContent({ opcode, payload }: Frame, text: string | undefined): Content[] {
  if (opcode === Opcode.Close) return describeClose(payload);
  if (payload.length === 0) return [];
  const [name, , section] = OPCODES[opcode];
  if (text === undefined) {
    const value = spaced(hex(payload.subarray(0, 16))) + (payload.length > 16 ? ' …' : '');
    return [{ name: 'data', value, meaning: `the payload of this ${name}: any bytes`, sections: [section] }];
  }
  const isMessage = opcode < Opcode.Close;
  const meaning = isMessage ? 'the payload as UTF-8' : 'any bytes are allowed; these can be read as text';
  return [{ name: 'text', value: shorten(text), meaning, sections: isMessage ? ['5.6', '8.1'] : [section] }];
}

function describeClose(payload: Uint8Array): Content[] {
  const close = decodeClosePayload(payload);
  if (close instanceof ProtocolError) {
    return [{ name: 'close code', value: '', meaning: close.message, sections: [close.section] }];
  }
  if (payload.length === 0) {
    const meaning = 'none: whoever receives this reports 1005';
    return [{ name: 'close code', value: '', meaning, sections: ['7.1.5', '7.4.1'] }];
  }
  const { name = 'no registered name', meaning } = describeCloseCode(close.code);
  const code = {
    name: 'close code',
    value: `${close.code}`,
    meaning: `${name}. ${meaning}`,
    sections: ['7.1.5', '7.4'],
  };
  if (close.reason === '') return [code];
  const sections = ['7.1.6', '5.5.1'];
  return [code, { name: 'reason', value: close.reason, meaning: 'UTF-8, for people who debug', sections }];
}

/** Bytes as text, if that is what they look like. */
function readable(bytes: Uint8Array): string | undefined {
  const text = Buffer.from(bytes).toString();
  return /^[^\p{Cc}\ufffd]+$/u.test(text) ? text : undefined;
}

/** A number of bytes in words. */
export function count(bytes: number): string {
  return bytes === 1 ? '1 byte' : `${bytes.toLocaleString('en')} bytes`;
}

function shorten(text: string, most = MOST_CHARACTERS): string {
  return text.length > most ? `${text.slice(0, most)} …` : text;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function spaced(digits: string): string {
  return digits.replaceAll(/..(?!$)/g, '$& ');
}

function bitsOf(bytes: Uint8Array): string {
  return [...bytes.subarray(0, 16)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
}
