// What the first load weighs, and how soon the page is of use.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

import { faultsOf, openPage } from '../browser.mjs';

const FIRST_LOAD = ['index.html', 'style.css', 'app.js', 'icon.svg'];
const MOST_BYTES = 100 * 1000;
const MOST_SECONDS = 1;
const TRIES = 5;

export async function run(test) {
  const sizes = FIRST_LOAD.map((name) => gzipSync(readFileSync(`${test.request.page}/${name}`), { level: 6 }).length);
  test.atMost(`first load, gzip: ${FIRST_LOAD.map((name, index) => `${name} ${sizes[index]}`).join(', ')}; in all`, sizes.reduce((sum, size) => sum + size), MOST_BYTES, ' bytes');

  const site = await test.site('normal');
  const loaded = new Set();
  const seconds = [];
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const context = await test.browser.newContext();
    const page = await context.newPage();
    page.on('request', (request) => loaded.add(new URL(request.url()).pathname));
    // The page's own clock, from the beginning of the navigation: how fast this program is told does not count.
    await page.addInitScript(() => new MutationObserver((_, observer) => {
      if (!document.querySelector('#dead-rows button')) return;
      globalThis.__usable = performance.now();
      observer.disconnect();
    }).observe(document, { childList: true, subtree: true }));
    await page.goto(`${site.url}/sonolist/app/`);
    await page.waitForFunction(() => globalThis.__usable);
    seconds.push((await page.evaluate(() => globalThis.__usable)) / 1000);
    await context.close();
  }
  seconds.sort((a, b) => a - b);
  test.atMost(`from an empty cache to the worklist's buttons, median of ${TRIES} (${seconds.map((value) => value.toFixed(2)).join(', ')})`, seconds[Math.floor(TRIES / 2)], MOST_SECONDS, ' s');
  const files = [...loaded].filter((path) => path.startsWith('/sonolist/app/')).map((path) => path.slice('/sonolist/app/'.length) || 'index.html').sort();
  test.holds('nothing else is loaded first', files.every((name) => FIRST_LOAD.includes(name)), files.join(', '));
  const page = await openPage(test.browser, site, '');
  test.equal('no fault', await faultsOf(page), []);
}
