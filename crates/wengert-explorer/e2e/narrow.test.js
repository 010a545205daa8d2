// A window as narrow as a telephone's: it opens at its top, a card shows all that its line does, and equations are whole.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ask, launch, serve, skip } from './harness.js';
import { WORKED, address, show } from './page.js';

const PRICE = ['S*normcdf((log(S/K) + (r + s^2/2)*T)/(s*sqrt(T))) - K*exp(-r*T)*normcdf((log(S/K) + (r - s^2/2)*T)/(s*sqrt(T)))', { S: 100, K: 105, r: 0.03, s: 0.2, T: 1 }];
const REUSED = ['(x + y)^2 + exp(x + y)/10 + sin(x + y)', { x: 0.5, y: 0.7 }];

let server, browser;
before(async () => { if (!skip) { server = await serve(); browser = await launch(); } });
after(async () => { await browser?.close(); await server?.stop(); });

/** A narrow page that has been narrow from its first picture on. */
async function narrow(model, parts = {}) {
  const page = await browser.context.newPage();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(address(server.url, ...model, parts));
  await page.waitForFunction(() => document.querySelectorAll('#rows .lr').length > 0);
  await page.waitForTimeout(400);
  return page;
}

test('the page opens at its top, with the formula and the register of the step in sight', { skip }, async () => {
  const page = await narrow(WORKED);
  const seen = await page.evaluate(() => {
    const box = (name) => document.querySelector(name).getBoundingClientRect();
    return { top: scrollY, formula: box('.main-formula').top >= 0, brand: box('.brand').top >= 0, register: box('.lr[data-line="5"]').bottom <= box('#step').top + 1 };
  });
  assert.deepEqual(seen, { top: 0, formula: true, brand: true, register: true });
  await page.close();
});

test('nothing but a step scrolls the page: no opening, no part, no edit, no other size', { skip }, async () => {
  for (const model of [PRICE, REUSED]) {
    const page = await narrow(model);
    const top = async (what) => { await page.waitForTimeout(250); assert.equal(await page.evaluate(() => scrollY), 0, what); };
    await top('opened');
    await page.click('[data-tab=graph]');
    await top('graph');
    await page.click('[data-tab=lines]');
    await top('lines');
    await page.setViewportSize({ width: 400, height: 760 });
    await top('size');
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => scrollY > 0);
    await page.close();
  }
});

test('a card shows every statement of its line and what it added, and its register under its heading', { skip }, async () => {
  const page = await narrow(WORKED, { step: '11' });
  const amounts = await page.locator('.lr[data-line="5"] .st').evaluateAll((all) => all.filter((one) => one.getBoundingClientRect().height > 10).map((one) => one.querySelector('.v').textContent));
  assert.deepEqual(amounts, ['seed 1', '+1.0000', '+1.0000']);
  const places = await page.evaluate(() => {
    const left = (name) => document.querySelector(name).getBoundingClientRect().left;
    const side = (name) => (left(name) < innerWidth / 2 - 8 ? 'left' : 'right');
    return ['.hd-fwd', '.hd.l > :nth-child(3)', '.hd-rg', '.lr .what', '.lr[data-line="5"] .st', '.lr .val', '.lr .lane'].map(side);
  });
  assert.deepEqual(places, ['left', 'left', 'right', 'left', 'left', 'right', 'right']);
  await page.close();
});

test('no card cuts its line or a statement', { skip }, async () => {
  for (const model of [WORKED, REUSED, ['sigmoid(sigmoid(x)*y)*sigmoid(x)', { x: 0.5, y: 2 }]]) {
    const page = await narrow(model, { step: '999' });
    assert.deepEqual(await page.evaluate(cutParts), [], model[0]);
    await page.close();
  }
});

/** What does not fit its place. */
const cutParts = () => [...document.querySelectorAll('.lr .st-text, .lr .what, .lr .held, .hd-rg')].filter((one) => one.offsetWidth > 0 && one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0).map((one) => one.textContent);

test('rows keep their heights while a sweep is played in narrow cards', { skip }, async () => {
  const page = await narrow(REUSED, { step: '9' });
  const heights = () => page.locator('#rows .lr').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
  const first = await heights();
  for (let step = 10; step <= 20; step += 1) {
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction((at) => document.querySelector('#track').getAttribute('aria-valuenow') === String(at), step);
    assert.deepEqual(await heights(), first, `step ${step}`);
  }
  await page.close();
});

for (const [width, height] of [[390, 844], [1024, 768]]) {
  test(`the equation of every step is whole, or says that it goes on, at ${width} px`, { skip }, async () => {
    const { page } = await show(browser.context, server.url, ...PRICE, { step: '28' });
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.waitForTimeout(200);
    let whole = 0;
    for (let step = 29; step <= 67; step += 1) {
      await page.keyboard.press('ArrowRight');
      await page.waitForFunction((at) => document.querySelector('#track').getAttribute('aria-valuenow') === String(at), step);
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      const { over, told } = await page.locator('#equation').evaluate((one) => ({ over: one.scrollWidth > one.clientWidth + 1, told: one.classList.contains('cut') && one.tabIndex === 0 && getComputedStyle(one, '::after').content.includes('→') }));
      assert.ok(!over || told, `step ${step}`);
      whole += over ? 0 : 1;
    }
    assert.ok(whole > 25, `${whole} of 39 are whole`);
    await page.close();
  });
}

test('on a telephone the passes of a loop are wide enough to be touched, and a line forward has its equation whole', { skip }, async () => {
  const { presets } = await ask(server.url, { ask: 'presets' });
  const { model } = presets.find((preset) => preset.id === 'rk4');
  const { page } = await show(browser.context, server.url, model.text, Object.fromEntries(model.at), { step: '9' });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.waitForFunction(() => document.querySelectorAll('.strip .cells button').length === 8 && document.querySelector('#equation').textContent.includes('kept for later'));
  const [widest, cut] = await page.evaluate(() => [document.querySelector('.strip .cells button').getBoundingClientRect().width, document.querySelector('#equation').scrollWidth - document.querySelector('#equation').clientWidth]);
  assert.ok(widest >= 24, `${widest} px`);
  assert.ok(cut <= 1, `${cut} px are cut`);
  const single = await show(browser.context, server.url, 'x^2', { x: 2 }, { view: 'why' });
  await single.page.waitForFunction(() => document.querySelector('.lens-why .seg button'));
  const empty = await single.page.evaluate(() => document.querySelector('.lens-why .seg').getBoundingClientRect().width - document.querySelector('.lens-why .seg button').getBoundingClientRect().width);
  assert.ok(empty < 4, 'a choice of one has no empty place beside it');
  await Promise.all([page.close(), single.page.close()]);
});
