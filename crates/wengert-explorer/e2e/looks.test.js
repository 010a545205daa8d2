// Both themes, narrow windows, keyboard only, and what axe-core finds.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, serve, skip } from './harness.js';
import { WORKED, audit, registers, show } from './page.js';

const VIEWS = ['tape', 'code', 'cost', 'why', 'kinks', 'accuracy', 'detective', 'matrix', 'learn', 'practice', 'modes'];
const WIDTHS = [1440, 1024, 768, 360];

let server, browser;
before(async () => { if (!skip) { server = await serve(); browser = await launch(); } });
after(async () => { await browser?.close(); await server?.stop(); });

for (const scheme of ['light', 'dark']) {
  test(`axe finds nothing serious in any view, ${scheme}`, { skip }, async () => {
    const found = [];
    for (const view of VIEWS) {
      const { page } = await show(browser.context, server.url, ...WORKED, { step: '9', line: '3', view });
      await page.emulateMedia({ colorScheme: scheme });
      await page.waitForTimeout(400);
      found.push(...(await audit(page)).map((one) => `${view}: ${one}`));
      await page.close();
    }
    assert.deepEqual(found, []);
  });
}

test('no view is wider than its window', { skip }, async () => {
  for (const width of WIDTHS) {
    for (const view of VIEWS) {
      const { page } = await show(browser.context, server.url, ...WORKED, { step: '9', view });
      await page.setViewportSize({ width, height: 800 });
      await page.waitForTimeout(150);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      await page.close();
      assert.ok(over <= 0, `${view} at ${width}: ${over} px too wide`);
    }
  }
});

test('in a narrow window one part is shown at a time, with the same registers', { skip }, async () => {
  const { page } = await show(browser.context, server.url, ...WORKED, { step: '11' });
  await page.setViewportSize({ width: 360, height: 800 });
  assert.deepEqual(await registers(page, [1, 2]), ['5.8805', '3.9203']);
  await page.locator('#graph').waitFor({ state: 'hidden' });
  await page.click('[data-tab=graph]');
  await page.locator('#ledger').waitFor({ state: 'hidden' });
});

test('the theme can be chosen and is kept', { skip }, async () => {
  const { page } = await show(browser.context, server.url, ...WORKED, { step: '9' });
  const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
  const first = await theme();
  await page.click('#theme');
  assert.notEqual(await theme(), first);
  const chosen = await theme();
  await page.reload();
  assert.equal(await theme(), chosen);
  await page.click('#theme');
});

test('the keyboard alone reaches a value, a line, a view, and comes back', { skip }, async () => {
  const { page } = await show(browser.context, server.url, ...WORKED, { step: '9' });
  assert.equal(await page.evaluate(() => document.activeElement.id), 'play');
  await page.keyboard.press('ArrowDown');
  await page.waitForFunction(() => document.activeElement.dataset.line === '1');
  await page.keyboard.press('ArrowDown');
  await page.waitForFunction(() => document.activeElement.dataset.line === '2');
  await page.locator('#slide-1').focus();
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => document.querySelector('.lr[data-line="2"] .fw .v').textContent === '3.0100');
  await page.locator('.nav [data-view=matrix]').focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.body.dataset.view === 'matrix');
  await page.goBack();
  await page.waitForFunction(() => document.body.dataset.view === 'tape');
});

test('nothing moves for those who asked for that', { skip }, async () => {
  const { page } = await show(browser.context, server.url, ...WORKED, { step: '6' });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => document.querySelector('.lr[data-line="3"] .held').textContent === '1.0000', null, { timeout: 200 });
  assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
});

test('the first picture says what a register is, and the last what the registers of the inputs are', { skip }, async () => {
  for (const [width, height] of [[1440, 1000], [360, 740]]) {
    const { page } = await show(browser.context, server.url, ...WORKED);
    await page.setViewportSize({ width, height });
    const words = page.locator('#step-words p');
    await page.waitForFunction(() => /A bar over a name is its register: in the end, the slope of L in that value/.test(document.querySelector('#step-words p').textContent));
    const box = await words.boundingBox();
    assert.ok(box.height > 20 && box.y + box.height < height, JSON.stringify(box));
    await page.keyboard.press('End');
    await page.waitForFunction(() => /^L moves 3\.9203 times as far as y\. The sweep is done: /.test(document.querySelector('#step-words p').textContent));
    assert.equal(await words.locator('math').count(), 2);
    await page.close();
  }
});

test('in a narrow window the register that a step pays into comes into sight', { skip }, async () => {
  const { page } = await show(browser.context, server.url, ...WORKED, { step: '6' });
  await page.setViewportSize({ width: 360, height: 740 });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.waitForTimeout(150);
  for (const line of [3, 4, 3, 1, 2]) {
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction((at) => {
      const [row, panel] = [document.querySelector(`.lr[data-line="${at}"] .tray`), document.querySelector('#step')].map((node) => node.getBoundingClientRect());
      return document.querySelector(`.lr[data-line="${at}"]`).classList.contains('target') && row.top >= 0 && row.bottom <= panel.top;
    }, line);
  }
  await page.close();
});
