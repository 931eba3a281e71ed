/** What would have become of the connection if a part of it had been other bytes: the packages are asked. */
import { type CloseReport, Connection, type ProtocolError, type Role } from '@rfc6455/connection';
import {
  formatResponse,
  HandshakeError,
  type HandshakeRequest,
  RequestReader,
  ResponseReader,
  readRequest,
  readResponse,
} from '@rfc6455/handshake';
import { hex, sentence } from '../shared/hex.ts';
import { offer, type Part, transcript } from './transcript.ts';

/** What becomes of it. */
export interface Outcome {
  /** Whether a rule is broken; if not, whether the receiver waits for more, takes it for the same, or for something else. */
  readonly kind: 'violation' | 'waits' | 'same' | 'other';
  /** The code of the error, and the section of RFC 6455 that is broken. */
  readonly code?: string;
  readonly section?: string;
  /** In words. */
  readonly text: string;
}

/**
 * Asks what a part would have done if it had been these bytes.
 *
 * @param part the part of the transcript
 * @param bytes what comes in its place
 */
export function whatIf({ id, from }: Part, bytes: Uint8Array): Outcome {
  if (id === 'request') return ifRequest(bytes);
  if (id === 'response') return ifResponse(bytes);
  return ifFrame(id, from, bytes);
}

/** Compares what was read with what it should have been. */
function compare(before: readonly string[], after: readonly string[], who: string): Outcome {
  const changed = after.filter((line, i) => line !== before[i]);
  if (changed.length === 0 && after.length === before.length) {
    return { kind: 'same', text: `No rule is broken, and the ${who} reads the same as before.` };
  }
  const instead = changed.length === 0 ? 'less than was sent' : changed.join('; ');
  return {
    kind: 'other',
    text: `No rule is broken, and nothing tells the ${who} that it was not meant so. It reads: ${instead}.`,
  };
}

function failed(error: HandshakeError, text: string): Outcome {
  return { kind: 'violation', code: error.code, section: error.section, text: `${text} ${sentence(error.message)}` };
}

function orError<T>(read: () => T): T | HandshakeError {
  try {
    return read();
  } catch (error) {
    if (error instanceof HandshakeError) return error;
    throw error;
  }
}

function ifRequest(bytes: Uint8Array): Outcome {
  const head = orError(() => new RequestReader().receive(bytes.slice()));
  if (head === undefined)
    return { kind: 'waits', text: 'The head has no end: the server waits for it, and gives up after a while.' };
  const request = head instanceof HandshakeError ? head : orError(() => readRequest(head));
  if (request instanceof HandshakeError) return failed(request, `The server refuses, with status ${request.status}.`);
  const answer = new ResponseReader().receive(formatResponse({ key: request.key }))!;
  const refused = orError(() => readResponse(answer, offer));
  if (refused instanceof HandshakeError)
    return failed(
      refused,
      'The server agrees, but its answer does not fit the key that the client has sent, and the client fails the connection.',
    );
  return compare(
    describeRequest(readRequest(new RequestReader().receive(partBytes('request'))!)),
    describeRequest(request),
    'server',
  );
}

function describeRequest({ host, resourceName, subprotocols, extensions, headers }: HandshakeRequest): string[] {
  return [
    `the host ${host}`,
    `the resource ${resourceName}`,
    subprotocols.length === 0 ? 'no subprotocols' : `the subprotocols ${subprotocols.join(', ')}`,
    `${extensions.length === 0 ? 'no' : extensions.length} extensions`,
    `the fields ${headers
      .map(([name]) => name.toLowerCase())
      .toSorted()
      .join(', ')}`,
  ];
}

function ifResponse(bytes: Uint8Array): Outcome {
  const read = (from: Uint8Array) => {
    const head = new ResponseReader().receive(from.slice());
    return head && { head, response: readResponse(head, offer) };
  };
  const result = orError(() => read(bytes));
  if (result === undefined)
    return { kind: 'waits', text: 'The head has no end: the client waits for it, and gives up after a while.' };
  if (result instanceof HandshakeError) return failed(result, 'The client fails the connection.');
  const describe = ({ head, response }: NonNullable<ReturnType<typeof read>>) => [
    response.subprotocol === undefined ? 'no subprotocol' : `the subprotocol ${response.subprotocol}`,
    `the fields ${head.headers
      .map(([name]) => name.toLowerCase())
      .toSorted()
      .join(', ')}`,
  ];
  return compare(describe(read(partBytes('response'))!), describe(result), 'client');
}

function partBytes(id: Part['id']): Uint8Array {
  return transcript.find((part) => part.id === id)!.bytes.slice();
}

interface Reading {
  /** What the application is told, in order. */
  readonly told: string[];
  /** The violation, with the part in which it shows. */
  readonly violation: { readonly error: ProtocolError; readonly id: Part['id'] } | undefined;
}

/** Has an endpoint read all the frames of its peer, with other bytes in the place of one. */
function readFrames(from: Role, id?: Part['id'], instead?: Uint8Array): Reading {
  const told: string[] = [];
  let reading: Part['id'] | undefined;
  let violation: Reading['violation'];
  const connection = new Connection({
    role: from === 'client' ? 'server' : 'client',
    random: () => 0,
    handler: {
      message: (data) => told.push(typeof data === 'string' ? `the text “${data}”` : `the bytes ${hex(data)}`),
      ping: (data) => told.push(`a Ping with “${new TextDecoder().decode(data)}”`),
      pong: (data) => told.push(`a Pong with “${new TextDecoder().decode(data)}”`),
      violation: (error) => {
        violation = { error, id: reading! };
      },
      closed: (report) => told.push(describeEnd(report)),
    },
  });
  for (const part of transcript) {
    if (part.from !== from || part.id === 'request' || part.id === 'response') continue;
    reading = part.id;
    connection.receive((part.id === id && instead !== undefined ? instead : part.bytes).slice());
    // What a frame is answered with is not looked at here.
    connection.takeOutput();
  }
  if (violation === undefined) connection.receiveEnd();
  return { told, violation };
}

function describeEnd({ code, reason, received }: CloseReport): string {
  if (received === undefined) return 'an end without a Close frame, which is reported as 1006';
  return `a Close frame with ${code === 1005 ? 'no code' : code}${reason === '' ? '' : ` and “${reason}”`}`;
}

function ifFrame(id: Part['id'], from: Role, bytes: Uint8Array): Outcome {
  const receiver = from === 'client' ? 'server' : 'client';
  const { told, violation } = readFrames(from, id, bytes);
  if (violation === undefined) return compare(readFrames(from).told, told, receiver);
  const { error, id: shownIn } = violation;
  const later = shownIn === id ? '' : 'What follows is read at the wrong place, until it breaks a rule. ';
  const text = `${later}The ${receiver} fails the connection with close code ${error.closeCode}. ${sentence(error.message)}`;
  return { kind: 'violation', code: error.code, section: error.section, text };
}
