/**
 * Pings at an interval, to learn whether the peer is still there and how long a round trip takes.
 *
 * RFC 6455 §5.5.2: "a Ping frame may serve either as a keepalive or as a means to verify that the remote endpoint is
 * still responsive".
 */

import type { Socket } from './socket.ts';
import type { SocketParts } from './socket-parts.ts';

/** Intervals of a heartbeat, in milliseconds. */
export interface HeartbeatOptions {
  /** How long from one Ping to the next, 1–2147483647; by default 30000. */
  readonly interval?: number | undefined;
  /** How long the peer may stay silent after a Ping, 1–2147483647; by default 30000. */
  readonly timeout?: number | undefined;
}

/** Sends a Ping each interval and expects to hear something, whatever it is, within the timeout. */
export class Heartbeat {
  readonly #socket: Socket;
  readonly #parts: SocketParts;
  readonly #interval: number;
  readonly #timeout: number;
  #timer: NodeJS.Timeout | undefined;
  #count = 0;
  #pingedAt = 0;
  #heard = true;
  #roundTripTime: number | undefined;

  constructor(socket: Socket, parts: SocketParts, interval: number, timeout: number) {
    this.#socket = socket;
    this.#parts = parts;
    this.#interval = interval;
    this.#timeout = timeout;
    this.#timer = setTimeout(ping, interval, this);
  }

  /** The last round trip in milliseconds, once there was one. */
  get roundTripTime(): number | undefined {
    return this.#roundTripTime;
  }

  /** Something came from the peer. */
  heard(): void {
    this.#heard = true;
  }

  /** A Pong came. Only the answer to the latest Ping says how long a round trip takes. */
  pong(payload: Uint8Array): void {
    if (this.#pingedAt === 0 || Buffer.from(payload).toString('latin1') !== String(this.#count)) return;
    this.#roundTripTime = performance.now() - this.#pingedAt;
    this.#pingedAt = 0;
  }

  /** No more pings. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** The interval is over. */
  ping(): void {
    this.#heard = false;
    this.#count += 1;
    this.#pingedAt = performance.now();
    this.#timer = setTimeout(check, this.#timeout, this);
    this.#parts.sendPing(this.#socket, String(this.#count));
  }

  /** The time for an answer is over. */
  check(): void {
    if (!this.#heard && !this.#parts.isPaused(this.#socket)) return this.#parts.heartbeatTimedOut(this.#socket);
    this.#timer = setTimeout(ping, Math.max(1, this.#interval - this.#timeout), this);
  }
}

function ping(heartbeat: Heartbeat): void {
  heartbeat.ping();
}

function check(heartbeat: Heartbeat): void {
  heartbeat.check();
}
