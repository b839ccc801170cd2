// A PACS in which nothing has happened yet: every page says so, none shows an error.
import { PAGES, faultsOf, openPage, settle } from '../browser.mjs';

const SAYS = {
  worklist: ['No step is being worked on', 'No step is waiting', 'No step has ended yet'], 'study-start': ['No result yet'], study: ['The PACS has no such study'], audit: ['Nothing answers to these conditions'],
  'audit-charts': ['Nothing answers to these conditions'], 'audit-drift': ['Too few values'], 'audit-versions': ['Nothing answers to these conditions'], 'audit-coverage': ['None'], 'audit-accesses': ['None'],
  models: ['No model package'], model: ['There is no model anterior-sciatic'], system: ['No performer has asked', 'No step has ended yet'],
};

export async function run(test) {
  const site = await test.site('empty');
  for (const [name, hash] of Object.entries(PAGES)) {
    const page = await openPage(test.browser, site, hash);
    await settle(page);
    const text = await page.locator('main').innerText();
    const missing = SAYS[name].filter((sentence) => !text.includes(sentence));
    test.equal(`${name}: sentences that are missing, and faults`, [...missing, ...await faultsOf(page)], []);
    await page.context().close();
  }
}
