/** Pieces without a network: each peer in a process of its own, in each round. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { peersFolder } from '../lib/peers.ts';
import type { Figures, Workload } from '../lib/workload.ts';

const runTs = fileURLToPath(new URL('../../scripts/run-ts.mjs', import.meta.url));
const main = fileURLToPath(new URL('../in-process/run.ts', import.meta.url));
const run = promisify(execFile);

function inProcess(name: string, about: string, base: string, others: readonly string[]): Workload {
  const peers = [base, ...others];
  return {
    name,
    group: 'in-process',
    about,
    peers,
    allPeers: peers,
    base,
    async run(peer, ms) {
      const { stdout } = await run(process.execPath, [runTs, main, name, peer, String(ms / 5)], {
        env: { ...process.env, PEERS: peersFolder, ...(peer === 'ws' && { WS_NO_BUFFER_UTIL: '1' }) },
      });
      return JSON.parse(stdout) as Figures;
    },
  };
}

export const inProcessWorkloads: readonly Workload[] = [
  inProcess('decode', "a stream of a client's frames to messages", 'ws', [
    'ws+bufferutil',
    'rfc6455',
    'rfc6455 frames',
  ]),
  inProcess('encode', 'messages to frames', 'ws', ['ws+bufferutil', 'rfc6455']),
  inProcess('masking', 'masking in place', 'byte loop', ['bufferutil', 'rfc6455']),
  inProcess('utf8', 'UTF-8 validation', 'isUtf8', ['rfc6455']),
  inProcess('handshake-parsing', 'the head of an opening handshake', 'node:http', ['rfc6455']),
];
