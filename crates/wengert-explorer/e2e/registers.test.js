// Registers as lengths: one scale that the registers there ask for, every addition named, and rows out of sight told.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ask, launch, serve, skip } from './harness.js';
import { WORKED, row, show } from './page.js';

const UNIT = ['(tanh(w1*0.8 + w2*(-0.4) + b) - 0.5)^2', { w1: 0.7, w2: -1.2, b: 0.1 }];
const REUSED = ['(x + y)^2 + exp(x + y)/10 + sin(x + y)', { x: 0.5, y: 0.7 }];
const UNEVEN = ['x^3*y - y/x', { x: 2, y: 3 }];
const LOOP = ['s = x; repeat 4 { s = s*0.2 + sin(s)*y*0.1 }; s^2', { x: 0.5, y: 0.3 }];

let server, browser;
before(async () => { if (!skip) { server = await serve(); browser = await launch(); } });
after(async () => { await browser?.close(); await server?.stop(); });

const sized = async (model, parts, width = 1440, height = 900) => {
  const { page } = await show(browser.context, server.url, ...model, parts);
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.waitForTimeout(200);
  return page;
};

/** How far the blocks of each line reach, in parts of its lane, and how many marks the lane has. */
const bars = (page) => page.locator('#rows .lr').evaluateAll((rows) => rows.map((one) => {
  const lane = one.querySelector('.lane');
  const blocks = [...one.querySelectorAll('.blk')].map((block) => block.getBoundingClientRect().width);
  return { marks: lane.style.getPropertyValue('--marks'), widest: Math.max(0, ...blocks) / lane.getBoundingClientRect().width, px: Math.max(0, ...blocks) };
}));

test('the largest register takes most of its lane, and no register that holds something is a hairline', { skip }, async () => {
  for (const model of [UNIT, UNEVEN, WORKED, LOOP]) {
    const page = await sized(model, { step: '999' });
    const all = await bars(page);
    assert.ok(Math.max(...all.map(({ widest }) => widest)) > 0.6, `${model[0]}: ${JSON.stringify(all)}`);
    assert.ok(all.every(({ px }) => px >= 3), `${model[0]}: ${JSON.stringify(all)}`);
    await page.close();
  }
});

test('all rows share one scale, at every step the same, and the heading keeps what a register is', { skip }, async () => {
  const page = await sized(UNIT, { step: '999' });
  const head = page.locator('.hd-rg');
  const said = [];
  for (let left = 20; left > 9; left -= 1) {
    said.push(...(await bars(page)).map(({ marks }) => marks), await head.textContent());
    await page.keyboard.press('ArrowLeft');
    await page.waitForTimeout(40);
  }
  assert.equal(new Set(said).size, 2, [...new Set(said)].join(' | '));
  assert.match(await head.textContent(), /^Register in the end, the slope of L in that value.*marks 0\.2 apart$/);
  const fits = await head.evaluate((cell) => cell.scrollWidth <= cell.clientWidth && cell.scrollHeight <= cell.clientHeight + 1);
  assert.ok(fits, 'the heading is not cut');
  await page.close();
});

test('every addition into a register is named where there is room for it', { skip }, async () => {
  for (const [width, height] of [[1440, 900], [1920, 1080], [1280, 800], [1024, 768]]) {
    const page = await sized(REUSED, { step: '999' }, width, height);
    assert.equal((await row(page, 3)).label, '0.3624 from g + 0.3320 from c + 2.4000 from b');
    const cut = await page.locator('.bl').evaluateAll((all) => all.filter((one) => one.scrollHeight > one.clientHeight + 1 || [...one.children].some((part) => part.scrollWidth > part.clientWidth + 1)).map((one) => one.textContent));
    assert.deepEqual(cut, [], `${width}`);
    await page.close();
  }
  const many = await sized([Array.from({ length: 14 }, (_, k) => `sin(${k + 1}*x)`).join(' + '), { x: 0.3 }], { step: '999' });
  await many.click('#fold-all');
  await many.waitForFunction(() => document.querySelectorAll('#rows .lr').length > 20);
  assert.match((await row(many, 1)).label, /^(\d+) more [+−] /, 'of very many the last are named');
  await many.close();
});

test('rows out of sight are told above and below, and a click brings them', { skip }, async () => {
  const page = await sized(REUSED, {});
  const [above, below] = [page.locator('#rows-above'), page.locator('#rows-below')];
  const text = (one) => one.textContent();
  assert.match(await text(above), /^↑ \d rows? above: x, ?y/);
  assert.equal(await below.isVisible(), false);
  const { lines } = await ask(server.url, { ask: 'record', model: { text: REUSED[0], at: Object.entries(REUSED[1]) } });
  await above.focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('#rows-above').classList.contains('away'));
  assert.match(await text(below), /^↓ \d rows? below: /);
  const seen = await page.locator('#rows .lr').evaluateAll((rows) => { const { top, bottom } = document.querySelector('#scroll').getBoundingClientRect(); return rows.filter((one) => { const box = one.getBoundingClientRect(); return box.top >= top + 36 && box.bottom <= bottom; }).length; });
  assert.ok(seen < lines.length && seen > 3, `${seen}`);
  await page.close();
  const short = await sized(WORKED, {});
  assert.deepEqual([await short.locator('#rows-above').isVisible(), await short.locator('#rows-below').isVisible()], [false, false]);
  await short.close();
});

test('the row that a step is about is never under what tells of further rows', { skip }, async () => {
  const page = await sized(REUSED, {});
  for (let step = 11; step <= 20; step += 1) {
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction((at) => document.querySelector('#track').getAttribute('aria-valuenow') === String(at), step);
    await page.waitForTimeout(40);
    const covered = await page.evaluate(() => {
      const rows = [...document.querySelectorAll('.lr.target')].map((one) => one.getBoundingClientRect());
      const bars = [...document.querySelectorAll('.beyond:not(.away)')].map((one) => one.getBoundingClientRect());
      return rows.length !== 1 || rows.some((one) => bars.some((bar) => one.top < bar.bottom - 1 && bar.top < one.bottom - 1));
    });
    assert.equal(covered, false, `step ${step}`);
  }
  await page.close();
});
