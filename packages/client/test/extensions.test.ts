import { HandshakeError, type ResponseHead } from '@rfc6455/handshake';
import { expect, it } from 'vitest';
import { agreeOnExtensions, type ExtensionOfferer, offersOf } from '../src/extensions.ts';

const keep = (bytes: Uint8Array) => bytes;

function offerer(name: string, reservedBits: 1 | 2 | 4): ExtensionOfferer {
  return {
    name,
    offers: [[['level', '9']], []],
    agree(params) {
      if (params.length > 1) throw new RangeError('one parameter at most');
      return { name: `${name}/${params.length}`, reservedBits, decode: keep, encode: keep };
    },
  };
}

const response: ResponseHead = { httpVersion: '1.1', status: 101, reason: '', headers: [] };
const both = [offerer('one', 4), offerer('two', 2)];

it('offers all of all extensions, in order [4.1-33]', () => {
  expect(offersOf([])).toEqual([]);
  expect(offersOf(both)).toEqual([
    { name: 'one', params: [['level', '9']] },
    { name: 'one', params: [] },
    { name: 'two', params: [['level', '9']] },
    { name: 'two', params: [] },
  ]);
});

it('makes those that were agreed to, in the order of the server', () => {
  expect(agreeOnExtensions([], both, response)).toEqual([]);
  const agreed = [
    { name: 'two', params: [['level', '9']] as const },
    { name: 'one', params: [] },
  ];
  expect(agreeOnExtensions(agreed, both, response)).toMatchObject([
    { name: 'two/1', reservedBits: 2 },
    { name: 'one/0', reservedBits: 4 },
  ]);
});

it('fails the handshake for parameters that the extension does not take [9-3] [9.1-5]', () => {
  const agreed = [{ name: 'two', params: [['level', '9'] as const, ['more', true] as const] }];
  const agree = () => agreeOnExtensions(agreed, both, response);
  expect(agree).toThrow(HandshakeError);
  expect(agree).toThrow(
    expect.objectContaining({ code: 'INVALID_EXTENSIONS', response, cause: new RangeError('one parameter at most') }),
  );
});
