/** The requirements of RFC 6455 section 10: security considerations. */
import { decided, enforced, type Requirement } from '../requirement.ts';

export const section10: readonly Requirement[] = [
  enforced(
    '10.2-1',
    'SHOULD',
    'server',
    'A server that is meant for certain sites verifies that the Origin is one that it expects.',
  ),
  enforced('10.2-2', 'SHOULD', 'server', 'An Origin that is not accepted is answered with 403.'),
  enforced(
    '10.3-1',
    'MUST',
    'client',
    'The masking key of each frame cannot be predicted by whoever provides the data.',
  ),
  enforced('10.4-1', 'MUST', 'both', 'Limits on the size of frames and messages are protected against being exceeded.'),
  enforced(
    '10.4-2',
    'SHOULD',
    'both',
    'There is a limit on the size of a frame and on that of a message after reassembly.',
  ),
  enforced('10.6-1', 'MUST/SHOULD', 'both', 'TLS is supported, and recommended.'),
  enforced('10.7-1', 'MUST', 'both', 'What comes in is always validated.'),
  decided(
    '10.7-2',
    'MAY',
    'both',
    'Whoever meets data that is not understood or not acceptable may drop the TCP connection.',
    'not used',
    'The packages say why first: with an HTTP status or a close code.',
  ),
  enforced('10.7-3', 'SHOULD', 'both', 'After the opening handshake, a Close frame with a fitting code is sent first.'),
  enforced('10.7-4', 'SHOULD', 'server', 'During it, the server answers with a fitting HTTP status.'),
];
