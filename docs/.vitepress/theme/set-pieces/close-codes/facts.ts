/** What there is to say about a close code: the package decides, this puts it into sentences. */
import {
  type CloseCodeRange,
  type CloseCodeRetry,
  type CloseCodeSenders,
  describeCloseCode,
  mayReceiveCloseCode,
  maySendCloseCode,
} from '@rfc6455/close-codes';
import { decodeClosePayload, encodeClosePayload, encodeFrame, Opcode, ProtocolError } from '@rfc6455/frame';
import { hex, sentence } from '../shared/hex.ts';

/** A question about a code, and its answer. */
export interface Fact {
  readonly question: string;
  readonly answer: string;
  readonly sections: readonly string[];
}

/** A range on the scale from 0 to 4999. */
export interface CodeRange {
  readonly range: CloseCodeRange;
  readonly from: number;
  readonly to: number;
  readonly name: string;
  readonly what: string;
}

export const ranges: readonly CodeRange[] = [
  { range: 'unused', from: 0, to: 999, name: 'not used', what: 'never used' },
  {
    range: 'protocol',
    from: 1000,
    to: 2999,
    name: 'protocol',
    what: 'for the protocol itself, its later versions and its public extensions',
  },
  {
    range: 'library',
    from: 3000,
    to: 3999,
    name: 'libraries',
    what: 'for libraries, frameworks and applications; registered with IANA, first come, first served',
  },
  {
    range: 'private',
    from: 4000,
    to: 4999,
    name: 'private',
    what: 'for whatever two applications agree on; cannot be registered',
  },
];

const SENDERS: Readonly<Record<CloseCodeSenders, string>> = {
  both: 'Client and server.',
  client: 'Only a client: a server would refuse the opening handshake instead.',
  server: 'Only a server.',
  none: 'Nobody.',
};

const RETRY: Readonly<Record<CloseCodeRetry, string>> = {
  yes: 'Yes, after a random delay that grows with each attempt that fails.',
  later: 'Yes, but not at once: the server is there and asks for time.',
  no: 'No, unless the application knows better: the work is done, or the next attempt would end the same way.',
};

/** Whether `close()` of a browser's WebSocket takes the code: the WHATWG standard has 1000 and 3000 to 4999. */
function browserMaySend(code: number): boolean {
  return code === 1000 || (code >= 3000 && code <= 4999);
}

/**
 * Describes a code.
 *
 * @param code any number
 */
export function closeCodeFacts(code: number): Fact[] {
  const { name, meaning, reference, senders, retry, range } = describeCloseCode(code);
  const place = ranges.find((each) => each.range === range);
  return [
    {
      question: 'Range',
      answer: place === undefined ? 'None: no such close code exists.' : `${place.from}–${place.to}: ${place.what}.`,
      sections: ['7.4.2'],
    },
    { question: 'Name', answer: name ?? 'None: it is not registered.', sections: ['11.7'] },
    { question: 'Meaning', answer: meaning, sections: [/§([\d.]+)/.exec(reference)?.[1] ?? '7.4'] },
    { question: 'May be on the wire', answer: describeWire(code), sections: ['7.4'] },
    { question: 'Who may begin with it', answer: SENDERS[senders], sections: ['7.4.1'] },
    {
      question: 'A page may call close() with it',
      answer: browserMaySend(code) ? 'Yes.' : 'No: browsers take 1000 and 3000 to 4999 (WHATWG).',
      sections: [],
    },
    { question: 'Come back after it', answer: RETRY[retry], sections: ['7.2.3'] },
  ];
}

function describeWire(code: number): string {
  if (mayReceiveCloseCode(code)) {
    const masked = maySendCloseCode(code, 'server') ? '' : ', masked when a client sends it';
    return `Yes, as ${hex(encodeFrame({ opcode: Opcode.Close, payload: encodeClosePayload(code) }))}${masked}.`;
  }
  if (!Number.isInteger(code) || code < 0 || code > 0xffff) return 'No: it does not fit into two bytes.';
  const error = decodeClosePayload(Uint8Array.of(code >> 8, code & 0xff));
  if (!(error instanceof ProtocolError)) throw new Error(`${code} may not be received, but is decoded`);
  return `No. Whoever receives it fails the connection with ${error.closeCode}: ${error.code}. ${sentence(error.message)}`;
}
