/** The site as a whole, in Chromium: search, languages, tables, and what can be read without JavaScript. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSite, type Site } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.end());

async function search(page: Page, query: string): Promise<string[]> {
  await page.locator('.VPNavBarSearch button').first().click();
  await page.locator('.VPLocalSearchBox input').fill(query);
  const results = page.locator('.VPLocalSearchBox .result');
  await expect.poll(() => results.count(), { timeout: 30_000 }).toBeGreaterThan(0);
  return results.evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
}

it.each([
  ['1006', '/reference/close-codes'],
  ['masking key', '/reference/'],
  ['UNMASKED_FRAME_FROM_CLIENT', '/reference/errors'],
])('finds %s', async (query, expected) => {
  const { page, end } = await site.visit('/');
  expect(await search(page, query)).toContainEqual(expect.stringContaining(expected));
  await end();
});

it('finds Chinese words, which have no spaces around them', async () => {
  const { page, end } = await site.visit('/zh/');
  expect(await search(page, '客户端')).toContainEqual(expect.stringContaining('/zh/'));
  await end();
});

it.each([
  ['/', '/zh/'],
  ['/rfc/5-data-framing', '/zh/rfc/5-data-framing'],
  ['/reference/close-codes', '/zh/'],
])('leads from %s to %s in the other language', async (from, to) => {
  const { page, complaints, end } = await site.visit(from);
  expect(await page.locator('html').getAttribute('lang')).toBe('en');
  await page.locator('.VPNavBarTranslations button').first().hover();
  await page.locator('.VPNavBarTranslations').getByText('简体中文').click();
  await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('zh-Hans');
  expect(new URL(page.url()).pathname).toBe(to);
  expect(complaints).toEqual([]);
  await end();
});

it('shows the whole ledger without JavaScript', async () => {
  const { page, end } = await site.visit('/reference/ledger', { javaScriptEnabled: false });
  expect(await page.locator('tbody tr:visible').count()).toBe(193);
  await end();
});

it('hides the rows of a table that have not all words that are searched', async () => {
  const { page, end } = await site.visit('/reference/close-codes');
  const rows = page.locator('.table-search + .wide-table tbody tr:visible');
  const all = await rows.count();
  await page.getByLabel('Search this table').fill('never frame');
  await expect.poll(() => rows.locator('td:first-child').allInnerTexts()).toEqual(['1004', '1005', '1006', '1015']);
  expect(await page.locator('.table-search output').innerText()).toBe(`4 of ${all}`);
  await end();
});

it('has a list of its pages for programs', async () => {
  const { page, end } = await site.visit('/llms.txt');
  expect(await page.locator('body').innerText()).toContain('[Close codes](/reference/close-codes.md): ');
  await end();
});

it.each(['/reference/ledger', '/reference/errors', '/reference/options', '/rfc/1-introduction', '/zh/rfc/7-closing'])(
  'shows the wide tables of %s on a phone without a way to the right',
  async (path) => {
    const { page, end } = await site.visit(path, { viewport: { width: 390, height: 844 } });
    const tables = await page.locator('.vp-doc table:not(.set-piece table)').evaluateAll((all) =>
      all
        .filter((table) => table.closest('.wide-table') !== null || table.querySelectorAll('thead th').length >= 4)
        .map((table) => ({
          hidden: table.scrollWidth - table.clientWidth,
          outside: Math.round(table.getBoundingClientRect().right) > innerWidth,
          unnamed: [...table.querySelectorAll('td')].filter((cell) => cell.dataset.head === undefined).length,
        })),
    );
    expect(tables.length).toBeGreaterThan(0);
    expect(tables).toEqual(tables.map(() => ({ hidden: 0, outside: false, unnamed: 0 })));
    await end();
  },
);

it('hides the rows that are not searched for on a phone too', async () => {
  const { page, end } = await site.visit('/reference/close-codes', { viewport: { width: 390, height: 844 } });
  await page.getByLabel('Search this table').fill('never frame');
  await expect.poll(() => page.locator('.table-search + .wide-table tbody tr:visible').count()).toBe(4);
  expect(await page.locator('tbody td[data-head="connect again?"]:visible').allInnerTexts()).toHaveLength(4);
  await end();
});
