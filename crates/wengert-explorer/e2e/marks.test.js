// What the marks of the stage mean, how the keyboard reaches them, and how they look on paper and while a text is wrong.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { launch, serve, skip } from './harness.js';
import { WORKED, row, show } from './page.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const BRANCH = ['where(x > y, x^2*y, sin(x) - y)', { x: 2, y: 3 }];
const LOOP = ['t = x; repeat 3 { t = t + sin(t) }; t^2', { x: 1 }];

let server, browser;
before(async () => { if (!skip) { server = await serve(); browser = await launch(); } });
after(async () => { await browser?.close(); await server?.stop(); });

test('the sum has an empty place until the product docks', { skip }, async () => {
  const { page } = await show(browser.context, server.url, ...WORKED, { step: '8' });
  await page.keyboard.press('ArrowRight');
  await page.locator('#equation .n.empty').waitFor();
  assert.equal(await page.locator('#step-words p').isVisible(), false);
  await page.waitForFunction(() => document.querySelectorAll('#equation .n.empty').length === 0);
  assert.equal(await page.locator('#equation .n').first().textContent(), '1.9602');
  assert.equal(await page.locator('#step-words h2 mover').count(), 1);
  await page.close();
});

test('a branch that is not taken is dashed and says so; only what will pay is a use', { skip }, async () => {
  const { page } = await show(browser.context, server.url, ...BRANCH, { step: '99' });
  assert.equal((await row(page, 5)).status, 'branch not taken');
  assert.equal((await row(page, 4)).status, 'slope of L is 0');
  const dashed = await page.locator('.edge.aside').evaluateAll((all) => all.map((one) => getComputedStyle(one).strokeDasharray));
  assert.deepEqual([dashed.length, new Set(dashed).size, dashed[0] === 'none'], [7, 1, false]);
  await page.keyboard.press('Home');
  for (let k = 0; k < 8; k += 1) await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => document.querySelector('#track').getAttribute('aria-valuenow') === '8');
  assert.deepEqual([(await row(page, 1)).status, (await row(page, 2)).status], ['1 use', '1 use']);
  await page.close();
});

test('a value that is no number is crimson in the graph too', { skip }, async () => {
  const { page } = await show(browser.context, server.url, 'where(x > 0, x*log(x), 0) + x^2', { x: -1 }, { step: '99' });
  const colours = await page.locator('.nd.bad .pr').evaluateAll((all) => all.map((one) => getComputedStyle(one).color));
  const alarm = await page.evaluate(() => { const probe = document.body.appendChild(document.createElement('i')); probe.className = 'al'; const { color } = getComputedStyle(probe); probe.remove(); return color; });
  assert.deepEqual([colours.length, ...new Set(colours)], [2, alarm]);
  await page.close();
});

test('the strip of a loop shows what has been swept', { skip }, async () => {
  const { page } = await show(browser.context, server.url, ...LOOP, { step: '14' });
  const kinds = await page.locator('.strip .cells button').evaluateAll((all) => all.map((one) => [one.className, getComputedStyle(one).backgroundColor]));
  assert.deepEqual(kinds.map(([name]) => name), ['done', 'done', 'done swept']);
  assert.notEqual(kinds[2][1], kinds[0][1]);
  await page.close();
});

test('the forward step says which lines read what is kept', { skip }, async () => {
  const { page } = await show(browser.context, server.url, ...WORKED, { step: '4' });
  assert.equal(await page.locator('#equation .w').last().textContent(), 'x, y by line 3; a by line 4');
  await page.close();
});

test('what takes back is a half block, and what is left is marked', { skip }, async () => {
  const { page } = await show(browser.context, server.url, WORKED[0], { x: 2, y: 1.6 }, { step: '9' });
  const at = page.locator('.lr[data-line="3"]');
  const [lane, net, back] = await Promise.all(['.lane', '.net-mark', '.blk.back'].map((name) => at.locator(name).boundingBox()));
  assert.ok(Math.abs(net.x - lane.x) < 4 && back.height < 0.7 * lane.height, JSON.stringify({ lane, net, back }));
  assert.equal((await row(page, 3)).label, '1.0000 from L − 0.9983 from b');
  await page.close();
});

test('to the end by keyboard keeps the focus', { skip }, async () => {
  const { page } = await show(browser.context, server.url, ...WORKED, { step: '9' });
  await page.locator('#to-end').focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('#to-end').getAttribute('aria-disabled') === 'true');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'to-end');
  await page.close();
});

test('the nodes of the graph are reached by Tab and walked by arrows', { skip }, async () => {
  const { page } = await show(browser.context, server.url, ...WORKED, { step: '9' });
  assert.equal(await page.locator('.nd[tabindex="0"]').count(), 1);
  await page.locator('.nd[tabindex="0"]').focus();
  for (const line of ['1', '2', '3']) {
    await page.keyboard.press('ArrowDown');
    await page.waitForFunction((at) => document.activeElement.matches('.nd') && document.activeElement.dataset.line === at, line);
  }
  assert.equal(await page.locator('.lr.sel').getAttribute('data-line'), '3');
  await page.close();
});

test('the skip link leaves the state in the address', { skip }, async () => {
  const { page } = await show(browser.context, server.url, ...WORKED, { step: '9' });
  await page.locator('.skip').focus();
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
  assert.match(page.url(), /step=9/);
  await page.close();
});

test('on paper stands the final state, and afterwards all is as before', { skip }, async () => {
  const { page } = await show(browser.context, server.url, ...WORKED, { step: '8', line: '3' });
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  assert.deepEqual([(await row(page, 1)).register, (await row(page, 2)).register, await page.locator('.sel').count()], ['5.8805', '3.9203', 0]);
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  await page.waitForFunction(() => document.querySelector('#track').getAttribute('aria-valuenow') === '8' && document.querySelectorAll('.lr.sel').length === 1);
  await page.close();
});

for (const scheme of ['light', 'dark']) {
  test(`while a text is wrong all is grey and can be read, ${scheme}`, { skip }, async () => {
    const { page } = await show(browser.context, server.url, ...WORKED, { step: '9' });
    await page.emulateMedia({ colorScheme: scheme });
    await page.click('#edit');
    await page.fill('#source', 'x*y + sn(x*y)');
    await page.locator('#stage.stale').waitFor();
    // Where ink is, as the font has it: of the letters that are marked, of the carets, and the top of the message.
    const ink = await page.locator('.mirror mark').evaluate((one) => {
      const pen = document.createElement('canvas').getContext('2d');
      const [letters, carets] = [getComputedStyle(one), getComputedStyle(one, '::after')];
      pen.font = `700 ${letters.fontSize} ${letters.fontFamily}`;
      const { top } = one.getBoundingClientRect();
      const { fontBoundingBoxAscent: ascent, actualBoundingBoxDescent: descent } = pen.measureText('sn');
      pen.font = `400 ${carets.fontSize} ${carets.fontFamily}`;
      const caret = pen.measureText('^');
      const baseline = top + parseFloat(carets.top) + (parseFloat(carets.lineHeight) - caret.fontBoundingBoxAscent - caret.fontBoundingBoxDescent) / 2 + caret.fontBoundingBoxAscent;
      return { letters: top + ascent + descent, carets: [baseline - caret.actualBoundingBoxAscent, baseline + caret.actualBoundingBoxDescent], message: document.querySelector('#complaint').getBoundingClientRect().top };
    });
    assert.ok(ink.carets[0] >= ink.letters, `the carets stand below the letters: ${JSON.stringify(ink)}`);
    assert.ok(ink.carets[1] <= ink.message, `and above the message: ${JSON.stringify(ink)}`);
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['color-contrast'] }));
    assert.deepEqual(violations.flatMap(({ nodes }) => nodes.map((one) => `${one.target}: ${one.any[0]?.message}`)), []);
    await page.close();
  });
}

test('the open menu of presets can be scrolled by the keyboard in a narrow window', { skip }, async () => {
  const { page } = await show(browser.context, server.url, ...WORKED, { step: '0' });
  await page.setViewportSize({ width: 400, height: 700 });
  await page.click('#presets');
  await page.locator('#preset-menu').waitFor();
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run('#preset-menu', { runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa', 'best-practice'] }));
  assert.deepEqual(violations.map(({ id }) => id), []);
  await page.close();
});
