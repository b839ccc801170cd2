// The study page: colours and places of the overlay pixel by pixel, toggles, opacity, cine, measurements, links.
import { faultsOf, openPage, settle } from '../browser.mjs';
import { COLUMNS, FRAMES, ROWS, STRUCTURES, ellipse } from '../picture.mjs';
import { CINE, STILL, STUDY } from '../site.mjs';

// [r, g, b, a] of the overlay at a pixel of the image.
const pixel = (page, x, y) => page.locator('canvas.overlay').evaluate((canvas, [column, row]) => [...canvas.getContext('2d').getImageData(column, row, 1, 1).data], [x, y]);
const centre = (page, number, frame) => { const { x, y } = ellipse(number, frame); return pixel(page, x, y); };
const drawn = (page, image, frame) => page.locator(`.picture[data-drawn="${image.id}/${frame}"][data-layers="1"]`).waitFor();

// Pixels that are coloured although they are outside of every structure, or the reverse.
const wrongPixels = (page, frame) => page.locator('canvas.overlay').evaluate((canvas, [shapes, columns, rows]) => {
  const data = canvas.getContext('2d').getImageData(0, 0, columns, rows).data;
  let wrong = 0;
  for (let y = 0; y < rows; y += 1) {
    for (let x = 0; x < columns; x += 1) {
      const isIn = shapes.some((one) => ((x - one.x) / one.a) ** 2 + ((y - one.y) / one.b) ** 2 <= 1);
      if (isIn !== (data[(y * columns + x) * 4 + 3] > 0)) wrong += 1;
    }
  }
  return wrong;
}, [STRUCTURES.map(({ number }) => ellipse(number, frame)), COLUMNS, ROWS]);

export async function run(test) {
  const site = await test.site('normal');
  const page = await openPage(test.browser, site, `#/study/${STUDY.uid}?image=${CINE.uid}`);
  await drawn(page, CINE, 1);
  test.equal('title', await page.locator('#page-title').innerText(), 'Zhang San · 张 三');
  for (const { number, label, rgb } of STRUCTURES) {
    const seen = await centre(page, number, 1);
    // 8-bit colours of a transparent pixel come back rounded.
    test.holds(`${label} has the colour of its CIELab value`, rgb.every((value, index) => Math.abs(value - seen[index]) <= 2) && Math.abs(seen[3] - 89) <= 1, `${seen} (wanted ${rgb}, opacity 89)`);
  }
  for (const frame of [1, 2, FRAMES]) {
    await page.locator('#frame').fill(String(frame));
    await drawn(page, CINE, frame);
    test.equal(`frame ${frame}: wrong pixels of ${COLUMNS * ROWS}`, await wrongPixels(page, frame), 0);
  }
  test.holds('the frame stands in the address', (await page.evaluate(() => location.hash)).includes(`frame=${FRAMES}`));
  await controls(test, page);
  await playback(test, page);
  await still(test, site, page);
  await links(test, site, page);
  test.equal('no fault', await faultsOf(page), []);
  await arrival(test, site);
  await others(test, site);
}

// A SEG that comes while the image is looked at.
async function arrival(test, site) {
  site.withoutSegmentations = true;
  const page = await openPage(test.browser, site, `#/study/${STUDY.uid}?image=${CINE.uid}`);
  await page.getByText('No segmentation of this image').waitFor();
  site.withoutSegmentations = false;
  site.happen();
  await page.getByRole('checkbox', { name: 'Femur' }).waitFor({ timeout: 10000 });
  await page.waitForFunction(() => { const canvas = document.querySelector('canvas.overlay'); return canvas.width > 0 && canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value > 0); });
  test.holds('a result that arrives is shown without a reload', true);
  await page.context().close();
}

async function controls(test, page) {
  const nerve = page.getByRole('checkbox', { name: 'Sciatic nerve' });
  await nerve.uncheck();
  await page.waitForTimeout(200);
  test.equal('a structure that is switched off', (await centre(page, 2, FRAMES))[3], 0);
  test.holds('the others stay', (await centre(page, 1, FRAMES))[3] > 0);
  await nerve.check();
  await page.locator('#opacity').fill('80');
  await page.waitForTimeout(200);
  test.holds('opacity', Math.abs((await centre(page, 2, FRAMES))[3] - 204) <= 1, (await centre(page, 2, FRAMES))[3]);
  const edge = ellipse(1, FRAMES);
  test.equal('outline', (await pixel(page, edge.x, edge.y - edge.b))[3], 255);
  await page.locator('#outline').uncheck();
  await page.waitForTimeout(200);
  test.holds('no outline', Math.abs((await pixel(page, edge.x, edge.y - edge.b))[3] - 204) <= 1);
  await page.getByRole('button', { name: 'Hide all' }).click();
  await page.waitForTimeout(200);
  test.equal('all hidden', await page.locator('canvas.overlay').evaluate((canvas) => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value > 0)), false);
  await page.getByRole('button', { name: 'Show all' }).click();
}

async function playback(test, page) {
  await page.locator('#frame').fill('1');
  await drawn(page, CINE, 1);
  await page.locator('#play').click();
  const frames = new Set();
  for (let look = 0; look < 40 && frames.size < 6; look += 1) {
    frames.add(await page.locator('.picture').getAttribute('data-drawn'));
    await page.waitForTimeout(40);
  }
  await page.locator('#play').click();
  test.holds('the cine plays', frames.size >= 6, `${frames.size} frames seen`);
  await page.waitForTimeout(300);
  const stopped = await page.locator('.picture').getAttribute('data-drawn');
  await page.waitForTimeout(400);
  test.equal('and stops', await page.locator('.picture').getAttribute('data-drawn'), stopped);
  test.equal('overlay and frame belong together', await wrongPixels(page, Number(stopped.split('/')[1])), 0);
}

async function still(test, site, page) {
  await page.getByRole('button', { name: 'Image 1', exact: true }).click();
  await drawn(page, STILL, 1);
  test.equal('still: wrong pixels', await wrongPixels(page, 1), 0);
  test.equal('still: no playback', await page.locator('#play').count(), 0);
  const table = page.locator('#measurements .report').first();
  test.equal('measurements: columns', await table.locator('thead th').allInnerTexts(), ['Measurement', 'Femur', 'Sciatic nerve', 'Femoral artery', 'Unit']);
  test.equal('measurements: area', (await table.locator('tbody tr').first().innerText()).split(/\s+/), ['Area', '52.1', '53.1', '54.1', 'mm²']);
  test.holds('measurements are asked for by study', site.requests.some(({ path, query }) => path === '/sonolist/audit/results' && query.some(([name, value]) => name === 'study' && value === STUDY.uid)));
}

async function links(test, site, page) {
  // The site has the plug-in OHIF and a viewer of ours: one button, ours.
  const open = page.getByRole('link', { name: 'Open in OHIF' });
  test.equal('link to the viewer', await open.evaluate((link) => new URL(link.href).pathname + new URL(link.href).search), `/sonolist/viewer/viewer?StudyInstanceUIDs=${STUDY.uid}`);
  await page.locator('#process').click();
  await page.getByText('2 image(s) noted').waitFor();
  test.holds('processing again', site.requests.some(({ method, path }) => method === 'POST' && path === `/sonolist/studies/${STUDY.id}/process`));
}

// The other ways to a study.
async function others(test, site) {
  for (const [what, hash] of [['identifier of Orthanc', `#/study/${STUDY.id}`], ['UID of an image', `#/study?image=${CINE.uid}`]]) {
    const page = await openPage(test.browser, site, hash);
    await page.locator('.picture[data-drawn]:not([data-drawn=""])').waitFor();
    test.equal(`by ${what}`, await page.locator('#page-title').innerText(), 'Zhang San · 张 三');
    await page.context().close();
  }
  const page = await openPage(test.browser, site, '#/study');
  await page.locator('#study-search').fill('SIM-0002');
  await page.locator('#study-search').press('Enter');
  await page.locator('#found-rows a').click();
  await page.locator('.picture[data-drawn]:not([data-drawn=""])').waitFor();
  test.holds('by search', true);
  await page.goto(`${site.url}/sonolist/app/#/study/2.25.404`);
  await page.locator('[role=alert]').waitFor();
  test.holds('a study that is not there', /no such study/.test(await page.locator('[role=alert]').innerText()));
}
