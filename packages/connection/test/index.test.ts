import * as connection from '@rfc6455/connection';
import { expect, it } from 'vitest';

it('exports what the README names, and nothing else', () => {
  expect(Object.keys(connection).sort()).toEqual([
    'Connection',
    'DEFAULT_MAX_FRAGMENTS',
    'DEFAULT_MAX_MESSAGE_SIZE',
    'DEFAULT_MAX_PENDING_PONG_BYTES',
    'PreparedMessage',
    'TRANSITIONS',
  ]);
});
