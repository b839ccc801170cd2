// A server that fails, cannot answer, wants a password or is gone: the page says so, and goes on when it is over.
import { PAGES, faultsOf, openPage, settle } from '../browser.mjs';

const TROUBLES = {
  500: { trouble: { status: 500 }, says: /server failed \(HTTP 500\).*SIMULATED trouble/s },
  503: { trouble: { status: 503 }, says: /cannot answer now \(HTTP 503\)/ },
  401: { trouble: { status: 401 }, says: /user name and a password.*HTTP 401/s },
  gone: { trouble: { gone: true }, says: /No answer from the server/ },
};

export async function run(test) {
  for (const [name, { trouble, says }] of Object.entries(TROUBLES)) {
    const silent = [];
    const faults = [];
    for (const [page, hash] of Object.entries(PAGES)) {
      const site = await test.site('normal');
      site.trouble = trouble;
      const opened = await openPage(test.browser, site, hash);
      await opened.locator('[role=alert]').first().waitFor().catch(() => {});
      const text = (await opened.locator('[role=alert]').allInnerTexts()).join('\n');
      if (!says.test(text)) silent.push(`${page}: ${text}`);
      faults.push(...await faultsOf(opened));
      await test.picture(opened, `trouble-${name}-${page}`);
      await opened.context().close();
    }
    test.equal(`${name}: pages that do not say so`, silent, []);
    test.equal(`${name}: faults`, faults, []);
  }
  await recovery(test);
  await loss(test);
}

// By a person's hand, and by itself once the server answers.
async function recovery(test) {
  const site = await test.site('normal');
  site.trouble = { status: 503 };
  const page = await openPage(test.browser, site, '#/audit');
  await page.locator('main [role=alert] button').first().waitFor();
  site.trouble = undefined;
  await page.locator('main [role=alert] button').last().click();
  await page.locator('#result-rows tr').nth(5).waitFor();
  test.holds('"Try again" brings the results', true);

  const away = await test.site('normal');
  away.trouble = { gone: true };
  const other = await openPage(test.browser, away, '#/audit/drift');
  await other.locator('main [role=alert]').first().waitFor();
  away.trouble = undefined;
  await other.locator('#drift-rows tr').nth(2).waitFor({ timeout: 40000 });
  await settle(other);
  test.equal('a page that failed comes by itself when the server is back', await other.locator('main [role=alert]').count(), 0);
}

// What was known stays; when the server is back, the page is up to date by itself.
async function loss(test) {
  const site = await test.site('normal');
  const page = await openPage(test.browser, site, '');
  await page.locator('#dead-rows button').first().waitFor();
  site.trouble = { gone: true };
  await page.locator('#connection[data-state=lost]').waitFor({ timeout: 20000 });
  test.equal('a lost server: the worklist that was known stays', await page.locator('#dead-rows button').count(), 3);
  await test.picture(page, 'trouble-lost-worklist');
  site.dead = site.dead.slice(0, 1);
  site.trouble = undefined;
  await page.locator('#connection[data-state=connected]').waitFor({ timeout: 40000 });
  await page.waitForFunction(() => document.querySelectorAll('#dead-rows button').length === 1, undefined, { timeout: 10000 });
  await settle(page);
  test.equal('a server that came back: no notice is left', await page.locator('[role=alert]').count(), 0);
}
