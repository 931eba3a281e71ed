/** What the page shows of an event: the server says what passed, and this describes it. */
import type { FrameEvent, WireEvent } from '../../../../../examples/start/wire-event.ts';
import { describeFrame, type Field, shorten, summarizeFrame } from '../shared/describe-frame.ts';
import { describeHead, type HeadLine } from '../shared/describe-head.ts';
import { type FrameLayout, layoutFrames } from '../shared/frame-layout.ts';
import { countBytes, parseHex } from '../shared/hex.ts';

/** What the browser's WebSocket told. */
export interface BrowserEvent {
  readonly kind: 'browser';
  readonly connection: number;
  readonly time: number;
  readonly summary: string;
  readonly section: string;
}

/** An event as it is shown. */
export interface ShownEvent {
  readonly kind: WireEvent['kind'] | 'browser';
  readonly from: 'client' | 'server' | 'browser';
  readonly connection: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** One line that says it all. */
  readonly summary: string;
  /** Where that stands in RFC 6455, when the line is all there is. */
  readonly sections: readonly string[];
  /** The lines of a head. */
  readonly lines: readonly HeadLine[];
  readonly frame: ShownFrame | undefined;
  /** The bytes of a head, or those that break a rule. */
  readonly bytes: Uint8Array;
}

/** A frame as it is shown. */
export interface ShownFrame {
  readonly layout: FrameLayout;
  readonly fields: readonly Field[];
  /** The frame, or its beginning. */
  readonly bytes: Uint8Array;
  /** From which byte of the payload on it is text; -1 when it is not. */
  readonly textFrom: number;
}

/** Describes an event. */
export function showEvent(event: WireEvent | BrowserEvent): ShownEvent {
  const { kind, connection, time } = event;
  const plain = { kind, connection, time, sections: [], lines: [], frame: undefined, bytes: new Uint8Array(0) };
  switch (event.kind) {
    case 'browser':
      return { ...plain, from: 'browser', summary: event.summary, sections: [event.section] };
    case 'tcp':
      return { ...plain, from: event.from, summary: event.summary, sections: [event.section] };
    case 'violation': {
      const summary = `${countBytes(event.bytes.length)}: ${event.message}`;
      return { ...plain, from: event.from, summary, sections: [event.section], bytes: parseHex(event.bytes.hex) };
    }
    case 'head': {
      const bytes = parseHex(event.bytes.hex);
      const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
      const lines = describeHead(text.trimEnd().split('\r\n'), event.from);
      return { ...plain, from: event.from, summary: lines[0]?.text ?? '', lines, bytes };
    }
    default: {
      const frame = showFrame(event);
      return { ...plain, from: event.from, summary: summarizeFrame(frame.layout), frame };
    }
  }
}

function showFrame({ bytes: { hex }, text, from }: FrameEvent): ShownFrame {
  const bytes = parseHex(hex);
  const [beginning] = layoutFrames(bytes);
  if (beginning === undefined) throw new Error('the server told of a frame without bytes');
  const layout = { ...beginning, text };
  const fields = describeFrame(layout, bytes, from);
  const said = fields.find(({ group }) => group === 'payload');
  const isText = said?.name === 'text' || (said?.name === 'data' && said.meaning.endsWith('as text'));
  return { layout, fields, bytes, textFrom: isText ? 0 : said?.name === 'close code' ? 2 : -1 };
}

/**
 * Puts an event where its time says. What the server saw goes before what the browser made of it.
 *
 * @returns the list with the event in it
 */
export function insertEvent<T extends ShownEvent>(events: readonly T[], event: T): T[] {
  const goesBefore = ({ time, kind }: ShownEvent) =>
    time > event.time || (time === event.time && kind === 'browser' && event.kind !== 'browser');
  const at = events.findLastIndex((each) => !goesBefore(each)) + 1;
  return events.toSpliced(at, 0, event);
}

/** The events of the browser's WebSocket in words, with their sections. */
export function describeOpen(subprotocol: string): [summary: string, section: string] {
  return [`open event: subprotocol ${subprotocol === '' ? 'none' : subprotocol}`, '4.1'];
}

export function describeMessage(data: string | ArrayBuffer): [summary: string, section: string] {
  if (typeof data !== 'string') return [`message event: binary, ${data.byteLength} bytes`, '6.2'];
  return [`message event: text, ${data.length} characters: ${shorten(data, 60)}`, '6.2'];
}

export function describeCloseEvent({
  code,
  reason,
  wasClean,
}: Pick<CloseEvent, 'code' | 'reason' | 'wasClean'>): [summary: string, section: string] {
  const why = reason === '' ? 'no reason' : `reason ${reason}`;
  return [`close event: code ${code}, ${why}, ${wasClean ? 'clean' : 'not clean'}`, '7.1.5'];
}
