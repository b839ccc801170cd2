// Every text that comes from others is markup that would raise an alert: it must be shown as text on every page.
import { PAGES, faultsOf, openPage, settle } from '../browser.mjs';
import { MARKUP } from '../site.mjs';

export async function run(test) {
  const site = await test.site('hostile');
  const hashes = { ...PAGES, model: `#/models/${encodeURIComponent(`${MARKUP} 0.1.0`)}`, 'audit-filter': `#/audit?patient=${encodeURIComponent(MARKUP)}`, missing: `#/${encodeURIComponent(MARKUP)}` };
  for (const [name, hash] of Object.entries(hashes)) {
    const page = await openPage(test.browser, site, hash);
    await settle(page);
    for (const details of await page.locator('details:not([open]) > summary').all()) await details.click();
    const show = page.locator('tr button[aria-expanded=false]').first();
    if (await show.count()) await show.click();
    await settle(page);
    const seen = await page.evaluate((markup) => ({ texts: document.body.innerText.split(markup).length - 1, images: document.querySelectorAll('img[src="x"], [onerror]').length }), MARKUP);
    const faults = await faultsOf(page);
    const isQuiet = faults.length === 0 && seen.images === 0;
    test.holds(`${name}: markup is text`, isQuiet && (seen.texts > 0 || name === 'missing'), `${seen.texts} texts shown, ${seen.images} elements made of them; ${faults.join('; ') || 'no fault'}`);
    await test.picture(page, `hostile-${name}`);
    await page.context().close();
  }
}
