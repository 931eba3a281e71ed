/** What the page is told of a connection: what passed, as the server saw it. The page describes it. */
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
}

/** One half of the opening handshake. */
export interface HeadEvent extends OnWire {
  readonly kind: 'head';
  /** With the empty line at its end. */
  readonly bytes: Excerpt;
}

/** A frame. */
export interface FrameEvent extends OnWire {
  readonly kind: 'frame';
  /** Header and payload. */
  readonly bytes: Excerpt;
  /** The beginning of what the payload says, in a frame of a text message. */
  readonly text: string | undefined;
}

/** Bytes that break a rule. Nothing after them can be read. */
export interface ViolationEvent extends OnWire {
  readonly kind: 'violation';
  readonly message: string;
  readonly section: string;
  readonly bytes: Excerpt;
}

/** The TCP connection ends. No frame and no byte of the WebSocket protocol. */
export interface TcpEvent extends OnWire {
  readonly kind: 'tcp';
  readonly summary: string;
  readonly section: string;
}

/** The beginning of some bytes. */
export interface Excerpt {
  readonly length: number;
  /** Two digits a byte, without spaces. */
  readonly hex: string;
}
