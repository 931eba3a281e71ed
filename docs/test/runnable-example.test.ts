/** The runnable example in Chromium: it runs, it can be edited and reset, and it ends. */
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openSite, type Site, type Visit } from './site.ts';

describe('a runnable example', () => {
  let site: Site;
  let visit: Visit;
  let page: Page;

  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site.end());
  beforeEach(async () => {
    visit = await site.visit('/reference/close-codes');
    page = visit.page;
  });
  afterEach(async () => {
    expect(visit.complaints).toEqual([]);
    await visit.end();
  });

  const button = (name: string) => page.locator('.runnable').getByRole('button', { name, exact: true });
  const output = () => page.locator('.runnable-output li').allInnerTexts();

  async function edit(code: string): Promise<void> {
    if (await button('Edit').isVisible()) await button('Edit').click();
    await page.locator('.cm-content').fill(code);
    await button('Run').click();
  }
  async function expectOutput(...lines: string[]): Promise<void> {
    const flat = async () => (await output()).map((line) => line.replaceAll(/\s+/g, ' ').trim());
    await expect.poll(flat, { timeout: 30_000 }).toEqual(lines);
  }

  it('loads the worker and the editor at the click', async () => {
    const before = visit.scriptBytes();
    await button('Run').click();
    await expect.poll(output).not.toEqual([]);
    await expect.poll(() => visit.scriptBytes()).toBeGreaterThan(before + 30_000);
    const ran = visit.scriptBytes();
    await button('Edit').click();
    await expect.poll(() => visit.scriptBytes()).toBeGreaterThan(ran + 50_000);
  });

  it('runs what was edited, with types, imports of other packages and a value that is not as stated', async () => {
    await edit(
      [
        "import { parseUri, type WebSocketUri } from '@rfc6455/uri';",
        "const uri: WebSocketUri = parseUri('wss://example.com/chat?a=1');",
        "uri.resourceName; // => '/chat'",
        'console.log(uri.port); // => 443',
      ].join('\n'),
    );
    await expectOutput("3 '/chat?a=1' not as stated", '4 443 as stated');
  });

  it('says in which line an error is', async () => {
    await edit("console.log('first');\nnull.x;");
    await expectOutput('first', "line 2: TypeError: Cannot read properties of null (reading 'x')");
    await edit('const = 1;');
    await expect.poll(output).toEqual([expect.stringContaining('SyntaxError')]);
    await edit("import { connect } from '@rfc6455/client';\nconnect;");
    await expect.poll(output).toEqual([expect.stringContaining("cannot import '@rfc6455/client' on a page")]);
  });

  it('tells of a promise that nobody waits for', async () => {
    await edit("Promise.reject(new Error('alone'));\nawait new Promise((resolve) => setTimeout(resolve, 20));");
    await expect.poll(output).toEqual([expect.stringContaining('Error: alone')]);
  });

  it('is stopped by hand, and by itself after ten seconds', async () => {
    await edit('for (;;);');
    await button('Stop').click();
    await expect.poll(() => page.locator('.runnable').getAttribute('data-state')).toBe('ended');
    await edit("console.log('on and on');\nfor (;;);");
    await expectOutput('on and on', 'ended after 10 seconds');
  });

  it('is as it was after a reset', async () => {
    await edit('console.log(1);');
    await expectOutput('1');
    await button('Reset').click();
    expect(await page.locator('.cm-content').count()).toBe(0);
    expect(await output()).toEqual([]);
    await button('Run').click();
    await expect.poll(output).toContainEqual(expect.stringContaining("'private'"));
  });

  it('runs with Ctrl-Enter from the editor', async () => {
    await button('Edit').click();
    await page.locator('.cm-content').fill('console.log(2 + 3);');
    await page.keyboard.press('Control+Enter');
    await expectOutput('5');
  });

  it('shows the type of the name that the pointer is on', async () => {
    await page.locator('.hint', { hasText: 'maySendCloseCode' }).first().hover();
    const box = page.locator('.hint-box');
    await expect.poll(() => box.innerText()).toContain('maySendCloseCode(code: number, role: Role): boolean');
    await page.locator('h1').hover();
    await expect.poll(() => box.isHidden()).toBe(true);
  });
});
