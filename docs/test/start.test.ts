/** The command line of `npm start`, once the site is built. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { run } from '../../scripts/lib/run.mjs';
import { root } from '../../scripts/lib/workspace.mjs';

describe('npm start', () => {
  const start = ['scripts/run-ts.mjs', 'examples/start/main.ts'];

  it('prints the address of the page at the end, and ends with Ctrl-C', async () => {
    const child = spawn('node', [...start, '--port', '0'], { cwd: root });
    const exited = once(child, 'exit');
    let url = '';
    for await (const line of createInterface(child.stdout)) {
      url = /^ {2}(http:\/\/127\.0\.0\.1:\d+\/) +the site$/.exec(line)?.[1] ?? '';
      if (url !== '') break;
    }
    const response = await fetch(url);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await response.text()).toContain('@rfc6455');
    child.kill('SIGINT');
    expect(await exited).toEqual([0, null]);
  });

  it('says that the port is taken, and what to do', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { code, output } = await run('node', [...start, '--port', String(port)]);
    server.close();
    expect(code).toBe(1);
    expect(output).toContain(`Port ${port} is taken. Choose another: npm start -- --port NUMBER`);
  });

  it.each(['70000', 'eight'])('refuses the port %s', async (port) => {
    const { code, output } = await run('node', [...start, '--port', port]);
    expect(code).toBe(1);
    expect(output).toContain(`--port: expected a number from 0 to 65535, got "${port}"`);
  });
});
