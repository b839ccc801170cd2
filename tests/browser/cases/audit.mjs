// The audit: filter and address, pages of the server, export, charts, drift, recall.
import { faultsOf, openPage, settle } from '../browser.mjs';

const asked = (site, path) => site.requests.filter((request) => request.path === `/sonolist/audit/${path}`);
const last = (site, path) => asked(site, path).at(-1).query.map((pair) => pair.join('=')).sort();

export async function run(test) {
  await paging(test);
  await filter(test);
  await charts(test);
  await others(test);
}

// 10,000 results: the page holds those of one page of the server.
async function paging(test) {
  const site = await test.site('many');
  const page = await openPage(test.browser, site, '#/audit');
  await settle(page);
  test.equal('rows in the page of 10,000', await page.locator('#result-rows tr').count(), 100);
  const begin = performance.now();
  for (const first of [101, 201, 301]) {
    await page.locator('#next-page').click();
    await page.getByText(`Rows ${first} to ${first + 99}`).waitFor();
  }
  test.atMost('three pages forward', (performance.now() - begin) / 1000, 3, ' s');
  test.equal('the cursor of the server', last(site, 'results'), ['cursor=300', 'limit=100', 'sort=-time']);
  await page.locator('#previous-page').click();
  await page.getByText('Rows 201 to 300').waitFor();
  await page.getByRole('combobox', { name: 'Order' }).selectOption('time');
  await page.getByText('Rows 1 to 100').waitFor();
  test.equal('another order begins at the first page', last(site, 'results'), ['limit=100', 'sort=time']);
  await test.picture(page, 'many-audit');
  await page.goto(`${site.url}/sonolist/app/#/audit/versions?examinations=1`);
  await page.locator('#examination-rows tr').first().waitFor();
  test.equal('a recall of 10,000: rows shown', await page.locator('#examination-rows tr').count(), 500);
  test.equal('no fault', await faultsOf(page), []);
}

async function filter(test) {
  const site = await test.site('normal');
  const page = await openPage(test.browser, site, '#/audit');
  await settle(page);
  await page.getByRole('combobox', { name: 'Condition' }).selectOption('structure');
  await page.getByRole('combobox', { name: 'Structure' }).selectOption('SCT:23056005');
  await page.getByRole('button', { name: 'Add' }).click();
  await page.getByRole('list', { name: 'Conditions' }).getByText('Sciatic nerve').waitFor();
  await page.getByRole('combobox', { name: 'Condition' }).selectOption('measurement');
  await page.getByRole('spinbutton', { name: 'Number' }).fill('50');
  await page.getByRole('button', { name: 'Add' }).click();
  await page.getByLabel('From').fill('2026-02-01');
  await page.getByRole('list', { name: 'Conditions' }).getByText('From').waitFor();
  await settle(page);
  const wanted = ['from=2026-02-01', 'limit=100', 'measurement=Area>=50 mm2', 'sort=-time', 'structure=SCT:23056005'];
  test.equal('conditions become parameters', last(site, 'results'), wanted);
  test.holds('only what answers is shown', !/Femur|Femoral artery/.test(await page.locator('#result-rows').innerText()));
  test.equal('the measurement asked for has a column', await page.locator('main table thead th').allInnerTexts().then((titles) => titles.includes('Area')), true);
  const csv = new URL(await page.locator('#csv').evaluate((link) => link.href));
  test.equal('CSV of the same query', [...csv.searchParams].map((pair) => pair.join('=')).sort(), ['format=csv', 'from=2026-02-01', 'limit=10000', 'measurement=Area>=50 mm2', 'sort=-time', 'structure=SCT:23056005']);
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('#csv').click()]);
  test.equal('CSV is a file', download.suggestedFilename(), 'sonolist-audit.csv');

  await page.getByRole('button', { name: 'Copy the link' }).click();
  const address = await page.evaluate(() => navigator.clipboard.readText());
  const other = await openPage(test.browser, site, address.slice(address.indexOf('#')));
  await settle(other);
  test.equal('a saved address asks the same', last(site, 'results'), wanted);
  test.equal('and shows its conditions', await other.locator('.chips li').count(), 4);
  await other.getByRole('button', { name: /Remove the condition From/ }).click();
  await settle(other);
  test.equal('a condition is taken away', last(site, 'results'), wanted.filter((pair) => !pair.startsWith('from')));
  await other.goBack();
  await settle(other);
  test.equal('and comes back with the browser\'s way back', last(site, 'results'), wanted);
  await other.locator('#clear-filter').click();
  await settle(other);
  test.equal('all conditions taken away', last(site, 'results'), ['limit=100', 'sort=-time']);
  await other.getByRole('button', { name: 'Structures not found' }).click();
  await settle(other);
  test.equal('a question that is often asked', last(site, 'results'), ['limit=100', 'outcome=missing', 'sort=-time']);

  await other.locator('#clear-filter').click();
  await other.locator('#result-rows button[aria-expanded]').first().click();
  test.holds('the facts of a line', /Weights/.test(await other.locator('tr.detail').innerText()));
  await other.getByRole('button', { name: 'Whole way' }).click();
  await other.locator('.trace').getByText('In progress').waitFor();
  test.equal('its whole way', await other.locator('.trace li .time').count(), 3);
  test.equal('no fault', [...await faultsOf(page), ...await faultsOf(other)], []);
}

async function charts(test) {
  const site = await test.site('normal');
  const page = await openPage(test.browser, site, '#/audit/charts?model=anterior-sciatic&measurement=Area%3E50');
  await settle(page);
  test.equal('charts drawn', await page.locator('.uplot canvas').count(), 3);
  const inked = await page.locator('.uplot canvas').evaluateAll((all) => all.map((canvas) => {
    const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
    let count = 0;
    for (let at = 3; at < data.length; at += 4) if (data[at] > 0) count += 1;
    return count;
  }));
  test.holds('each has ink', inked.every((count) => count > 3000), inked);
  const requests = asked(site, 'aggregate').map(({ query }) => query.map((pair) => pair.join('=')).sort().join('&')).sort();
  test.equal('what the charts ask', [...new Set(requests)], ['by=day,outcome&model=anterior-sciatic', 'by=day,structure&measurement=Area&measurement=Area>50&model=anterior-sciatic&unit=mm2', 'by=structure&histogram=24&measurement=Area&measurement=Area>50&model=anterior-sciatic&unit=mm2']);
  await page.getByRole('combobox', { name: 'Measurement' }).selectOption({ label: 'Depth, nearest point (mm)' });
  await page.getByRole('combobox', { name: 'Split by' }).selectOption('modelVersion');
  await settle(page);
  test.holds('choices stand in the address', /show=Depth.*split=modelVersion/.test(await page.evaluate(() => location.hash)), await page.evaluate(() => location.hash));
  test.equal('no fault', await faultsOf(page), []);
}

async function others(test) {
  const site = await test.site('normal');
  const page = await openPage(test.browser, site, '#/audit/drift?from=2026-01-01&to=2026-03-02&model=anterior-sciatic');
  await settle(page);
  test.equal('drift: the worst first', await page.locator('#drift-rows .badge').allInnerTexts(), ['Drift', 'Watch', 'Stable']);
  test.equal('drift: parameters', last(site, 'drift'), ['baseline=90', 'model=anterior-sciatic', 'to=2026-03-02', 'window=30']);
  await page.getByLabel('Window (days)').fill('14');
  await page.getByLabel('Window (days)').press('Tab');
  await settle(page);
  test.holds('drift: another window', last(site, 'drift').includes('window=14'));
  await page.getByRole('link', { name: 'Versions' }).click();
  await page.locator('#version-rows a').click();
  await page.locator('#examination-rows a').first().waitFor();
  test.equal('recall list of a version', last(site, 'versions'), ['examinations=1', 'model=anterior-sciatic', 'modelVersion=0.1.0']);
  test.equal('no fault', await faultsOf(page), []);
}
