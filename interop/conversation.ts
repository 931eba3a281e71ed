/**
 * The conversation that each pair of implementations holds: echoes of every length form in text and binary, fragments in
 * both directions, a subprotocol, and the closing handshake begun by each side.
 */
import type { PreparedMessage } from '@rfc6455/connection';

/** 0 B to 16 MiB, and both sides of each change of the length's form (RFC 6455 §5.2). */
export const SIZES: readonly number[] = [0, 1, 125, 126, 65_535, 65_536, 1_048_576, 16_777_216];

export const text = (size: number): string => 'é'.repeat(size >> 1) + 'a'.repeat(size & 1);

export function binary(size: number): Uint8Array {
  const cut = size - (size % 256);
  return new Uint8Array(size).map((_, i) => (i < cut ? (i * 31) & 255 : 1));
}

/** What every peer ought to have seen, whoever is the client. */
export const expected = {
  echoes: SIZES.flatMap(() => [true, true]),
  subprotocol: 'chat',
  fragmented: 'fragmented',
  receivedFragmented: 'partpartpart',
  closed: [4000, ''],
  closedByServer: [4001, '祝好'],
};

interface OneSide {
  send(data: string | Uint8Array | PreparedMessage): unknown;
  startMessage(type: 'text'): { write(data: string): unknown; end(data?: string): unknown };
  close(code: number, reason: string): unknown;
}

/** How a server of ours answers: an echo, unless it is asked for something else. */
export function answer(socket: OneSide, data: string | Uint8Array): void {
  const [command, first, ...rest] = typeof data === 'string' && data.length < 100 ? data.split(' ') : [];
  if (command === 'close') {
    socket.close(Number(first), rest.join(' '));
  } else if (command === 'fragments') {
    const message = socket.startMessage('text');
    for (let i = 1; i < Number(first); i++) message.write('part');
    message.end('part');
  } else {
    socket.send(data);
  }
}
