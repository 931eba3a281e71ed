/** The implementations that we measure ourselves against, installed beside the workspace on the first run. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the peers are installed. It is not part of the repository: one of them is a runtime of 100 MB. */
export const peersFolder: string = fileURLToPath(new URL('../.peers', import.meta.url));
const pins = fileURLToPath(new URL('../peers.json', import.meta.url));

/** A program that a peer brings. */
export function peerBinary(name: string): string {
  return join(peersFolder, 'node_modules', '.bin', name);
}

/** Installs the pinned peers unless they are there. */
export function installPeers(): void {
  const installed = join(peersFolder, 'package.json');
  const wanted = readFileSync(pins, 'utf8');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === wanted) return;
  console.log('Installing the peers (about 250 MB, once) ...');
  mkdirSync(peersFolder, { recursive: true });
  execFileSync(
    'npm',
    ['install', '--no-audit', '--no-fund', '--no-package-lock', '--prefix', peersFolder].concat(
      Object.entries((JSON.parse(wanted) as { dependencies: Record<string, string> }).dependencies).map(
        ([name, version]) => `${name}@${version}`,
      ),
    ),
    { stdio: 'inherit' },
  );
  copyFileSync(pins, installed);
}

/** The pinned versions of the peers, by name. */
export function peerVersions(): Record<string, string> {
  return (JSON.parse(readFileSync(pins, 'utf8')) as { dependencies: Record<string, string> }).dependencies;
}
