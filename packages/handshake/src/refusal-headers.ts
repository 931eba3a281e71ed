/**
 * The header fields without which a refusal would be incomplete.
 *
 * RFC 6455 §4.2.2 and §4.4 (the version that is spoken here); RFC 9110 §15.5.6 (405) and §15.5.22 (426).
 */

import type { HeaderList } from './headers.ts';

/** The fields that a refusal with a status must have. */
export function refusalHeaders(status: number): HeaderList {
  // [4.2.2-6] [4.4-1] the version that this is
  if (status === 426)
    return [
      ['Upgrade', 'websocket'],
      ['Sec-WebSocket-Version', '13'],
    ];
  return status === 405 ? [['Allow', 'GET']] : [];
}
