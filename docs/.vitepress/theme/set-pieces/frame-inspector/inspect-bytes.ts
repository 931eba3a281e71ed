/** What one end of a connection makes of bytes, and at which byte: each is handed to a `Connection` by itself. */
import { Connection, type ProtocolError, type Role } from '@rfc6455/connection';
import { concat } from '../shared/concat.ts';
import { readableText } from '../shared/describe-frame.ts';
import { countBytes } from '../shared/hex.ts';

/** Something that a byte has brought about. */
export interface Happening {
  /** The position of the byte. */
  readonly at: number;
  readonly what: string;
  /** What came, in full. */
  readonly content: string;
}

/** What {@link inspectBytes} finds. */
export interface Inspection {
  readonly happenings: readonly Happening[];
  /** The rule that the bytes break, and the position of the byte that shows it. */
  readonly violation: { readonly at: number; readonly error: ProtocolError } | undefined;
  /** How many bytes were read. After a violation, and after a Close frame, nothing is. */
  readonly read: number;
  /** What the endpoint sends by itself. */
  readonly answer: Uint8Array;
}

/**
 * Has an endpoint receive bytes.
 *
 * @param bytes what comes after the opening handshake
 * @param role which end receives it
 */
export function inspectBytes(bytes: Uint8Array, role: Role): Inspection {
  const happenings: Happening[] = [];
  let at = 0;
  let violation: Inspection['violation'];
  const happened = (what: string, content = '') => happenings.push({ at, what, content });
  const connection = new Connection({
    role,
    // The answers of a client are masked with the key of RFC 6455 §5.7, so that they are the same each time.
    random: () => 0x37fa213d,
    handler: {
      message: (data) =>
        typeof data === 'string'
          ? happened(`a text message of ${[...data].length} characters`, data)
          : happened(`a binary message of ${countBytes(data.length)}`),
      ping: (data) => happened(`a Ping with ${countBytes(data.length)}`, readableText(data)),
      pong: (data) => happened(`a Pong with ${countBytes(data.length)}`, readableText(data)),
      closeReceived: ({ code, reason }) => happened(`a Close frame with ${code === 1005 ? 'no code' : code}`, reason),
      violation: (error) => {
        violation = { at, error };
      },
    },
  });
  while (at < bytes.length) {
    connection.receive(Uint8Array.of(bytes[at]!));
    at += 1;
    if (violation !== undefined || connection.closeReceived !== undefined) break;
  }
  return { happenings, violation, read: at, answer: concat(connection.takeOutput()) };
}
