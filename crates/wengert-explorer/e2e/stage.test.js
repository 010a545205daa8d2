// Point 1: the forward tape, the reverse sweep with its registers, and the equation of every step.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ask, launch, serve, skip } from './harness.js';
import { WORKED, registers, row, show } from './page.js';

let server, browser;
before(async () => { if (!skip) { server = await serve(); browser = await launch(); } });
after(async () => { await browser?.close(); await server?.stop(); });

test('a variable that is clicked leads to the paths that made its register', { skip }, async () => {
  const { page, complaints } = await show(browser.context, server.url, ...WORKED, { step: '9' });
  const [why, predict] = [page.locator('#ask-why'), page.locator('#ask')];
  assert.ok(await why.isHidden());
  const before = await predict.boundingBox();
  await page.locator('.nd[data-line="3"]').click();
  assert.equal(await why.getAttribute('aria-label'), 'Why this number: the paths to a');
  assert.deepEqual(await predict.boundingBox(), before, 'nothing moves');
  await why.click();
  await page.waitForFunction(() => document.querySelector('.lens-why h1')?.textContent.includes('1.9602'));
  assert.deepEqual(complaints, []);
});

test('a local derivative of the output is not written like the gradient', { skip }, async () => {
  const { page } = await show(browser.context, server.url, ...WORKED, { step: '7' });
  await page.waitForFunction(() => document.querySelector('#equation math:last-of-type'));
  const said = await page.locator('#equation').textContent();
  assert.match(said, /∂\(a\+b\)∂a=1/);
  assert.doesNotMatch(said, /∂L∂a/);
});

test('the registers of the worked example are the engine\'s', { skip }, async () => {
  const { page, complaints } = await show(browser.context, server.url, ...WORKED, { step: '11' });
  const model = { text: WORKED[0], at: Object.entries(WORKED[1]) };
  const { gradient } = await ask(server.url, { ask: 'record', model });
  assert.deepEqual(await registers(page, [1, 2]), gradient.map(({ value }) => value.toFixed(4)));
  assert.deepEqual(await registers(page, [1, 2, 3, 4, 5]), ['5.8805', '3.9203', '1.9602', '1.0000', '1.0000']);
  assert.equal((await row(page, 5)).value, '5.7206');
  assert.deepEqual(complaints, []);
});

test('a register docks one block for each use, and says when it is final', { skip }, async () => {
  const { page } = await show(browser.context, server.url, ...WORKED, { step: '7' });
  const once = await row(page, 3);
  assert.deepEqual([once.register, once.status, once.blocks], ['1.0000', '1 of 2 in', 1]);
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await page.waitForFunction(() => document.querySelector('.lr[data-line="3"] .status').textContent.includes('final'));
  const twice = await row(page, 3);
  assert.deepEqual([twice.register, twice.status, twice.blocks], ['1.9602', '2 of 2 in, final', 2]);
  assert.equal(twice.label, '1.0000 from L + 0.9602 from b');
});

test('the equation of a step is local derivative times cotangent, added', { skip }, async () => {
  const { page } = await show(browser.context, server.url, ...WORKED, { step: '9' });
  const numbers = await page.locator('#equation .n:not(.light)').allTextContents();
  assert.deepEqual(numbers, ['1.9602', '1.0000', '1.0000', '0.9602']);
  assert.match(await page.locator('#step-words h2').textContent(), /^Reverse 4 of 6: line 4 adds into a/);
});

test('forward, lines appear with their values and nothing flows back', { skip }, async () => {
  const { page } = await show(browser.context, server.url, ...WORKED, { step: '4' });
  assert.equal((await row(page, 4)).value, '−0.2794');
  const waiting = await row(page, 5);
  assert.equal(waiting.value, '');
  assert.match(waiting.classes, /\boff\b/);
  assert.match(await page.locator('#step-words h2').textContent(), /^Forward 4 of 5: line 4 is recorded/);
});

test('a negative contribution runs left and is hatched', { skip }, async () => {
  const { page } = await show(browser.context, server.url, 'x - x*y', { x: 2, y: 3 }, { step: '99' });
  const blocks = await page.locator('.lr[data-line="1"] .blk').evaluateAll((all) => all.map((one) => one.className));
  assert.equal(blocks.filter((name) => name.includes('neg')).length, 1);
  assert.equal((await row(page, 1)).register, '−2.0000');
});

test('selecting a line lights it in ledger and graph; Escape clears', { skip }, async () => {
  const { page } = await show(browser.context, server.url, ...WORKED, { step: '9' });
  await page.locator('.lr[data-line="3"]').click();
  await page.waitForFunction(() => document.querySelectorAll('.lr.sel').length === 1);
  for (const node of await page.locator('.nd[data-line="3"]').all()) assert.match(await node.getAttribute('class'), /\bsel\b/);
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => document.querySelectorAll('.sel').length === 0);
});

test('a selected line says what it is and what was computed', { skip }, async () => {
  const { page } = await show(browser.context, server.url, ...WORKED, { step: '9', line: '3' });
  await page.waitForFunction(() => document.querySelector('.lr[data-line="3"] .fwd .sub').textContent === 'Product: 2 × 3; written twice, computed once');
  await page.close();
});

test('an empty register says whether a slope of zero or no path keeps it so', { skip }, async () => {
  const { page } = await show(browser.context, server.url, 'min(sqrt(x), x + y) + x*y', { x: 2, y: 1.5 }, { step: '99' });
  await page.waitForFunction(() => document.querySelector('.lr[data-line="4"] .status')?.textContent === 'slope of L is 0');
  await page.close();
});

test('a local derivative outside its domain is no value of its formula, and the words name the present values', { skip }, async () => {
  const { page, complaints } = await show(browser.context, server.url, 'x*log(x) + x', { x: 2 }, { step: '10' });
  const said = () => page.evaluate(() => [document.querySelector('.chip.cur').textContent, document.querySelector('#equation').lastElementChild.textContent.replace(/\u2061/g, '')]);
  const at = async (value, chip) => {
    await page.fill('#num-0', value);
    await page.keyboard.press('Enter');
    await page.waitForFunction((wanted) => document.querySelector('.chip.cur').textContent === wanted, chip);
    return said();
  };
  assert.match((await at('4', '× 1/x = 0.25'))[1], /=.*0\.2500.*at the saved x = 4$/);
  const [, outside] = await at('-1', '× NaN');
  assert.doesNotMatch(outside, /=1x/);
  assert.match(outside, /NaN.*logx has no value at x = −1$/);
  assert.match((await at('0.5', '× 1/x = 2'))[1], /at the saved x = 0\.5000$/);
  assert.deepEqual(complaints, []);
  await page.close();
});
