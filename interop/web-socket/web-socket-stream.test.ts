/** The same expectations of our `WebSocketStream` and of the browser's. */
import { existsSync } from 'node:fs';
import { WebSocketError, WebSocketStream } from '@rfc6455/client';
import { type Browser, chromium as chromiumBrowser, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ScenarioServer, startScenarioServer } from './server.ts';
import { type StreamScenario, streamScenarios } from './stream-scenarios.ts';

const chromium = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

let server: ScenarioServer;
beforeAll(async () => {
  server = await startScenarioServer();
});
afterAll(() => server.close());

function expectAll(isBrowser: boolean, run: (scenario: StreamScenario) => unknown): void {
  for (const [group, expectations] of Object.entries(streamScenarios)) {
    describe.concurrent(group, () => {
      for (const [title, { scenario, result, inBrowser }] of Object.entries(expectations)) {
        it(title, async () => {
          const expected = isBrowser && inBrowser !== undefined ? inBrowser.result : result;
          expect(await run(scenario)).toEqual(expected);
        });
      }
    });
  }
}

describe('the WebSocketStream of @rfc6455/client', () => {
  expectAll(false, (scenario) => scenario({ WebSocketStream, WebSocketError }, server.url));
});

describe.runIf(existsSync(chromium))('the WebSocketStream of a browser', () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await chromiumBrowser.launch({ executablePath: chromium, args: ['--no-sandbox'] });
    page = await browser.newPage();
  });
  afterAll(() => browser.close());

  expectAll(true, (scenario) => page.evaluate(`(${scenario})(window, ${JSON.stringify(server.url)})`));
});
