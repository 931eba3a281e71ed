/** The requirements of RFC 6455 section 3: WebSocket URIs. */
import { enforced, type Requirement } from '../requirement.ts';

export const section3: readonly Requirement[] = [
  enforced('3-1', 'OPTIONAL', 'both', 'The port may be left out; it is then 80 for ws and 443 for wss.'),
  enforced('3-2', 'MUST NOT', 'both', 'A URI has no fragment.'),
  enforced('3-3', 'MUST', 'both', 'A "#" that starts no fragment is written %23.'),
];
