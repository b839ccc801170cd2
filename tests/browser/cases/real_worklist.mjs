// Before a real Orthanc: the worklist is open while images arrive, and shows them done without a hand on it.
import { faultsOf, openPage } from '../browser.mjs';

export async function run(test) {
  const site = test.request.site;
  const page = await openPage(test.browser, site, '', { credentials: { username: site.user, password: site.password } });
  await page.locator('#done-rows').waitFor();
  test.equal('nothing is done yet', await page.locator('#done-rows .badge').count(), 0);
  await page.locator('#done-rows .badge[data-word=COMPLETED]').nth(1).waitFor({ timeout: 240000 });
  test.holds('both images are shown as completed, without a reload', true);
  test.equal('the figure above', await page.locator('.figures [data-word=COMPLETED] dd').innerText(), '2');
  await test.picture(page, 'real-worklist');
  for (const name of ['models', 'system', 'audit', 'audit/charts', 'audit/drift', 'audit/versions', 'audit/coverage', 'audit/accesses']) {
    await page.goto(`${site.url}/sonolist/app/#/${name}`);
    await page.locator('#page-title').waitFor();
    await page.waitForFunction(() => !document.querySelector('.waiting'), undefined, { timeout: 20000 });
    await page.waitForTimeout(500);
    test.equal(`${name}: no failure`, await page.locator('main [role=alert]').allInnerTexts(), []);
    await test.picture(page, `real-${name.replace('/', '-')}`);
  }
  test.equal('no fault', await faultsOf(page), []);
}
