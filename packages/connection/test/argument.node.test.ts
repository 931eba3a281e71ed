import { runInNewContext } from 'node:vm';
import { Connection } from '@rfc6455/connection';
import { expect, it } from 'vitest';
import { checkBytes } from '../src/argument.ts';

it('checkBytes lets a Uint8Array of another realm pass, and no other view', () => {
  expect(checkBytes('x', runInNewContext('new Uint8Array(3)'))).toBeUndefined();
  expect(() => checkBytes('x', runInNewContext('new Uint16Array(3)'))).toThrow(TypeError);
});

it('a connection receives bytes of another realm, and hands out those of its own', () => {
  const received: unknown[] = [];
  const connection = new Connection({
    role: 'client',
    random: () => 0,
    handler: { message: (data) => received.push(data) },
  });
  connection.receive(runInNewContext('Uint8Array.of(0x82, 2, 1, 2, 0x81, 1, 0x61)'));
  expect(received).toEqual([Uint8Array.of(1, 2), 'a']);
  expect(received[0]).toBeInstanceOf(Uint8Array);
});
