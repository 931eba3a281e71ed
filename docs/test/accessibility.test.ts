/** axe-core on the main pages, in light and dark. */
import axe from 'axe-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSite, pages, type Site } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.end());

/** The start pages, the chapters, and one of each kind of the others. */
const main = pages.filter((page) =>
  /^\/(?:zh\/)?(?:rfc\/.*|one-connection|reference\/(?:ledger|close-codes|options|api\/uri)|contributing\/layers)?$/.test(
    page,
  ),
);

const schemes = ['light', 'dark'] as const;

it.each(main.flatMap((page) => schemes.map((scheme) => [page, scheme] as const)))(
  '%s has no serious fault, %s',
  async (path, colorScheme) => {
    const { page, end } = await site.visit(path, { colorScheme });
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
    const faults = violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('\n')}`,
      );
    expect(faults).toEqual([]);
    await end();
  },
);

declare global {
  interface Window {
    axe: typeof axe;
  }
}
