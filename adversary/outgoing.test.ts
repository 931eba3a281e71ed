/** What leaves the process is what the application meant to send, and never a byte of other memory. RFC 6455 §5.5, §5.6. */
import { describe, expect, it } from 'vitest';
import { ROLES } from './harness/endpoint.ts';
import { describe as describeFrame } from './harness/peer.ts';
import { useTarget } from './harness/use-target.ts';
import { BINARY, PING, PONG } from './harness/wire.ts';
import { VALUES, type ValueName } from './target/values.ts';

const target = useTarget();

const METHODS = { send: BINARY, ping: PING, pong: PONG } as const;

/** The bytes that a value shows: none for what is not binary data. */
function visibleBytes(name: ValueName): Buffer | undefined {
  const value = VALUES[name]();
  if (value instanceof ArrayBuffer) return Buffer.from(value);
  if (!ArrayBuffer.isView(value)) return undefined;
  // Of a buffer that is gone, nothing is visible.
  return value.byteLength === 0 ? Buffer.alloc(0) : Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}

describe.each(ROLES)('a %s', (role) => {
  it.each(Object.keys(METHODS) as (keyof typeof METHODS)[])(
    'that is told to %s any kind of value sends its exact bytes, or throws a TypeError and sends nothing',
    async (method) => {
      const peer = await (await target.endpoint(role)).open();
      for (const name of Object.keys(VALUES) as ValueName[]) {
        // No data at all is an empty payload.
        if (name === 'undefined' && method !== 'send') continue;
        const error = await target.process.call('callWith', peer.id, method, name);
        await target.process.call('sendMany', peer.id, 1, 'end');
        await peer.until(() => peer.frames.at(-1)?.payload.toString() === 'end');
        const sent = peer.frames.splice(0).slice(0, -1);
        const bytes = visibleBytes(name);
        if (bytes === undefined) {
          expect([error?.name, sent], name).toEqual(['TypeError', []]);
        } else {
          expect(error, name).toBe(undefined);
          expect(
            sent.map(({ opcode }) => opcode),
            name,
          ).toEqual([METHODS[method]]);
          expect(sent[0]!.payload.toString('hex'), name).toBe(bytes.toString('hex'));
        }
      }
    },
  );

  it('that is told to close with a reason that is no string throws a TypeError and sends nothing', async () => {
    const peer = await (await target.endpoint(role)).open();
    for (const name of Object.keys(VALUES) as ValueName[]) {
      if (name === 'undefined') continue;
      const error = await target.process.call('callWith', peer.id, 'close', name);
      expect(error?.name, name).toBe('TypeError');
    }
    await target.process.call('close', peer.id, 1000, 'end');
    const frames = await peer.take(1);
    expect(frames.map(describeFrame)).toEqual(['close 1000 end']);
  });
});
