import { Socket as Stream } from 'node:net';
import { describe, expect, it } from 'vitest';
import { addressGroup, remoteAddress } from '../src/remote-address.ts';

describe('remoteAddress', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['::ffff:7', '::ffff:7'],
    ['::1', '::1'],
    [undefined, ''],
  ])('of a stream from %s is %s', (value, address) => {
    expect(remoteAddress(Object.defineProperty(new Stream(), 'remoteAddress', { value }))).toBe(address);
  });
});

describe('addressGroup', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:db8::9', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['', ''],
  ])('of %s is %s', (address, group) => {
    expect(addressGroup(address)).toBe(group);
  });
});
