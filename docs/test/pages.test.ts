/** What holds for every page: it is described, small, silent and at home, and its examples say what is so. */
import type { Locator } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { htmlOf, openSite, pages, type Site } from './site.ts';

/** The most that the scripts of a page may weigh before anybody clicks, compressed. */
const SCRIPT_BYTES = 200_000;

/** What the browser says on a page that is right: this one asks for the server of `npm start`, which a static host has not. */
const expected: Readonly<Record<string, readonly string[]>> = {
  '/live': ['Failed to load resource: the server responded with a status of 404 (Not Found)'],
};

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.end());

/** Runs an example and returns its lines of output. */
async function run(example: Locator): Promise<string[]> {
  await example.locator('.runnable-run').click();
  await expect.poll(() => example.getAttribute('data-state'), { timeout: 30_000 }).toBe('ended');
  return example.locator('.runnable-output li').allInnerTexts();
}

describe.each(pages)('%s', (path) => {
  it('has a title and a description', () => {
    const html = htmlOf(path);
    expect(html).toMatch(/<title>[^<]{3,}<\/title>/);
    expect(html).toMatch(/<meta name="description" content="[^"]{10,}">/);
  });

  it('opens without an error or a foreign request, and its examples print what they state', async () => {
    const { page, complaints, strangers, scriptBytes, end } = await site.visit(path);
    expect(scriptBytes()).toBeLessThan(SCRIPT_BYTES);
    for (const example of await page.locator('.runnable').all()) {
      const code = await example.locator('xpath=preceding-sibling::*[1]').locator('pre code').innerText();
      const output = await run(example);
      expect(await example.locator('.differs, .error').allInnerTexts(), `${code}\n\n${output.join('\n')}`).toEqual([]);
      expect(await example.locator('.agrees').count(), code).toBe(code.match(/\/\/ => /g)?.length ?? 0);
      expect(output.length, `prints nothing:\n${code}`).toBeGreaterThan(0);
    }
    expect(complaints).toEqual(expected[path] ?? []);
    expect(strangers).toEqual([]);
    await end();
  });
});
