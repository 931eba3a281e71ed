/** `@rfc6455/client` in a bundle for a browser. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium as chromiumBrowser } from 'playwright';
import { build, defaultClientConditions } from 'vite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startScenarioServer } from './server.ts';

const chromium = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const root = fileURLToPath(new URL('.', import.meta.url));

/** Bundles a module that sets `result`, for a browser. */
async function bundle(code: string): Promise<string> {
  const entry = '\0entry';
  const result = await build({
    root,
    configFile: false,
    logLevel: 'silent',
    resolve: { conditions: ['@rfc6455/source', ...defaultClientConditions] },
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === 'entry' ? entry : undefined),
        load: (id) => (id === entry ? code : undefined),
      },
    ],
    build: {
      write: false,
      minify: false,
      rolldownOptions: { input: 'entry', output: { format: 'iife', name: 'bundle' } },
    },
  });
  const outputs = [result].flat() as { output: { code?: string }[] }[];
  return outputs.flatMap(({ output }) => output.map((chunk) => chunk.code ?? '')).join('\n');
}

describe('a bundle for a browser', () => {
  it('holds no code of Node and none of this package', async () => {
    const code = await bundle(`import * as client from '@rfc6455/client'; globalThis.names = client;`);
    expect(code).not.toMatch(/node:|require\(|Buffer|process\./);
    expect(code.length).toBeLessThan(2000);
  });

  it('cannot be made of what a browser does not have, and the bundler says so', async () => {
    const code = `import { connect } from '@rfc6455/client'; connect('ws://a/');`;
    await expect(bundle(code)).rejects.toThrow(/"connect" is not exported/);
  });

  it.runIf(existsSync(chromium))('gives what the browser has, and it works', async () => {
    const server = await startScenarioServer();
    onTestFinished(() => server.close());
    const browser = await chromiumBrowser.launch({ executablePath: chromium, args: ['--no-sandbox'] });
    onTestFinished(() => browser.close());
    const page = await browser.newPage();
    const code = await bundle(`
      import { CloseEvent, WebSocket, WebSocketError, WebSocketStream } from '@rfc6455/client';
      const own = [CloseEvent, WebSocket, WebSocketError, WebSocketStream];
      const same = own.every((value) => value === globalThis[value.name]);
      const socket = new WebSocket(${JSON.stringify(`${server.url}/echo`)});
      socket.onopen = () => socket.send('hello');
      globalThis.result = new Promise((resolve, reject) => {
        socket.onerror = () => reject(new Error('it failed'));
        socket.onmessage = ({ data }) => {
          socket.onclose = (event) => resolve([same, data, event instanceof CloseEvent, event.code]);
          socket.close(1000);
        };
      });
    `);
    await page.addScriptTag({ content: code });
    expect(await page.evaluate('result')).toEqual([true, 'hello', true, 1000]);
  });
});
