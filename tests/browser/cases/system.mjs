// Models and system: cards as elements, integrity, building the index anew.
import { faultsOf, openPage, settle } from '../browser.mjs';

export async function run(test) {
  const site = await test.site('normal');
  const page = await openPage(test.browser, site, '#/models');
  await page.locator('.card a').first().click();
  const card = page.locator('.markdown').last();  // the first is the description
  await card.waitFor();
  test.equal('a card has its headings, tables, lists and code', await card.evaluate((card) => ['h3', 'h4', 'table th[scope]', 'li', 'pre', 'blockquote', 'a'].map((name) => card.querySelectorAll(name).length > 0)), Array(7).fill(true));
  test.holds('metrics', /dice \/ Femur\s+0\.971/.test(await page.locator('main').innerText()));

  await page.goto(`${site.url}/sonolist/app/#/system`);
  await settle(page);
  test.holds('a silent performer is called so', /gpu-2\s+Silent/.test(await page.locator('#performer-rows').innerText()));
  await page.locator('#verify').click();
  await page.locator('#verified').getByText('Both logs are intact').waitFor();
  site.log = { intact: false, broken: { log: 'event', id: 17, reason: 'the hash does not follow from the row' } };
  await page.locator('#verify').click();
  await page.locator('#verified .bad').waitFor();
  test.holds('a broken log is named', /broken at row 17: the hash/.test(await page.locator('#verified').innerText()));
  await test.picture(page, 'system-broken');
  await page.locator('#reindex').click();
  await page.locator('#reindex-state progress').waitFor();
  test.equal('no second start while it runs', await page.locator('#reindex').isDisabled(), true);
  await page.locator('#reindex-state').getByText(/Built anew at .*: 1,200 reports/).waitFor({ timeout: 15000 });
  test.holds('unreadable reports are told', /1 report\(s\) could not be read/.test(await page.locator('#reindex-state').innerText()));
  test.equal('no fault', await faultsOf(page), []);
}
