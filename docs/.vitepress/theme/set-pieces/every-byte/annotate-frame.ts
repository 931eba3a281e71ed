/** What each byte of a frame is for. */
import { type CloseCodeName, describeCloseCode } from '@rfc6455/close-codes';
import { Opcode } from '@rfc6455/frame';
import { opcodeName } from '../shared/describe-frame.ts';
import { type FrameLayout, layoutFrames } from '../shared/frame-layout.ts';
import { bitsOf, charactersOf, hexByte } from '../shared/hex.ts';
import type { Annotation } from './annotation.ts';
import type { Part, PartId } from './transcript.ts';

type FrameId = Exclude<PartId, 'request' | 'response'>;

/** The first two bytes of a frame as they should not be: each breaks another rule. */
const WRONG: Readonly<Record<FrameId, readonly [first: number, second: number]>> = {
  text: [0xc1, 0x05],
  answer: [0x83, 0x8d],
  'first-fragment': [0x00, 0x8c],
  ping: [0x09, 0xfe],
  'last-fragment': [0x81, 0x8a],
  pong: [0x8b, 0x0b],
  binary: [0x81, 0x7f],
  close: [0x88 & 0x7f, 0x81],
  'close-echo': [0x8a, 0x03],
};

const FIRST_BYTE: Readonly<Record<FrameId, string>> = {
  text: 'FIN is 1: this frame is a whole message. The three reserved bits are 0, because no extension was agreed on. Opcode 1: the message is text.',
  answer: 'FIN, no reserved bits, opcode 1, as in the other direction: the two ends write the same frames.',
  'first-fragment':
    'FIN is 0: more of this message follows. Opcode 1 makes it a text; the fragments that follow do not say so again.',
  ping: 'FIN and opcode 9: a Ping. Its most significant bit, 8, makes it a control frame, which may come between the fragments of a message.',
  'last-fragment':
    'FIN is 1: with this frame the message is complete. Opcode 0: it continues the message that is open. Nothing here names that message, so there can be only one.',
  pong: 'FIN and opcode 10: a Pong. Any endpoint sends it by itself; an application need not know of it.',
  binary: 'FIN and opcode 2: the payload is bytes, and nobody looks at what they are.',
  close: 'FIN and opcode 8: a Close frame. It is the last frame that the client sends.',
  'close-echo': 'The Close frame of the server. Both have sent one now: the closing handshake is complete.',
};

const PAYLOAD_SECTION: Readonly<Record<FrameId, string>> = {
  text: '5.6',
  answer: '5.6',
  'first-fragment': '5.4',
  ping: '5.5.2',
  'last-fragment': '5.4',
  pong: '5.5.3',
  binary: '5.6',
  close: '5.5.1',
  'close-echo': '5.5.1',
};

/** Annotates a frame: each byte of it once. */
export function annotateFrame({ id, from, bytes }: Part): Annotation[] {
  const frame = layoutFrames(bytes)[0]!;
  const frameId = id as FrameId;
  const length = Number(frame.payloadLength);
  const [first, second] = WRONG[frameId];
  const annotations: Annotation[] = [
    {
      start: 0,
      end: 1,
      group: 'type',
      name: `FIN ${frame.fin ? 1 : 0}, RSV 000, opcode ${opcodeName(frame.opcode)}`,
      what: `${bits(bytes, 0)}. ${FIRST_BYTE[frameId]}`,
      sections: ['5.2', frame.fin ? '5.5' : '5.4'],
      wrong: Uint8Array.of(first),
    },
    {
      start: 1,
      end: 2,
      group: 'length',
      name: `MASK ${frame.masked ? 1 : 0}, payload length ${bytes[1]! & 0x7f}`,
      what: `${bits(bytes, 1)}. ${from === 'client' ? 'MASK is 1: a client masks every frame.' : 'MASK is 0: a server masks none.'} ${describeLength(length)}`,
      sections: ['5.1', '5.2'],
      wrong: Uint8Array.of(second),
    },
  ];
  if (frame.lengthBytes === 2) {
    annotations.push({
      start: 2,
      end: 4,
      group: 'length',
      name: 'extended payload length',
      what: `The length, ${length}, in 16 bits, the most significant byte first. A length must be written in the shortest form, so that each frame can be written in one way only.`,
      sections: ['5.2'],
      wrong: Uint8Array.of(0x00, 0x7d),
    });
  }
  if (frame.maskingKey !== undefined) {
    const { payloadStart } = frame;
    annotations.push({
      start: payloadStart - 4,
      end: payloadStart,
      group: 'mask',
      name: 'masking key',
      what: 'Four random bytes, new for this frame. The first byte of the payload is XORed with the first of them, the second with the second, the fifth with the first again.',
      sections: ['5.3', '10.3'],
      wrong: Uint8Array.of(bytes[payloadStart - 4]! ^ 0x02, ...bytes.subarray(payloadStart - 3, payloadStart)),
    });
  }
  return [...annotations, ...annotatePayload(frame, frameId, bytes)];
}

function describeLength(length: number): string {
  if (length >= 126)
    return 'The other 7 bits hold 126, which is no length: it says that the length follows in 16 bits.';
  return `The other 7 bits are the length of the payload, ${length}: up to 125 it fits here.`;
}

function annotatePayload(frame: FrameLayout, id: FrameId, bytes: Uint8Array): Annotation[] {
  const { opcode, payload, payloadStart } = frame;
  const isClose = opcode === Opcode.Close;
  const textFrom = isClose ? 2 : 0;
  const characters = opcode === Opcode.Binary ? [] : charactersOf(payload.subarray(textFrom));
  const code = isClose ? [annotateCode(frame, bytes)] : [];
  const rest = Array.from(payload.subarray(textFrom), (plain, i): Annotation => {
    const at = payloadStart + textFrom + i;
    const character = characters[i];
    return {
      start: at,
      end: at + 1,
      group: 'payload',
      name: isClose ? 'reason' : 'payload',
      what: [describeByte(frame, bytes, at, plain), describeCharacter(character, characters, i)].join(' ').trim(),
      sections: frame.masked ? [PAYLOAD_SECTION[id], '5.3'] : [PAYLOAD_SECTION[id]],
      // The bit that no ASCII byte has.
      wrong: Uint8Array.of(bytes[at]! ^ 0x80),
    };
  });
  return [...code, ...rest];
}

function describeByte({ maskingKey, payloadStart }: FrameLayout, bytes: Uint8Array, at: number, plain: number): string {
  if (maskingKey === undefined) return `Byte ${at - payloadStart} of the payload, as it is.`;
  const key = bytes[payloadStart - 4 + ((at - payloadStart) % 4)]!;
  return `${hexByte(bytes[at]!)} XOR ${hexByte(key)} = ${hexByte(plain)}.`;
}

function describeCharacter(character: string | undefined, characters: readonly string[], at: number): string {
  if (character === undefined) return '';
  const shown = character === '␣' ? 'a space' : `“${character}”`;
  const length = characters.slice(at + 1).findIndex((next) => next !== '') + 1 || characters.length - at;
  if (character !== '') {
    return length === 1 ? `In UTF-8 that is ${shown}.` : `The first of the ${length} bytes that are ${shown} in UTF-8.`;
  }
  const begin = characters.findLastIndex((before, i) => i < at && before !== '');
  return `It continues “${characters[begin]}”.`;
}

function annotateCode(frame: FrameLayout, bytes: Uint8Array): Annotation {
  const { payload, payloadStart, masked } = frame;
  const code = payload[0]! * 256 + payload[1]!;
  const { name, meaning } = describeCloseCode(code) as { name: CloseCodeName; meaning: string };
  const plain = `${hexByte(payload[0]!)} ${hexByte(payload[1]!)}`;
  return {
    start: payloadStart,
    end: payloadStart + 2,
    group: 'payload',
    name: 'close code',
    what: `${masked ? `Unmasked it is ${plain}: ` : ''}${code}, ${name}. ${meaning} Two bytes, the most significant first.`,
    sections: ['5.5.1', '7.4'],
    // 1006, masked as it would be.
    wrong: Uint8Array.of(bytes[payloadStart]!, bytes[payloadStart + 1]! ^ (0xe8 ^ 0xee)),
  };
}

function bits(bytes: Uint8Array, at: number): string {
  return bitsOf(bytes.subarray(at, at + 1)).replace(/^(.)(...)(?=....$)/, at === 0 ? '$1 $2 ' : '$1 $2');
}
