/** Sockets on streams in memory: two that talk to each other, and one whose peer follows a script. RFC 6455 §6, §7. */
import type { Role } from '@rfc6455/frame';
import { Socket, type SocketOptions } from '@rfc6455/socket';
import { predictableRandom } from './predictable-random.ts';
import { ScriptedPeer } from './scripted-peer.ts';
import { type StreamPair, type StreamPairOptions, streamPair } from './stream-pair.ts';

/** The options of a socket, but for its role. */
export type EndOptions = Omit<SocketOptions, 'role'>;

/** What the ends of a {@link SocketPair} are made of. */
export interface SocketPairOptions extends StreamPairOptions {
  /** Options of the client. Unless `random` is given, its masking keys are the same in each run. */
  readonly client?: EndOptions | undefined;
  /** Options of the server. */
  readonly server?: EndOptions | undefined;
}

/** Two sockets that are connected. */
export interface SocketPair {
  readonly client: Socket;
  readonly server: Socket;
  /** What is between them. */
  readonly streams: StreamPair;
}

/** A socket and the peer at the other end. */
export interface SocketAndPeer {
  readonly socket: Socket;
  readonly peer: ScriptedPeer;
  /** What is between them. */
  readonly streams: StreamPair;
}

/**
 * Makes a client and a server that are connected in memory, open and started: no port, no opening handshake.
 *
 * Their timers run like those of any socket. Close one end, or call `streams.reset()`, when the test is over.
 *
 * @param options the options of both ends, and how bytes travel between them
 * @throws TypeError or RangeError for an option that is not what it must be
 * @example
 * ```ts
 * import { socketPair } from '@rfc6455/testing';
 *
 * const { client, server } = socketPair({
 *   server: { handler: { message: (socket, data) => socket.send(`you said ${data}`) } },
 * });
 * client.send('hello');
 * for await (const message of client) {
 *   console.log(message); // => you said hello
 *   client.close(1000, 'done');
 * }
 * (await server.closed).reason; // => 'done'
 * ```
 */
export function socketPair({ client, server, ...options }: SocketPairOptions = {}): SocketPair {
  const streams = streamPair(options);
  return {
    streams,
    client: startSocket(streams, { ...client, role: 'client' }),
    server: startSocket(streams, { ...server, role: 'server' }),
  };
}

/**
 * Makes one socket, open and started, whose peer is a {@link ScriptedPeer}: for what no WebSocket endpoint would do to it.
 *
 * @param options the socket's role and its other options
 * @throws TypeError or RangeError for an option that is not what it must be
 * @example
 * ```ts
 * import { describeFrame, socketAndPeer } from '@rfc6455/testing';
 *
 * const { socket, peer } = socketAndPeer({ role: 'server' });
 * peer.send(Uint8Array.of(0x81, 0x00)); // an empty text, which a client must mask
 * describeFrame(await peer.receive()); // => 'close 1002 UNMASKED_FRAME_FROM_CLIENT'
 * peer.end();
 * (await socket.closed).wasClean; // => false
 * ```
 */
export function socketAndPeer(options: SocketOptions): SocketAndPeer {
  const streams = streamPair();
  const role: Role = options.role === 'client' ? 'server' : 'client';
  return { streams, socket: startSocket(streams, options), peer: new ScriptedPeer(streams[role], { role }) };
}

function startSocket(streams: StreamPair, options: SocketOptions): Socket {
  const socket = new Socket(streams[options.role], { random: predictableRandom(), ...options });
  socket.start();
  return socket;
}
