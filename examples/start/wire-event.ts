/** What the page is told of a connection. The server describes, the page only shows. */
import type { Role } from '@rfc6455/frame';

/** Something that happened on the wire. */
export type WireEvent = HeadEvent | FrameEvent | ViolationEvent | TcpEvent;

interface OnWire {
  /** The number of the connection, from 1. */
  readonly connection: number;
  /** Milliseconds since 1970, with fractions. */
  readonly time: number;
  /** Who sent it. */
  readonly from: Role;
  /** One line that says it all. */
  readonly summary: string;
}

/** One half of the opening handshake. */
export interface HeadEvent extends OnWire {
  readonly kind: 'head';
  readonly lines: readonly HeadLine[];
  readonly bytes: Excerpt;
}

/** A line of a head. */
export interface HeadLine {
  readonly text: string;
  /** What it is for; empty where RFC 6455 has nothing to say about it. */
  readonly meaning: string;
  readonly sections: readonly string[];
}

/** A frame. */
export interface FrameEvent extends OnWire {
  readonly kind: 'frame';
  /** The fields of the header, in the order of the wire. */
  readonly header: readonly HeaderField[];
  /** What the payload says: text, or a close code and a reason. */
  readonly content: readonly Content[];
  /** Header and payload. */
  readonly bytes: Excerpt;
  readonly headerLength: number;
  /** The masking key in hexadecimal; empty for a frame that is not masked. */
  readonly maskingKey: string;
  /** The payload, unmasked. */
  readonly payload: Excerpt;
  /** From which byte of the payload on it is text; -1 when it is not. */
  readonly textFrom: number;
}

/** A field of a frame header. */
export interface HeaderField {
  readonly name: string;
  /** Which colour it gets. */
  readonly group: 'type' | 'length' | 'mask';
  /** Its bits, each a 0 or a 1. */
  readonly bits: string;
  readonly value: string;
  readonly meaning: string;
  readonly sections: readonly string[];
}

/** A part of what a payload says. */
export interface Content {
  readonly name: string;
  readonly value: string;
  readonly meaning: string;
  readonly sections: readonly string[];
}

/** Bytes that break a rule. Nothing after them can be read. */
export interface ViolationEvent extends OnWire {
  readonly kind: 'violation';
  readonly sections: readonly string[];
  readonly bytes: Excerpt;
}

/** The TCP connection ends. No frame and no byte of the WebSocket protocol. */
export interface TcpEvent extends OnWire {
  readonly kind: 'tcp';
  readonly sections: readonly string[];
}

/** The beginning of some bytes. */
export interface Excerpt {
  readonly length: number;
  /** Two digits a byte, without spaces. */
  readonly hex: string;
}
