// Before a real Orthanc with a dead letter: queued again by its button, done by the processor that came back.
import { faultsOf, openPage } from '../browser.mjs';

export async function run(test) {
  const { site } = test.request;
  const page = await openPage(test.browser, site, '', { credentials: { username: site.user, password: site.password } });
  const row = page.locator('#dead-rows tr').filter({ hasText: site.reason });
  await row.waitFor({ timeout: 20000 });
  await test.picture(page, 'real-dead-letter');
  await row.getByRole('button').click();
  await page.locator('#action-result').filter({ hasText: '1 step(s) queued again' }).waitFor();
  test.holds('the dead letter is queued again', true);
  await page.locator('#dead-rows').filter({ hasText: 'None' }).waitFor({ timeout: 20000 });
  await page.locator('#done-rows .badge[data-word=COMPLETED]').nth(2).waitFor({ timeout: 240000 });
  test.equal('and is done', await page.locator('.figures [data-word=COMPLETED] dd').innerText(), '3');
  await test.picture(page, 'real-requeued');
  test.equal('no fault', await faultsOf(page), []);
}
