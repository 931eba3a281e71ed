/**
 * Pings at an interval, to learn whether the peer is still there and how long a round trip takes.
 *
 * RFC 6455 §5.5.2: "a Ping frame may serve either as a keepalive or as a means to verify that the remote endpoint is
 * still responsive".
 */

/** What a {@link Heartbeat} needs from its socket. */
export interface HeartbeatSocket {
  /** Sends a Ping with this payload. */
  sendPing(payload: string): void;
  /** Whether the socket is not reading at all, so that silence says nothing. */
  readonly paused: boolean;
  /** The peer has not answered. */
  heartbeatTimedOut(): void;
}

/** Intervals of a heartbeat, in milliseconds. */
export interface HeartbeatOptions {
  /** How long from one Ping to the next, 1–2147483647; by default 30000. */
  readonly interval?: number | undefined;
  /** How long the peer may stay silent after a Ping, 1–2147483647; by default 30000. */
  readonly timeout?: number | undefined;
}

/** Sends a Ping each interval and expects to hear something, whatever it is, within the timeout. */
export class Heartbeat {
  readonly #socket: HeartbeatSocket;
  readonly #interval: number;
  readonly #timeout: number;
  #timer: NodeJS.Timeout | undefined;
  #count = 0;
  #pingedAt = 0;
  #heard = true;
  #roundTripTime: number | undefined;

  constructor(socket: HeartbeatSocket, interval: number, timeout: number) {
    this.#socket = socket;
    this.#interval = interval;
    this.#timeout = timeout;
    this.#timer = setTimeout(() => this.#ping(), interval);
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

  #ping(): void {
    this.#heard = false;
    this.#count += 1;
    this.#pingedAt = performance.now();
    this.#timer = setTimeout(() => this.#check(), this.#timeout);
    this.#socket.sendPing(String(this.#count));
  }

  #check(): void {
    if (!this.#heard && !this.#socket.paused) return this.#socket.heartbeatTimedOut();
    this.#timer = setTimeout(() => this.#ping(), Math.max(1, this.#interval - this.#timeout));
  }
}
