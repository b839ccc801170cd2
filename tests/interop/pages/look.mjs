// Uses our own pages as a person does, and prints what they said: look.mjs REQUEST.json
//   request: {url, user, password, study: Orthanc's identifier, pictures: folder}
//   answer: {errors, button, dead: [row], action, deadAfter: [row], paused, resumed}
import fs from 'node:fs';
import { createRequire } from 'node:module';

const { chromium } = createRequire(`${process.env.NODE_MODULES}/`)('playwright-core');
const PATIENCE = { timeout: 30000 };

async function openPage(browser, request, path, errors) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 1100 }, httpCredentials: { username: request.user, password: request.password },
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => errors.push(`${path}: ${error.message}`));
  await page.goto(request.url + path, PATIENCE);
  return page;
}

async function useExplorer(browser, request, errors) {
  const page = await openPage(browser, request, `/app/explorer.html#study?uuid=${request.study}`, errors);
  const button = page.locator('#sonolist-study');
  await button.click(PATIENCE);
  await button.filter({ hasText: /Sonolist: / }).waitFor(PATIENCE);
  await page.screenshot({ path: `${request.pictures}/explorer.png` });
  return (await button.innerText()).trim();
}

const rowsOf = (page) => page.locator('#dead-rows tr').allInnerTexts();

async function press(page, button, answer, said) {
  await page.locator(button).click(PATIENCE);
  await page.locator(answer).filter({ hasText: said }).waitFor(PATIENCE);
  return page.locator(answer).innerText();
}

async function useStatusPage(browser, request, errors) {
  const page = await openPage(browser, request, '/sonolist/app/index.html', errors);
  await page.locator('#dead-rows button').first().waitFor(PATIENCE);
  const dead = await rowsOf(page);
  await page.screenshot({ path: `${request.pictures}/status-dead.png`, fullPage: true });
  const paused = await press(page, '#pause', '#claims-result', 'No step');
  await page.locator('#pause[data-path=resume]').waitFor(PATIENCE);
  const resumed = await press(page, '#pause', '#claims-result', 'claimed again');
  const action = await press(page, '#dead-rows button', '#action-result', 'queued again');
  await page.locator('#dead-rows').filter({ hasText: 'None' }).waitFor(PATIENCE);
  await page.screenshot({ path: `${request.pictures}/status-requeued.png`, fullPage: true });
  return { dead, paused, resumed, action, deadAfter: await rowsOf(page) };
}

const request = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const errors = [];
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
try {
  const seen = await useStatusPage(browser, request, errors);
  console.log(JSON.stringify({ ...seen, button: await useExplorer(browser, request, errors), errors }));
} finally {
  await browser.close();
}
