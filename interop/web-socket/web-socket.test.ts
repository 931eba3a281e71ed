/**
 * The same expectations of every `WebSocket`: ours, that of a browser, and undici's, which is that of Node. They come from
 * the WHATWG WebSockets standard; where another implementation reads it otherwise, the scenario says so and why.
 */
import { existsSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { WebSocket as OurWebSocket } from '@rfc6455/client';
import { type Browser, chromium as chromiumBrowser, type Page } from 'playwright';
import { WebSocket as UndiciWebSocket } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Scenario, scenarios } from './scenarios.ts';
import { type ScenarioServer, startScenarioServer } from './server.ts';

const chromium = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

let server: ScenarioServer;
beforeAll(async () => {
  server = await startScenarioServer();
  setFlagsFromString('--expose-gc');
  Object.assign(globalThis, { gc: runInNewContext('gc') });
});
afterAll(() => server.close());

type Run = (scenario: Scenario) => Promise<unknown>;

const inNode =
  (Socket: unknown): Run =>
  async (scenario) => {
    const result = await scenario(Socket as typeof WebSocket, server.url);
    // As it comes out of a browser.
    return JSON.parse(JSON.stringify(result));
  };

function expectAll(name: 'ours' | 'browser' | 'node', run: Run): void {
  for (const [group, expectations] of Object.entries(scenarios)) {
    describe.concurrent(group, () => {
      for (const [title, { scenario, result, differences }] of Object.entries(expectations)) {
        const difference = name === 'ours' ? undefined : differences?.[name];
        it(title, async () => {
          expect(await run(scenario)).toEqual(difference === undefined ? result : difference.result);
        });
      }
    });
  }
}

describe('the WebSocket of @rfc6455/client', () => {
  expectAll('ours', inNode(OurWebSocket));
});

describe('the WebSocket of Node', () => {
  expectAll('node', inNode(UndiciWebSocket));
});

describe.runIf(existsSync(chromium))('the WebSocket of a browser', () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    const args = ['--no-sandbox', '--js-flags=--expose-gc'];
    browser = await chromiumBrowser.launch({ executablePath: chromium, args });
    page = await browser.newPage();
  });
  afterAll(() => browser.close());

  expectAll('browser', (scenario) => page.evaluate(`(${scenario})(WebSocket, ${JSON.stringify(server.url)})`));
});
