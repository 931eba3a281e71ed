/** The requirements of RFC 6455 section 11: registrations with IANA. */
import { decided, enforced, type Requirement } from '../requirement.ts';

export const section11: readonly Requirement[] = [
  enforced('11.1.1-1', 'MUST', 'both', 'A ws host that is not ASCII is converted to ASCII.'),
  enforced('11.1.1-2', 'MUST', 'both', 'Other parts of a ws URI are percent-encoded as UTF-8.'),
  enforced('11.1.2-1', 'MUST', 'both', 'A wss host that is not ASCII is converted to ASCII.'),
  enforced('11.1.2-2', 'MUST', 'both', 'Other parts of a wss URI are percent-encoded as UTF-8.'),
  enforced('11.3.1-1', 'MUST NOT', 'client', 'Sec-WebSocket-Key is there once in a request.'),
  enforced('11.3.2-1', 'MAY', 'both', 'Sec-WebSocket-Extensions may be there several times in a request.'),
  enforced('11.3.2-2', 'MUST NOT', 'server', 'It is there once at most in a response.'),
  enforced('11.3.3-1', 'MUST NOT', 'server', 'Sec-WebSocket-Accept is there once in a response.'),
  enforced('11.3.4-1', 'MAY', 'both', 'Sec-WebSocket-Protocol may be there several times in a request.'),
  enforced('11.3.4-2', 'MUST NOT', 'server', 'It is there once at most in a response.'),
  decided(
    '11.3.5-1',
    'MAY',
    'server',
    'Sec-WebSocket-Version may be there several times in a response.',
    'not used',
    'The server speaks version 13 only, so its refusal has the field once.',
  ),
  enforced('11.3.5-2', 'MUST NOT', 'client', 'It is there once in a request.'),
];
