// Before a real Orthanc: the overlay has the colours of the model package where the masks are, on every frame; the figures are those
// of the report; Orthanc Explorer's buttons lead here.
import { faultsOf, openPage } from '../browser.mjs';

const drawn = (page, frame) => page.waitForFunction((wanted) => { const { drawn: at, layers } = document.querySelector('.picture')?.dataset ?? {}; return layers === '1' && at.endsWith(`/${wanted}`); }, frame, { timeout: 30000 });
const look = (page, x, y) => page.locator('canvas.overlay').evaluate((canvas, [column, row]) => {
  const context = canvas.getContext('2d');
  const all = context.getImageData(0, 0, canvas.width, canvas.height).data;
  let covered = 0;
  for (let at = 3; at < all.length; at += 4) if (all[at] > 0) covered += 1;
  return { pixel: [...context.getImageData(column, row, 1, 1).data], covered };
}, [x, y]);

export async function run(test) {
  const { site } = test.request;
  const credentials = { username: site.user, password: site.password };
  for (const study of site.studies) {
    const page = await openPage(test.browser, site, `#/study/${study.study}?image=${study.image}`, { credentials });
    const wrong = [];
    for (const { label, frame, x, y } of study.spots) {
      if (await page.locator('#frame').count()) await page.locator('#frame').fill(String(frame));
      await drawn(page, frame);
      await page.waitForTimeout(50);
      const { pixel, covered } = await look(page, x, y);
      const colour = site.colours[label];
      if (!colour.every((value, index) => Math.abs(value - pixel[index]) <= 2) || pixel[3] === 0) wrong.push(`${label} on frame ${frame}: ${pixel} instead of ${colour}`);
      if (frame in study.covered && covered !== study.covered[frame]) wrong.push(`frame ${frame}: ${covered} pixels instead of ${study.covered[frame]}`);
    }
    test.equal(`${study.name}: wrong among ${study.spots.length} structures on ${new Set(study.spots.map(({ frame }) => frame)).size} frames`, wrong, []);
    await page.locator('#measurements table').first().waitFor({ timeout: 30000 }).catch(() => {});
    const areas = (await page.locator('#measurements tbody tr').first().locator('td.number').allInnerTexts().catch(() => [])).map(Number);
    test.holds(`${study.name}: areas as in the report`, areas.length === study.area.length && areas.every((area, index) => Math.abs(area - study.area[index]) <= 0.051), `${areas}, of ${study.area}`);
    await test.picture(page, `real-study-${study.name}`);
    test.equal(`${study.name}: no fault`, await faultsOf(page), []);
    await page.context().close();
  }
  await explorer(test, site, credentials);
}

async function explorer(test, site, credentials) {
  const page = await openPage(test.browser, site, `#/study/${site.studies[0].study}`, { credentials });
  const link = await page.getByRole('link', { name: 'Open in Orthanc Explorer' }).evaluate((one) => one.href);
  await page.goto(link);
  const [opened] = await Promise.all([page.context().waitForEvent('page'), page.locator('#sonolist-open-study').click()]);
  await opened.locator('.picture[data-drawn]:not([data-drawn=""])').waitFor();
  test.holds('Orthanc Explorer\'s button leads to the study', true);
  await test.picture(page, 'real-explorer');
  const files = await page.evaluate(async () => {
    const first = await fetch('../sonolist/app/app.js');
    const again = await fetch('../sonolist/app/app.js', { cache: 'no-store', headers: { 'If-None-Match': first.headers.get('ETag') } });
    return [first.status, again.status, (await again.text()).length];
  });
  test.equal('a file that the browser holds is not sent again', files, [200, 304, 0]);
}
