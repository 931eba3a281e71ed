import { expect, test } from 'vitest';
import { parseOptions, peersOf } from '../lib/options.ts';
import type { Workload } from '../lib/workload.ts';

const workload = (name: string, group: string): Workload => ({
  name,
  group,
  about: '',
  peers: ['ws', 'net'],
  allPeers: ['ws', 'net', 'bun'],
  base: 'ws',
  run: () => Promise.resolve({}),
});
const all = [workload('request', 'echo'), workload('64k', 'echo'), workload('idle', 'idle')];
const namesOf = (...args: string[]) => parseOptions(args, all).workloads.map(({ name }) => name);

test('without a name all workloads run; a name picks one, a group several', () => {
  expect(namesOf()).toEqual(['request', '64k', 'idle']);
  expect(namesOf('64k')).toEqual(['64k']);
  expect(namesOf('idle', 'echo')).toEqual(['request', '64k', 'idle']);
});

test('without options it measures for 5 rounds of 1500 ms', () => {
  expect(parseOptions([], all)).toMatchObject({ rounds: 5, ms: 1500, peers: undefined, publish: false });
  expect(parseOptions(['--publish'], all)).toMatchObject({ publish: true });
});

test('rounds and time are whole numbers', () => {
  expect(parseOptions(['--rounds', '2', '--ms=300'], all)).toMatchObject({ rounds: 2, ms: 300 });
  expect(() => parseOptions(['--rounds', '0'], all)).toThrow('--rounds 0: it must be a whole number from 1');
  expect(() => parseOptions(['--ms', 'long'], all)).toThrow('--ms long');
});

test('peers are those of the workload, those asked for, or all', () => {
  expect(peersOf(all[0]!, undefined)).toEqual(['ws', 'net']);
  expect(peersOf(all[0]!, parseOptions(['--peers', 'bun,ws'], all).peers)).toEqual(['bun', 'ws']);
  expect(peersOf(all[0]!, parseOptions(['--peers', 'all'], all).peers)).toEqual(['ws', 'net', 'bun']);
});

test('what is not there is named, with what there is', () => {
  expect(() => parseOptions(['echoes'], all)).toThrow(
    /no workload echoes; there are, by name and group:\n {2}request +echo/,
  );
  expect(() => parseOptions(['idle', '--peers', 'uws'], all)).toThrow('idle has no peer uws; it has ws, net, bun');
  expect(() => parseOptions(['--round', '2'], all)).toThrow("Unknown option '--round'");
});
