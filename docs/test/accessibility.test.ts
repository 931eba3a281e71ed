/** axe-core on the main pages, in light and dark. */
import axe from 'axe-core';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSite, pages, type Site } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.end());

/** The start pages, the chapters, and one of each kind of the others. */
const main = pages.filter((page) =>
  /^\/(?:zh\/)?(?:rfc\/.*|one-connection|reference\/(?:benchmarks|ledger|close-codes|options|api\/uri)|contributing\/layers)?$/.test(
    page,
  ),
);

async function faults(page: Page): Promise<string[]> {
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('\n')}`,
    );
}

it.each(main)('%s has no serious fault, in light and in dark', async (path) => {
  const { page, end } = await site.visit(path, { colorScheme: 'light' });
  await page.evaluate(axe.source);
  expect(await faults(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(() => page.locator('html').getAttribute('class')).toContain('dark');
  expect(await faults(page)).toEqual([]);
  await end();
});

declare global {
  interface Window {
    axe: typeof axe;
  }
}
