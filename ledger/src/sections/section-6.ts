/** The requirements of RFC 6455 section 6: sending and receiving data. */
import { decided, enforced, type Requirement } from '../requirement.ts';

export const section6: readonly Requirement[] = [
  enforced('6.1-1', 'MUST', 'both', 'A message is sent by the steps of section 6.1.'),
  enforced('6.1-2', 'MUST', 'both', 'It is sent in state OPEN only.'),
  enforced('6.1-3', 'MUST', 'both', 'If the state changes meanwhile, the sending stops.'),
  enforced('6.1-4', 'MUST', 'both', 'The data is put in a frame.'),
  enforced('6.1-5', 'MAY', 'both', 'Large data, or data that is not there yet, may be put in several frames.'),
  enforced('6.1-6', 'MUST', 'both', 'The opcode of the first frame says text or binary.'),
  enforced('6.1-7', 'MUST', 'both', 'The last frame has FIN set.'),
  enforced('6.1-8', 'MUST', 'client', "A client's frames are masked."),
  enforced('6.1-9', 'MUST', 'both', 'The frames are sent over the network connection.'),
  enforced('6.2-1', 'MUST', 'both', 'What comes in is parsed as frames.'),
  enforced('6.2-2', 'MUST', 'both', 'A control frame is handled by section 5.5.'),
  enforced('6.2-3', 'MUST', 'both', 'The opcode of the first data frame is the type of the message.'),
  enforced('6.2-4', 'MUST', 'both', 'A data frame after the last fragment begins a new message.'),
  decided(
    '6.2-5',
    'MAY',
    'extension',
    'Extensions may change what a message is.',
    'not used',
    'The Extension interface transforms payloads and leaves the boundaries of messages alone; no registered extension moves them.',
  ),
  enforced('6.2-6', 'MAY', 'extension', 'Extensions may change application data, for instance compress it.'),
  enforced('6.2-7', 'MUST', 'server', 'A server removes the masking.'),
];
