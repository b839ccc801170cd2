// Runs the cases that REQUEST.json names and prints one line of JSON for each thing seen: run.mjs REQUEST.json
//   request: {page: folder of the built page, headers: those of the plug-in, pictures: folder, cases: [name], site: {url, user, password, ...} of a real Orthanc}
//   line: {what, holds, detail} or {what, figure, most, unit}
import { readFileSync } from 'node:fs';

import { withBrowser } from './browser.mjs';
import { Site } from './site.mjs';

const request = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const say = (line) => console.log(JSON.stringify(line));

class Case {
  constructor(browser, name) {
    this.browser = browser;
    this.name = name;
    this.request = request;
    this.sites = [];
  }

  async site(kind) {
    const site = await new Site(request.page, request.headers, kind).start();
    this.sites.push(site);
    return site;
  }

  holds(what, holds, detail = '') {
    say({ what: `${this.name}: ${what}`, holds: Boolean(holds), detail: String(detail) });
  }

  equal(what, seen, wanted) {
    const same = JSON.stringify(seen) === JSON.stringify(wanted);
    this.holds(what, same, same ? JSON.stringify(seen).slice(0, 120) : `${JSON.stringify(seen)?.slice(0, 600)} (must be ${JSON.stringify(wanted)?.slice(0, 300)})`);
  }

  atMost(what, figure, most, unit = '') {
    say({ what: `${this.name}: ${what}`, figure, most, unit });
  }

  async picture(page, name) {
    await page.screenshot({ path: `${request.pictures}/${name}.png`, fullPage: true });
  }
}

await withBrowser(async (browser) => {
  for (const name of request.cases) {
    const one = new Case(browser, name);
    try {
      const { run } = await import(`./cases/${name}.mjs`);
      await run(one);
    } catch (error) {
      one.holds('runs to its end', false, error.stack.split('\n').slice(0, 4).join(' | '));
    }
    for (const site of one.sites) await site.stop();
  }
});
