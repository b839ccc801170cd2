// A headless browser that can reach the loopback address only, and pages in it that note everything that should not happen.
import { createRequire } from 'node:module';

const require = createRequire(`${process.env.NODE_MODULES}/`);
const { chromium } = require('playwright-core');
const axe = require('axe-core');

export const PATIENCE = { timeout: 20000 };
// Headings by which a page is known to be there.
export const PAGES = {
  worklist: '#/worklist', 'study-start': '#/study', study: '#/study/2.25.2001?image=2.25.1002&frame=3', audit: '#/audit', 'audit-charts': '#/audit/charts', 'audit-drift': '#/audit/drift',
  'audit-versions': '#/audit/versions?examinations=1', 'audit-coverage': '#/audit/coverage', 'audit-accesses': '#/audit/accesses', models: '#/models', model: '#/models/anterior-sciatic', system: '#/system',
};

export async function withBrowser(work) {
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
  });
  try {
    return await work(browser);
  } finally {
    await browser.close();
  }
}

// What must not happen is in `faults`: errors of scripts, dialogs (an alert that ran), violations of the Content-Security-Policy,
// requests to other hosts.
export async function openPage(browser, site, hash, { theme = 'light', language = 'en', viewport = { width: 1440, height: 900 }, credentials } = {}) {
  const context = await browser.newContext({
    viewport, colorScheme: theme, locale: language === 'zh' ? 'zh-CN' : 'en-GB', timezoneId: 'UTC', httpCredentials: credentials, permissions: ['clipboard-read', 'clipboard-write'],
  });
  await context.addInitScript(() => {
    globalThis.__violations = [];
    document.addEventListener('securitypolicyviolation', (event) => globalThis.__violations.push(`${event.violatedDirective} ${event.blockedURI}`));
  });
  const page = await context.newPage();
  page.faults = [];
  page.on('pageerror', (error) => page.faults.push(`script error: ${error.message}`));
  page.on('dialog', (dialog) => { page.faults.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on('request', (request) => { if (!request.url().startsWith(site.url) && !request.url().startsWith('blob:')) page.faults.push(`request to ${request.url()}`); });
  // Answers with an error status are noted by the browser too; those are the subject of some cases.
  page.on('console', (message) => { if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) page.faults.push(`console: ${message.text()}`); });
  await page.goto(`${site.url}/sonolist/app/${hash}`, PATIENCE);
  await page.locator('#page-title').waitFor(PATIENCE);
  return page;
}

// Nothing more is awaited: no "Loading", no request for a moment, pictures drawn.
export async function settle(page) {
  await page.waitForLoadState('networkidle', PATIENCE).catch(() => {});
  await page.waitForFunction(() => !document.querySelector('.waiting'), undefined, PATIENCE);
  await page.waitForFunction(() => [...document.querySelectorAll('.picture')].every((one) => one.dataset.drawn), undefined, { timeout: 3000 }).catch(() => {});
}

export async function faultsOf(page) {
  return [...page.faults, ...(await page.evaluate(() => globalThis.__violations)).map((text) => `policy: ${text}`)];
}

// Serious and critical violations that axe-core finds: ["rule: element"].
export async function violationsOf(page) {
  await page.evaluate(axe.source);
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  return found.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} (${failureSummary?.split('\n').slice(1, 2).join(' ').trim()})`).slice(0, 3).join('; ')}`);
}
