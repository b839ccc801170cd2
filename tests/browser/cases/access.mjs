// axe-core on every page, light and dark, in both languages; and on what only some states show.
import { PAGES, faultsOf, openPage, settle, violationsOf } from '../browser.mjs';

export async function run(test) {
  for (const kind of ['normal', 'empty']) {
    const site = await test.site(kind);
    for (const theme of ['light', 'dark']) {
      for (const language of ['en', 'zh']) {
        if (kind === 'empty' && language === 'zh') continue;
        const found = [];
        for (const [name, hash] of Object.entries(PAGES)) {
          const page = await openPage(test.browser, site, hash, { theme, language });
          await settle(page);
          if (kind === 'normal') await openEverything(page);
          found.push(...(await violationsOf(page)).map((text) => `${name}: ${text}`), ...(await faultsOf(page)).map((text) => `${name}: ${text}`));
          await test.picture(page, `${kind}-${name}-${theme}-${language}`);
          await page.context().close();
        }
        test.equal(`serious and critical findings of axe-core and faults on ${Object.keys(PAGES).length} pages, ${kind}, ${theme}, ${language}`, found, []);
      }
    }
  }
  await narrow(test);
}

// What is closed cannot be judged.
async function openEverything(page) {
  for (const details of await page.locator('details:not([open]) > summary').all()) await details.click();
  const show = page.locator('button[aria-expanded=false]').first();
  if (await show.count()) {
    await show.click();
    const trace = page.locator('tr.detail button[aria-expanded=false]');
    if (await trace.count()) await trace.first().click();
    await settle(page);
  }
}

// On a telephone nothing but tables may be wider than the screen.
async function narrow(test) {
  const site = await test.site('normal');
  const wide = [];
  for (const [name, hash] of Object.entries(PAGES)) {
    const page = await openPage(test.browser, site, hash, { viewport: { width: 390, height: 844 } });
    await settle(page);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    if (width > 390) wide.push(`${name}: ${width}`);
    await test.picture(page, `narrow-${name}`);
    await page.context().close();
  }
  test.equal('pages wider than a telephone', wide, []);
}
