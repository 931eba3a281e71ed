/** The requirements of RFC 6455 section 8: error handling. */
import { enforced, type Requirement } from '../requirement.ts';

export const section8: readonly Requirement[] = [
  enforced('8.1-1', 'MUST', 'both', 'Bytes that ought to be UTF-8 and are not fail the connection.'),
];
