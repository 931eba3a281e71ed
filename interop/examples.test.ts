/** The examples, each as the process that `npm run example -- NAME` starts. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Result, run } from '../scripts/lib/run.mjs';
import { root } from '../scripts/lib/workspace.mjs';

const { scripts } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));

/** The arguments of `sh` for `npm run example` without the set-up before it. */
function shell(...args: string[]): string[] {
  return ['-c', `${scripts.example.replace('npm run setup && ', 'exec ')} "$@"`, 'sh', ...args];
}

/** What the example `echo` prints. It is run by the whole command, which builds the packages for all others. */
let echo: string;
beforeAll(async () => {
  echo = await output(run('sh', shell('echo'), { limitMs: 110_000 }));
}, 120_000);

/** Runs an example as the command does once the packages are built. */
function example(name: string, ...args: string[]): Promise<string> {
  return output(run('node', ['scripts/run-ts.mjs', `examples/${name}.ts`, ...args], { limitMs: 50_000 }));
}

async function output(running: Promise<Result>): Promise<string> {
  const { code, stdout, output } = await running;
  expect(code, output).toBe(0);
  return stdout;
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

describe('npm run example', () => {
  it('lists every example with what it shows', async () => {
    const list = await output(run('sh', shell()));
    for (const entry of readdirSync(`${root}/examples`, { withFileTypes: true })) {
      const isProgram = entry.name.endsWith('.ts') || entry.name === 'start';
      const name = entry.name.replace(/\.ts$/, '');
      if (isProgram) expect(list).toMatch(new RegExp(`^ {2}${name} +[A-Z\`].*\\.$`, 'm'));
    }
  });

  it('echo: text and bytes come back', () => {
    expect(echo).toBe('echoed: Grüße, 世界\nechoed: Uint8Array(4) [ 0, 127, 128, 255 ]\n');
  });

  it('gigabyte: a message of 256 MiB goes and comes back, and a fraction of it is in memory at any time', async () => {
    const output = await example('gigabyte', '256');
    expect(output).toContain('256 MiB came back, the same bytes: true\n');
    const more = /^peak memory: \d+ MiB, (\d+) MiB more than before the message$/m.exec(output)?.[1];
    expect(Number(more)).toBeLessThan(128);
  });

  it('close-by-server: code 1000 and a Chinese reason arrive in the close event of the client', async () => {
    const output = await example('close-by-server');
    expect(output).toContain(
      "client: closed { code: 1000, reason: '工作完成，再见', wasClean: true, initiator: 'remote' }",
    );
    expect(output).toContain("server: closed { wasClean: true, initiator: 'local' }");
  });

  it('close-by-client: code and reason arrive at the server, and the closing handshake is completed', async () => {
    const output = await example('close-by-client');
    expect(output).toMatch(
      /server: closed \{\s+code: 4000,\s+reason: 'done for today',\s+wasClean: true,\s+initiator: 'remote'/,
    );
    expect(output).toMatch(/client: closed \{ code: 4000, .*wasClean: true, initiator: 'local' \}/);
  });

  it('close-without-code: the other side reports 1005', async () => {
    expect(await example('close-without-code')).toMatch(
      /server: closed \{\s+code: 1005,\s+reason: '',\s+wasClean: true/,
    );
  });

  it('cut: the client reports 1006, and the server has sent nothing', async () => {
    const output = await example('cut');
    expect(output).toMatch(
      /client: closed \{\s+code: 1006,\s+wasClean: false,\s+received: undefined,\s+initiator: 'transport'/,
    );
    expect(output).toContain('bytes that the server has sent since: 0\n');
  });

  it('broadcast: each of three reads what the two others say', async () => {
    const lines = (await example('broadcast')).trim().split('\n');
    const names = ['Ann', 'Ben', '小明'];
    const expected = names.flatMap((reader) =>
      names.filter((name) => name !== reader).map((name) => `${reader} reads "${name}: hello"`),
    );
    expect(lines.sort()).toEqual(expected.sort());
  });

  it('stream: 10 MiB arrive in small pieces and unchanged', async () => {
    const output = await example('stream');
    const [, pieces, largest] = /after (\d+) pieces of at most (\d+) bytes/.exec(output) ?? [];
    expect(Number(pieces)).toBeGreaterThanOrEqual(160);
    expect(Number(largest)).toBeLessThanOrEqual(65_536);
    expect(output).toContain('the same bytes: true');
  });

  it('reconnect: the client comes back after its server has restarted', async () => {
    const output = await example('reconnect');
    expect(output).toContain('The delays are shortened');
    expect(output).toMatch(
      /open: connection 1\n(?:.*\n)*lost, code 1006: attempt 1 follows in \d+ ms\n(?:.*\n)*open: connection 2\n/,
    );
    expect(output).toMatch(/echoed: I am back\.\nclosed for good: closed, code 1000\n$/);
  });

  it('proxy: it refuses without the password, and lets through with it', async () => {
    expect(await example('proxy')).toBe(
      [
        'proxy: refuses a stranger',
        'client: PROXY_REFUSED in the phase proxy with status 407',
        'proxy: connects a client that it knows',
        'client: echoed hello',
        '',
      ].join('\n'),
    );
  });

  it('proxy: one that is not there is told', async () => {
    expect(await example('proxy', 'http://127.0.0.1:1')).toBe(
      'client: PROXY_FAILED in the phase proxy with status undefined\n',
    );
  });

  it('by-hand: a server and a client of frames and heads hold the whole conversation', async () => {
    const port = await freePort();
    const lines = (await example('by-hand', String(port))).trim().split('\n');
    expect(lines).toEqual([
      `server: on port ${port}`,
      'server: opening handshake for /by-hand',
      'client: open',
      'server: text Hello',
      "server: Close received { code: 1000, reason: '再见' }",
      "client: Close received { code: 1000, reason: '再见' }",
      'client: TCP is closed',
    ]);
  });

  it('by-hand-server and by-hand-client: they also run as two processes', async () => {
    const server = spawn('node', ['scripts/run-ts.mjs', 'examples/by-hand-server.ts', '0'], { cwd: root });
    const lines: string[] = [];
    let client: Promise<string> | undefined;
    for await (const line of createInterface(server.stdout)) {
      lines.push(line);
      client ??= example('by-hand-client', line.replace('server: on port ', ''));
    }
    expect(lines.at(-1)).toBe("server: Close received { code: 1000, reason: '再见' }");
    expect(await client).toContain("client: Close received { code: 1000, reason: '再见' }");
  });
});
