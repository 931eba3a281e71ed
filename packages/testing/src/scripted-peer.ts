/**
 * One end of a connection that does what a test tells it to: it sends any bytes, and decodes what comes, frame by frame. It
 * answers nothing by itself.
 *
 * RFC 6455 §5.2.
 */
import type { Duplex } from 'node:stream';
import { collectFrames, type Frame, FrameDecoder, type ProtocolError, type Role } from '@rfc6455/frame';
import { composeFrame, type FrameDraft } from './compose-frame.ts';
import { describeFrame } from './describe-frame.ts';
import { predictableRandom } from './predictable-random.ts';

/** Options of a {@link ScriptedPeer}. */
export interface ScriptedPeerOptions {
  /** Which end the peer is: the one that is tested is the other. */
  readonly role: Role;
}

/**
 * A peer that follows a script, on any stream: one of `streamPair`, or a TCP or TLS socket.
 *
 * It reads all that comes, as soon as it comes; `stream.pause()` makes it a peer that does not read.
 *
 * @example
 * ```ts
 * import { Socket } from '@rfc6455/socket';
 * import { closeFrame, describeFrame, pingFrame, ScriptedPeer, streamPair, textFrame } from '@rfc6455/testing';
 *
 * const streams = streamPair();
 * const handler = { message: (socket: Socket) => socket.send('ok') };
 * new Socket(streams.server, { role: 'server', handler }).start();
 *
 * const peer = new ScriptedPeer(streams.client, { role: 'client' });
 * peer.send(textFrame('Hel', { fin: false }), pingFrame('p'), Uint8Array.of(0x80, 0x82, 0, 0, 0, 0, 0x6c, 0x6f));
 * describeFrame(await peer.receive()); // => 'pong p'
 * describeFrame(await peer.receive()); // => 'text ok'
 * peer.send(closeFrame(1000));
 * (await peer.receiveRest()).map(describeFrame); // => ['close 1000']
 * peer.end();
 * ```
 */
export class ScriptedPeer {
  /** The stream that it was given. */
  readonly stream: Duplex;
  /** Which end it is. */
  readonly role: Role;
  readonly #random = predictableRandom();
  readonly #decoder: FrameDecoder;
  readonly #received: Uint8Array[] = [];
  /** How many chunks of them have been read as a head or as frames. */
  #read = 0;
  /** What followed a head in its chunk. */
  #rest: Uint8Array = new Uint8Array(0);
  #framesBegun = false;
  readonly #frames: Frame[] = [];
  /** How many frames have been handed out by `receive`. */
  #taken = 0;
  #violation: ProtocolError | undefined;
  #ended = false;
  #error: Error | undefined;
  #waiting: (() => void)[] = [];

  /**
   * @param stream the transport; it belongs to the peer now
   * @param options see {@link ScriptedPeerOptions}
   * @throws TypeError if the role is not 'client' or 'server'
   */
  constructor(stream: Duplex, { role }: ScriptedPeerOptions) {
    this.stream = stream;
    this.role = role;
    this.#decoder = new FrameDecoder({
      role,
      handler: collectFrames(
        (frame) => this.#frames.push(frame),
        (error) => {
          this.#violation = error;
        },
      ),
      // What an extension would do is for the test to see.
      reservedBits: 7,
      maxFrameSize: Number.MAX_SAFE_INTEGER,
    });
    stream.on('data', (bytes: Uint8Array) => {
      this.#received.push(bytes);
      this.#wake();
    });
    stream.on('error', (error) => {
      this.#error = error;
    });
    const end = () => {
      this.#ended = true;
      this.#wake();
    };
    stream.on('end', end).on('close', end);
    if (stream.closed) end();
  }

  /** All bytes that have come. */
  get received(): Uint8Array {
    return Uint8Array.from(Buffer.concat(this.#received));
  }

  /** All frames that have come, those that `receive` has returned too. */
  get frames(): readonly Frame[] {
    this.#decode();
    return this.#frames;
  }

  /** Whether nothing can come any more: the other end has ended its stream, or the connection is closed. */
  get ended(): boolean {
    return this.#ended;
  }

  /** What the stream broke with, if it did: `code` is `ECONNRESET` when the other end has reset the connection. */
  get error(): Error | undefined {
    return this.#error;
  }

  /**
   * Sends frames and bytes, all in one write.
   *
   * @param pieces bytes as they are, and frames, each encoded as it is asked for; a client masks them, each with another key,
   * a server does not, unless a frame says otherwise
   * @returns false if nothing was sent because the stream takes nothing any more
   */
  send(...pieces: readonly (FrameDraft | Uint8Array)[]): boolean {
    return this.#write(Buffer.concat(pieces.map((piece) => this.#encode(piece))));
  }

  /**
   * Sends the head of an opening handshake, or any other text of Latin-1 characters.
   *
   * @param head a request or a response, with the empty line behind it
   * @returns false if nothing was sent because the stream takes nothing any more
   */
  sendHead(head: string): boolean {
    return this.#write(Buffer.from(head, 'latin1'));
  }

  /** Ends its own direction of the stream, behind what was sent. */
  end(): void {
    this.stream.end();
  }

  /** Closes the connection with a reset, if the stream has one, as TCP and `streamPair` do. */
  reset(): void {
    const { stream } = this as { readonly stream: Duplex & { resetAndDestroy?(): void } };
    if (stream.resetAndDestroy === undefined) stream.destroy();
    else stream.resetAndDestroy();
  }

  /**
   * Waits for the head of the other end's opening handshake. Call it before anything that reads frames.
   *
   * @returns the head, up to and with the empty line; each character is a byte
   * @throws Error as a rejection, if the stream ends before, or frames have been read already
   */
  async receiveHead(): Promise<string> {
    if (this.#framesBegun) throw new Error('a head comes before all frames, and some have been read');
    for (;;) {
      const bytes = Buffer.concat([this.#rest, ...this.#received.slice(this.#read)]);
      const end = bytes.indexOf('\r\n\r\n');
      if (end >= 0) {
        this.#read = this.#received.length;
        this.#rest = bytes.subarray(end + 4);
        return bytes.toString('latin1', 0, end + 4);
      }
      if (this.#ended) throw this.#endedInsteadOf('a head', JSON.stringify(bytes.toString('latin1')));
      await this.#change();
    }
  }

  /**
   * Waits for the next frame.
   *
   * @throws Error as a rejection: if the stream ends before, and says what had come; the `ProtocolError` if what came breaks
   * RFC 6455 §5
   */
  async receive(): Promise<Frame> {
    for (;;) {
      const frame = this.frames[this.#taken];
      if (frame !== undefined) {
        this.#taken += 1;
        return frame;
      }
      if (this.#violation !== undefined) throw this.#violation;
      if (this.#ended) throw this.#endedInsteadOf('a frame', this.#frames.map(describeFrame).join(', '));
      await this.#change();
    }
  }

  /**
   * Waits until the other end has ended its stream, or the connection is closed.
   *
   * @returns the frames that `receive` has not returned
   * @throws ProtocolError as a rejection, if what came breaks RFC 6455 §5
   */
  async receiveRest(): Promise<Frame[]> {
    while (!this.#ended) await this.#change();
    const rest = this.frames.slice(this.#taken);
    if (this.#violation !== undefined) throw this.#violation;
    this.#taken += rest.length;
    return rest;
  }

  #encode(piece: FrameDraft | Uint8Array): Uint8Array {
    if (piece instanceof Uint8Array) return piece;
    const { masked = this.role === 'client', maskingKey = this.#random() } = piece;
    return composeFrame({ ...piece, masked, maskingKey });
  }

  #write(bytes: Uint8Array): boolean {
    if (!this.stream.writable) return false;
    this.stream.write(bytes);
    return true;
  }

  #decode(): void {
    this.#framesBegun = true;
    const chunks = [this.#rest, ...this.#received.slice(this.#read)];
    this.#read = this.#received.length;
    this.#rest = new Uint8Array(0);
    // Copies: the decoder unmasks in place.
    for (const chunk of chunks) this.#decoder.receive(Uint8Array.from(chunk));
  }

  #endedInsteadOf(expected: string, came: string): Error {
    const how = this.#error === undefined ? 'ended' : `broke (${this.#error.message})`;
    return new Error(`expected ${expected}, but the stream ${how} after ${came || 'nothing'}`, { cause: this.#error });
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
