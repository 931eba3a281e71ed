/** No call of a public function with any input does anything but return, or throw an error that is meant for the caller. */
import * as client from '@rfc6455/client';
import * as closeCodes from '@rfc6455/close-codes';
import * as connection from '@rfc6455/connection';
import * as frame from '@rfc6455/frame';
import * as handshake from '@rfc6455/handshake';
import * as reconnect from '@rfc6455/reconnect';
import * as server from '@rfc6455/server';
import * as socket from '@rfc6455/socket';
import * as uri from '@rfc6455/uri';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

/** The hot paths that say in their docs that they check nothing. */
const UNCHECKED = new Set([
  'frame.maskInto',
  'frame.maskInPlace',
  'frame.decodeUtf8',
  'frame.writeUtf8',
  'frame.utf8Length',
  'frame.writeFrameHeader',
]);

/** What a caller may be told. */
const MEANT = new Set(['TypeError', 'RangeError', 'UriError', 'HandshakeError', 'InvalidStateError', 'SyntaxError']);

const packages = { client, 'close-codes': closeCodes, connection, frame, handshake, reconnect, server, socket, uri };
const callable = Object.entries(packages).flatMap(([name, exports]) =>
  Object.entries(exports as Record<string, unknown>)
    .filter(([each, value]) => typeof value === 'function' && !UNCHECKED.has(`${name}.${each}`))
    .map(([each, value]) => [`${name}.${each}`, value as (...args: unknown[]) => unknown] as const),
);

const argument = fc.oneof(
  fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
    withNullPrototype: true,
  }),
  fc.string(),
  fc.integer(),
  fc.uint8Array(),
  fc.constantFrom('client', 'server', 'text', 'binary', 1000, 1005, 65_536, 2 ** 53, -1, Number.NaN),
  fc.record(
    {
      role: fc.constantFrom('client', 'server', 'both'),
      handler: fc.constantFrom({}, null, 5),
      maxMessageSize: fc.anything(),
      host: fc.anything(),
      headers: fc.anything(),
      key: fc.anything(),
      status: fc.anything(),
      opcode: fc.anything(),
      payload: fc.anything(),
      port: fc.constant(-1),
    },
    { requiredKeys: ['port'] },
  ),
);

async function outcome(call: () => unknown): Promise<string | undefined> {
  try {
    const result = call();
    // What listens or waits is not left behind.
    if (result instanceof Promise) await result;
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.name : `not an error: ${String(error)}`;
  }
}

describe.each(callable)('%s', (_name, value) => {
  const isClass = /^class\b/.test(Function.prototype.toString.call(value));

  it('with anything for arguments returns, or says what is wrong', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(argument, { maxLength: 4 }), async (args) => {
        const thrown = await outcome(() => (isClass ? Reflect.construct(value, args) : value(...args)));
        expect(thrown === undefined || MEANT.has(thrown) ? 'meant for the caller' : thrown).toBe(
          'meant for the caller',
        );
      }),
      { numRuns: 200 },
    );
  });
});
