// Everything with the keyboard alone: order, focus that is seen, and each kind of control.
import { PAGES, faultsOf, openPage, settle } from '../browser.mjs';

const focused = (page) => page.evaluate(() => {
  const node = document.activeElement;
  const style = getComputedStyle(node);
  return { name: node.id || node.textContent.trim().slice(0, 40) || node.getAttribute('aria-label'), tag: node.tagName, isBody: node === document.body, hasOutline: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0, mark: node.dataset.visited ?? '' };
});

export async function run(test) {
  const site = await test.site('normal');
  await order(test, site);
  for (const [name, hash] of Object.entries(PAGES)) await reach(test, site, name, hash);
  await use(test, site);
}

async function order(test, site) {
  const page = await openPage(test.browser, site, '');
  await settle(page);
  await page.keyboard.press('Tab');
  test.equal('first comes the way past the navigation', (await focused(page)).name, 'Skip to the content');
  await page.keyboard.press('Enter');
  test.equal('it leads to the title', (await focused(page)).name, 'page-title');
  test.equal('and leaves the address alone', await page.evaluate(() => location.hash), '');
  await page.getByRole('link', { name: 'Audit' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Audit' }).waitFor();
  await page.waitForTimeout(100);
  test.equal('a new page begins at its title', (await focused(page)).name, 'page-title');
  test.equal('the title of the window follows', await page.title(), 'Audit · Sonolist');
  await page.getByRole('button', { name: '中文' }).focus();
  await page.keyboard.press('Enter');
  test.equal('the language of the document', await page.evaluate(() => document.documentElement.lang), 'zh-CN');
  test.equal('the page in Chinese', await page.locator('#page-title').innerText(), '审计');
  await page.locator('#theme').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Space');
  const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.reload();
  await settle(page);
  test.equal('language and theme are remembered', [await page.evaluate(() => document.documentElement.dataset.theme), await page.locator('#page-title').innerText(), await page.evaluate(() => getComputedStyle(document.body).backgroundColor) === ground], ['dark', '审计', true]);
  await page.context().close();
}

// Tab comes to everything that can be operated, in the order of the document, and one sees where it is.
async function reach(test, site, name, hash) {
  const page = await openPage(test.browser, site, hash);
  await settle(page);
  const wanted = await page.evaluate(() => {
    const all = [...document.querySelectorAll('a[href], button:not(:disabled), input, select, summary, [tabindex="0"]')].filter((node) => node.checkVisibility({ visibilityProperty: true }));
    all.forEach((node, index) => { node.dataset.visited = String(index); });
    return all.length;
  });
  const seen = [];
  const unseen = [];
  for (let press = 0; press < wanted + 40; press += 1) {
    await page.keyboard.press('Tab');
    const at = await focused(page);
    if (at.isBody) break;
    if (!at.hasOutline) unseen.push(at.name);
    if (at.mark !== '' && seen.at(-1) !== Number(at.mark)) seen.push(Number(at.mark));
    if (new Set(seen).size === wanted && seen.length > wanted) break;
  }
  const isInOrder = seen.slice(0, wanted).every((value, index) => index === 0 || value > seen[index - 1]);
  test.holds(`${name}: reached by Tab, in order, with a visible focus`, new Set(seen).size === wanted && isInOrder && unseen.length === 0, `${new Set(seen).size} of ${wanted}${unseen.length ? `; unseen: ${unseen.slice(0, 3)}` : ''}${isInOrder ? '' : '; out of order'}`);
  await page.context().close();
}

async function use(test, site) {
  const page = await openPage(test.browser, site, PAGES.study);
  await settle(page);
  await page.locator('#frame').focus();
  await page.keyboard.press('ArrowRight');
  await page.locator('.picture[data-drawn$="/4"]').waitFor();
  await page.keyboard.press('End');
  await page.locator('.picture[data-drawn$="/12"]').waitFor();
  test.holds('frames by arrow keys', true);
  await page.getByRole('checkbox', { name: 'Femur' }).focus();
  await page.keyboard.press('Space');
  test.equal('a structure by the space bar', await page.getByRole('checkbox', { name: 'Femur' }).isChecked(), false);
  await page.goto(`${site.url}/sonolist/app/#/audit`);
  await settle(page);
  await page.getByRole('combobox', { name: 'Condition' }).focus();
  await page.keyboard.type('Patient');
  await page.getByRole('textbox', { name: 'Patient ID' }).focus();
  await page.keyboard.type('SIM-1003');
  await page.keyboard.press('Enter');
  await page.locator('.chips').getByText('SIM-1003').waitFor();
  test.holds('a condition by the enter key', true);
  await page.goto(`${site.url}/sonolist/app/#/worklist`);
  await settle(page);
  await page.locator('#dead-rows button').first().focus();
  await page.keyboard.press('Enter');
  await page.locator('#action-result').filter({ hasText: '1 step(s) queued again' }).waitFor();
  test.equal('the answer is announced', await page.locator('#action-result').getAttribute('role'), 'status');
  test.equal('no fault', await faultsOf(page), []);
}
