// Opens each study of the request in OHIF, looks at its SEG and its SR, and prints what was seen: look.mjs REQUEST.json
//   request: {site: {url, user, password}, pictures: folder, studies: [{name, study, measurements: [{text, frame}]}]}, frames 0-based
//   answer: [{name, errors, labels, masks: [{segment: [pixels, sum of rows, sum of columns]} per frame], selected: {number: {from, frame, texts}}}]
import fs from 'node:fs';

import { ViewerPage, withBrowser } from './page.mjs';

async function lookAtSegmentation(viewer, picture) {
  await viewer.openSegmentation();
  const frames = await viewer.ask('frames');
  const masks = [];
  for (let index = 0; index < frames; index += 1) {
    await viewer.showSegmentedFrame(index);
    masks.push(await viewer.ask('masks'));
    if (index === 0 || index === Math.floor(frames / 2) || index === frames - 1) {
      await viewer.screenshot(picture(`seg-frame-${String(index + 1).padStart(2, '0')}`));
    }
  }
  return { masks, labels: await viewer.ask('labels') };
}

// The first measurement is selected when the report opens; each click of the arrow selects the next one, the first one last. (OHIF leaves
// the first one highlighted whatever is selected.) Every jump starts on a frame that is not the wanted one.
async function lookAtReport(viewer, measurements, picture) {
  await viewer.openReport();
  const frames = await viewer.ask('frames');
  const selected = {};
  for (let click = 1; click <= measurements.length; click += 1) {
    const number = click % measurements.length;
    const { text, frame } = measurements[number];
    const from = (frame + Math.ceil(frames / 2)) % frames;
    await viewer.goTo(from);
    await viewer.selectNextMeasurement();
    await viewer.until(([wantedText, wantedFrame]) =>
      window.__sonolist.frame() === wantedFrame && window.__sonolist.texts().some((shown) => shown.includes(wantedText)),
    `measurement ${number + 1}, "${text}" on frame ${frame + 1},`, [text, frame]);
    selected[number] = { from, frame: await viewer.ask('frame'), texts: await viewer.ask('texts') };
    await viewer.screenshot(picture(`sr-${number + 1}`));
  }
  return { selected };
}

// SEG and SR are opened in pages of their own: what the one leaves behind cannot help the other.
async function look(browser, request, study) {
  const seen = { name: study.name, errors: [] };
  const picture = (what) => `${request.pictures}/${study.name}-${what}.png`;
  const parts = [(viewer) => lookAtSegmentation(viewer, picture), (viewer) => lookAtReport(viewer, study.measurements, picture)];
  for (const [number, part] of parts.entries()) {
    let viewer;
    try {
      viewer = await ViewerPage.open(browser, request.site, study.study);
      Object.assign(seen, await part(viewer));
    } catch (error) {
      seen.errors.push(error.message);
      await viewer?.page.screenshot({ path: picture(number === 0 ? 'seg-failed' : 'sr-failed') })
        .catch((failure) => seen.errors.push(`no picture of that: ${failure.message}`));
    }
    seen.errors.push(...(viewer?.errors ?? []));
    await viewer?.close().catch((failure) => seen.errors.push(`the page did not close: ${failure.message}`));
  }
  return seen;
}

const request = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const answer = await withBrowser(async (browser) => {
  const seen = [];
  for (const study of request.studies) seen.push(await look(browser, request, study));
  return seen;
});
console.log(JSON.stringify(answer));
