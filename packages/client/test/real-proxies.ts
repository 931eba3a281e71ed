/** Proxies of other makes, from the packages of the distribution, each on a free port until the test is over. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { onTestFinished } from 'vitest';

/** Why a proxy is missing; undefined when it is there. */
export function missing(program: 'tinyproxy' | 'microsocks'): string | undefined {
  try {
    execFileSync('which', [program], { stdio: 'ignore' });
    return undefined;
  } catch {
    return `${program} is not installed (apt-get install ${program})`;
  }
}

/** User name and password that a proxy wants. */
export interface Account {
  readonly username: string;
  readonly password: string;
}

/** An HTTP proxy; returns its port. `allowed` are the ports that it connects to; by default any. */
export async function tinyproxy({ account, allowed }: { account?: Account; allowed?: number } = {}): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'rfc6455-tinyproxy-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const port = await freePort();
  const config = ['Listen 127.0.0.1', `Port ${port}`, 'Allow 127.0.0.1', 'LogLevel Warning'];
  if (account !== undefined) config.push(`BasicAuth ${account.username} ${account.password}`);
  if (allowed !== undefined) config.push(`ConnectPort ${allowed}`);
  const file = join(folder, 'tinyproxy.conf');
  writeFileSync(file, `${config.join('\n')}\n`);
  await run(spawn('tinyproxy', ['-d', '-c', file], { stdio: 'ignore' }), port);
  return port;
}

/** A SOCKS5 proxy; returns its port. */
export async function microsocks(account?: Account): Promise<number> {
  const port = await freePort();
  const auth = account === undefined ? [] : ['-u', account.username, '-P', account.password];
  await run(spawn('microsocks', ['-i', '127.0.0.1', '-p', `${port}`, ...auth], { stdio: 'ignore' }), port);
  return port;
}

/** Speaks TLS in front of a port: an HTTP proxy becomes an HTTPS proxy. Returns its port. */
export async function behindTls(port: number, options: TlsOptions): Promise<number> {
  const server = createTlsServer(options, (stream) => {
    const inner = connect(port, '127.0.0.1');
    stream.on('error', () => inner.destroy()).on('close', () => inner.destroy());
    inner.on('error', () => stream.destroy()).on('close', () => stream.destroy());
    stream.pipe(inner).pipe(stream);
  });
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

async function run(proxy: ChildProcess, port: number): Promise<void> {
  onTestFinished(async () => {
    if (proxy.exitCode !== null) return;
    proxy.kill('SIGKILL');
    await once(proxy, 'exit');
  });
  while (!(await isListening(port))) {
    if (proxy.exitCode !== null) throw new Error(`${proxy.spawnfile} has ended with ${proxy.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(port, '127.0.0.1');
    probe.on('connect', () => resolve(true)).on('error', () => resolve(false));
    probe.on('connect', () => probe.destroy());
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
