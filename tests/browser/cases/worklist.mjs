// The worklist: what it shows, that it is live, and what an administrator does with it.
import { faultsOf, openPage, settle } from '../browser.mjs';

const posts = (site, path) => site.requests.filter((request) => request.method === 'POST' && request.path === `/sonolist/${path}`);

export async function run(test) {
  const site = await test.site('normal');
  const page = await openPage(test.browser, site, '');
  await settle(page);
  const running = page.locator('#running-rows tr');
  test.equal('steps in progress', await running.count(), 2);
  test.holds('performer and stage of a step', /gpu-1/.test(await running.first().innerText()) && /Running the network/.test(await running.first().innerText()));
  test.equal('its progress bar', await running.first().locator('progress').evaluate((bar) => [bar.value, bar.max, bar.getAttribute('aria-label')]), [30, 100, 'Progress of anterior-sciatic']);
  test.holds('dead letters have their reasons', /Pixel data is damaged/.test(await page.locator('#dead-rows').innerText()));

  await live(test, site, page);
  await requeue(test, site, page);
  await pause(test, site, page);
  await page.getByRole('button', { name: /^Drop what is left of/ }).click();
  await page.waitForTimeout(300);
  test.holds('a job is dropped', site.requests.some(({ method, path }) => method === 'DELETE' && path === '/sonolist/reprocess/7'));
  test.equal('every POST has the type that the plug-in wants', site.requests.filter(({ method, type }) => method === 'POST' && type !== 'application/json').length, 0);
  test.equal('no fault', await faultsOf(page), []);
  await many(test);
}

// A change is seen by the next poll of the event log, which asks for what is new only.
async function live(test, site, page) {
  site.workitems = site.workitems.map((item, index) => (index === 0 ? { ...item, progress: '90', progressDescription: 'Storing the results' } : item));
  site.happen();
  const begin = performance.now();
  await page.locator('#running-rows').filter({ hasText: 'Storing the results' }).waitFor({ timeout: 5000 });
  test.atMost('a change is shown after', (performance.now() - begin) / 1000, 3, ' s');
  const before = site.requests.length;
  await page.waitForTimeout(4000);
  const asked = site.requests.slice(before).map(({ path, query }) => `${path}?${query.map((pair) => pair.join('=')).join('&')}`);
  test.equal('without a change only the event log is asked, from the last event on', [...new Set(asked)], ['/sonolist/events?since=1&limit=1000']);
}

async function requeue(test, site, page) {
  await page.locator('#dead-rows button').first().click();
  await page.locator('#action-result').filter({ hasText: '1 step(s) queued again' }).waitFor();
  test.equal('requeue of one', posts(site, 'requeue').map(({ body }) => JSON.parse(body)), [{ Uids: ['2.25.400'] }]);
  await page.waitForFunction(() => document.querySelectorAll('#dead-rows button').length === 2);
  await page.getByRole('combobox', { name: 'Class' }).selectOption('CONFIGURATION');
  test.equal('dead letters of one class', await page.locator('#dead-rows button').count(), 1);
  await page.locator('#requeue-all').click();
  await page.waitForFunction(() => document.querySelectorAll('#dead-rows button').length === 1);
  await page.locator('#requeue-all').click();
  await page.locator('#dead-rows').filter({ hasText: 'None' }).waitFor();
  test.equal('requeue of a class, then of all', posts(site, 'requeue').slice(1).map(({ body }) => JSON.parse(body)), [{ Reason: 'CONFIGURATION' }, { All: true }]);
  test.equal('nothing left to requeue', await page.locator('#requeue-all').isDisabled(), true);
}

async function pause(test, site, page) {
  await page.locator('#pause').click();
  await page.locator('#claims-result').filter({ hasText: 'No step will be claimed' }).waitFor();
  await page.locator('#pause[data-path=resume]').waitFor();
  await page.locator('#pause').click();
  await page.locator('#claims-result').filter({ hasText: 'Steps are claimed again' }).waitFor();
  await page.getByRole('button', { name: 'Pause claims of regional-anaesthesia' }).click();
  await page.getByRole('button', { name: 'Resume claims of regional-anaesthesia' }).waitFor();
  await page.getByRole('button', { name: 'Resume claims of regional-anaesthesia' }).click();
  await page.getByRole('button', { name: 'Pause claims of regional-anaesthesia' }).waitFor();
  test.equal('pauses and resumes', [...posts(site, 'pause'), ...posts(site, 'resume')].map(({ path, body }) => `${path.slice(10)} ${body}`), ['pause {}', 'pause {"Model":"regional-anaesthesia"}', 'resume {}', 'resume {"Model":"regional-anaesthesia"}']);
}

async function many(test) {
  const site = await test.site('many');
  const page = await openPage(test.browser, site, '');
  await settle(page);
  const rows = await page.locator('tbody tr').count();
  test.atMost('rows in the page for 10,000 steps', rows, 260);
  test.holds('the number of all that wait is told', /9,731/.test(await page.locator('main').innerText()));
  await test.picture(page, 'many-worklist');
}
