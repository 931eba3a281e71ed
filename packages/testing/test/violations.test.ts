import { type ProtocolErrorCode, type Role, VIOLATIONS } from '@rfc6455/frame';
import { describeFrame, socketAndPeer, violationsBy } from '@rfc6455/testing';
import { describe, expect, it } from 'vitest';

const LIMITS = { maxMessageSize: 100, maxFragments: 4 };
const roles: readonly Role[] = ['client', 'server'];

describe.each(roles)('violations by a %s', (from) => {
  const role: Role = from === 'client' ? 'server' : 'client';
  const violations = violationsBy(from, LIMITS);

  describe.each([
    { how: 'at once', chunkSize: 65_536 },
    { how: 'byte by byte', chunkSize: 1 },
  ])('that come $how', ({ chunkSize }) => {
    it.each(violations)(
      `fail a ${role} [7.1.7-1] [7.1.7-3]: $code, $name`,
      async ({ bytes, code, closeCode, section }) => {
        const { socket, peer, streams } = socketAndPeer({ role, ...LIMITS });
        streams.toClient.chunkSize = chunkSize;
        streams.toServer.chunkSize = chunkSize;
        peer.send(bytes);
        expect((await peer.receiveRest()).map(describeFrame)).toEqual([`close ${closeCode} ${code}`]);
        peer.end();
        expect((await socket.closed).cause).toMatchObject({ name: 'ProtocolError', code, closeCode, section });
      },
    );
  });

  it('are there for every code that a peer in this role can break without an extension', () => {
    const impossible: ProtocolErrorCode[] = [
      'EXTENSION_DATA_INVALID',
      from === 'client' ? 'MASKED_FRAME_FROM_SERVER' : 'UNMASKED_FRAME_FROM_CLIENT',
    ];
    const possible = Object.keys(VIOLATIONS).filter((code) => !impossible.includes(code as ProtocolErrorCode));
    expect(new Set(violations.map(({ code }) => code))).toEqual(new Set(possible));
  });

  it('have names that differ', () => {
    const names = violations.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
  });

  it('of limits are there when these are known', () => {
    const codes = new Set(violationsBy(from).map(({ code }) => code));
    expect(codes).not.toContain('MESSAGE_TOO_LARGE');
    expect(codes).not.toContain('TOO_MANY_FRAGMENTS');
    expect(codes).toContain('FRAME_TOO_LARGE');
  });
});

it.each([{ maxMessageSize: 0 }, { maxFragments: 0 }, { maxMessageSize: 0.5 }])('%j is a RangeError', (limits) => {
  expect(() => violationsBy('client', limits)).toThrow(RangeError);
});
