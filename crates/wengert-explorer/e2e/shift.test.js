// Nothing moves by itself: every view keeps its place while its numbers come, and while the tape is played.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ask, launch, serve, skip } from './harness.js';
import { WORKED, address, show } from './page.js';

const VIEWS = ['tape', 'code', 'cost', 'why', 'kinks', 'accuracy', 'detective', 'matrix', 'learn', 'practice', 'modes'];
const WIDTHS = [1440, 1000, 400];
/** What a browser's own rounding may add up to. */
const MOST = 0.005;

let server, browser;
before(async () => { if (!skip) { server = await serve(); browser = await launch(); } });
after(async () => { await browser?.close(); await server?.stop(); });

/** A page that adds up how far its parts are shifted, and remembers which. */
async function watched(width, height) {
  const page = await browser.context.newPage();
  await page.setViewportSize({ width, height });
  await page.addInitScript(() => {
    globalThis.shifted = { sum: 0, parts: [] };
    new PerformanceObserver((list) => list.getEntries().forEach(({ value, sources }) => {
      globalThis.shifted.sum += value;
      for (const { node } of sources) globalThis.shifted.parts.push(node?.id || node?.className || node?.nodeName);
    })).observe({ type: 'layout-shift', buffered: true });
  });
  return page;
}

for (const width of WIDTHS) {
  test(`no view shifts while it loads, at ${width} px`, { skip }, async () => {
    for (const view of VIEWS) {
      const page = await watched(width, 900);
      await page.goto(address(server.url, ...WORKED, { step: '9', ...(view === 'tape' ? {} : { view }) }));
      await page.waitForFunction(() => document.body.dataset.ready !== undefined && !document.querySelector('.waiting:not(.away)'));
      await page.waitForTimeout(500);
      const { sum, parts } = await page.evaluate(() => globalThis.shifted);
      await page.close();
      assert.ok(sum <= MOST, `${view}: ${sum.toFixed(3)}, ${parts}`);
    }
  });
}

test('a view that is chosen does not move the others in the bar', { skip }, async () => {
  const { page } = await show(browser.context, server.url, ...WORKED, { step: '9' });
  const places = () => page.locator('.nav a').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().left));
  const first = await places();
  await page.click('.nav [data-view=why]');
  await page.waitForFunction(() => document.body.dataset.view === 'why');
  assert.deepEqual(await places(), first);
  await page.close();
});

for (const [width, height] of [[1440, 900], [1024, 768], [400, 840]]) {
  test(`rows keep their heights while the sweep is played, at ${width} px`, { skip }, async () => {
    const { page } = await show(browser.context, server.url, ...WORKED, { step: '6' });
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.waitForTimeout(200);
    const heights = () => page.locator('#rows .lr').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
    const first = await heights();
    for (let k = 0; k < 5; k += 1) {
      await page.keyboard.press('ArrowRight');
      await page.waitForFunction((step) => document.querySelector('#track').getAttribute('aria-valuenow') === String(step), 7 + k);
      assert.deepEqual(await heights(), first);
    }
    await page.close();
  });
}

/** Numbers of every length, as the ledger writes them. */
const NUMBERS = { '-1.25': '−1.2500', '-1.2345': '−1.2345', 0.00001: '1.00 × 10⁻⁵', 123456.789: '123456.7890' };

for (const [width, height] of [[1024, 768], [1280, 900], [1440, 900], [1920, 1080], [390, 844]]) {
  test(`the stage stays where it is, whatever the numbers, in any preset, at ${width} px`, { skip }, async () => {
    const { presets } = await ask(server.url, { ask: 'presets' });
    const page = await browser.context.newPage();
    await page.setViewportSize({ width, height });
    for (const { model: { text, at } } of presets) {
      await page.goto('about:blank');
      await page.goto(address(server.url, text, Object.fromEntries(at), { view: 'tape' }));
      await page.waitForFunction(() => document.body.dataset.ready !== undefined);
      await page.evaluate(() => document.fonts.ready);
      const top = () => page.evaluate(() => document.querySelector('#stage').getBoundingClientRect().top + scrollY);
      const first = await top();
      for (const [number, shown] of Object.entries(NUMBERS)) {
        for (let k = 0; k < at.length; k += 1) {
          await page.fill(`#num-${k}`, number);
          await page.keyboard.press('Enter');
          await page.waitForFunction(([line, wanted]) => document.querySelector(`.lr[data-line="${line}"] .fw .v`).textContent === wanted, [k + 1, shown]);
        }
        assert.equal(await top(), first, `${text} at ${number}`);
      }
      for (const literal of await page.locator('#formula [role=spinbutton]').all()) {
        if (!(await literal.isVisible())) continue;
        const before = await literal.textContent();
        await literal.press('Alt+ArrowUp');
        await literal.press('ArrowUp');
        await page.waitForFunction(([node, text]) => node.textContent !== text, [await literal.elementHandle(), before]);
        assert.equal(await top(), first, `${text}, a number of the formula`);
      }
    }
    await page.close();
  });
}
