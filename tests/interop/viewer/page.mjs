// OHIF's page: opening a study and its results as a person does, and asking the viewer below (Cornerstone3D) what it holds.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const { chromium } = createRequire(`${process.env.NODE_MODULES}/`)('playwright-core');

// Without a graphics card WebGL runs on the processor. Nothing but the loopback address can be reached.
const CHROMIUM = {
  executablePath: '/usr/bin/chromium',
  args: ['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist', '--no-sandbox',
    '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
};
const PATIENCE = { timeout: 90000 };

export async function withBrowser(work) {
  const browser = await chromium.launch(CHROMIUM);
  try {
    return await work(browser);
  } finally {
    await browser.close();
  }
}

export class ViewerPage {
  constructor(page) {
    this.page = page;
    this.errors = [];
    page.on('pageerror', (error) => this.errors.push(`page error: ${error.message}`));
    page.on('crash', () => this.errors.push('the page crashed'));
    page.on('response', (response) => {
      if (response.status() >= 400) this.errors.push(`HTTP ${response.status()}: ${new URL(response.url()).pathname}`);
    });
  }

  // site: {url, user, password}
  static async open(browser, site, studyUid) {
    const credentials = { username: site.user, password: site.password, send: 'unauthorized' };
    const context = await browser.newContext({ viewport: { width: 1600, height: 1000 }, httpCredentials: credentials });
    // The guided tour lies over the page until it was seen once.
    await context.addInitScript(() => localStorage.setItem('shownTours', JSON.stringify(['basicViewerTour'])));
    // So does the word on investigational use, until it was confirmed.
    await context.addInitScript(() => localStorage.setItem('investigationalUseDialog', JSON.stringify({ expiryDate: '9999-01-01T00:00:00Z' })));
    await context.addInitScript({ path: fileURLToPath(new URL('in_page.js', import.meta.url)) });
    const viewer = new ViewerPage(await context.newPage());
    await viewer.page.goto(`${site.url}/viewer?StudyInstanceUIDs=${studyUid}`, PATIENCE);
    // With the list of series the application's services are there.
    await viewer.page.locator('[data-cy="study-browser-thumbnail-no-image"]').first().waitFor(PATIENCE);
    await viewer.until(() => window.__sonolist.viewport()?.getCurrentImageId?.(), 'the first image');
    return viewer;
  }

  // Waits for a condition inside the page; an error says what was awaited.
  async until(condition, what, argument = undefined) {
    try {
      await this.page.waitForFunction(condition, argument, PATIENCE);
    } catch (error) {
      throw new Error(`${what} did not come: ${error.message.split('\n')[0]}; ${this.errors.join('; ')}`);
    }
  }

  ask(name, ...values) {
    return this.page.evaluate(([method, parameters]) => window.__sonolist[method](...parameters), [name, values]);
  }

  // By the list of series, as a person does.
  async openResult(modality) {
    await this.page.locator('[data-cy="study-browser-thumbnail-no-image"]').filter({ hasText: modality }).first().dblclick(PATIENCE);
  }

  async openSegmentation() {
    await this.openResult('SEG');
    await this.page.locator('[data-cy="yes-hydrate-btn"]').click(PATIENCE);
    await this.page.locator('[data-cy="yes-hydrate-btn"]').waitFor({ state: 'detached', ...PATIENCE });
    await this.until(() => window.__sonolist.labelmapImages().length > 0, 'the segmentation on the image');
  }

  async openReport() {
    await this.openResult('SR');
    await this.page.locator('[data-cy="viewport-action-arrows-right"]').waitFor(PATIENCE);
    await this.until(() => window.__sonolist.texts().length > 0, 'a measurement on the image');
  }

  async goTo(index) {
    await this.ask('goTo', index);
    await this.until((wanted) => window.__sonolist.frame() === wanted, `frame ${index + 1}`, index);
  }

  async showSegmentedFrame(index) {
    await this.goTo(index);
    await this.until(() => window.__sonolist.labelmapImages().length > 0, `the segmentation on frame ${index + 1}`);
  }

  async selectNextMeasurement() {
    await this.page.locator('[data-cy="viewport-action-arrows-right"]').click(PATIENCE);
  }

  async screenshot(file) {
    await this.ask('rendered');
    await this.page.screenshot({ path: file });
  }

  close() {
    return this.page.context().close();
  }
}
