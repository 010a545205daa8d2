// The formula over the stage: what has no room there says so, and the output is named whatever the text is.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ask, launch, serve, skip } from './harness.js';
import { WORKED, show } from './page.js';

const LOOP = ['t = x\nrepeat 30 {\n  k = sin(t)\n  t = t + 0.1*k\n  t = t*y\n}\n\n2*t^2\n', { x: 1, y: 0.9 }];
const DEEP = [`${'sigmoid('.repeat(24)}x${')'.repeat(24)}`, { x: 0.5 }];

let server, browser;
before(async () => { if (!skip) { server = await serve(); browser = await launch(); } });
after(async () => { await browser?.close(); await server?.stop(); });

test('a formula wider than its place ends in dots, and they bring the rest', { skip }, async () => {
  for (const width of [1440, 390]) {
    const { page } = await show(browser.context, server.url, ...DEEP, { step: '26' });
    await page.setViewportSize({ width, height: 900 });
    const dots = page.locator('.formula-box .dots');
    await dots.waitFor();
    const rest = () => page.locator('.main-formula').evaluate((one) => one.scrollWidth - one.clientWidth - one.scrollLeft);
    const first = await rest();
    await dots.focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction((before) => { const one = document.querySelector('.main-formula'); return one.scrollWidth - one.clientWidth - one.scrollLeft < before; }, first);
    await page.locator('.main-formula').evaluate((one) => { one.scrollLeft = one.scrollWidth; });
    await dots.waitFor({ state: 'hidden' });
    await page.close();
  }
  const { page } = await show(browser.context, server.url, ...WORKED);
  assert.equal(await page.locator('.dots').isVisible(), false);
  await page.close();
});

test('of a text of many lines the last is seen, too, and says that it is the output', { skip }, async () => {
  const { page, complaints } = await show(browser.context, server.url, ...LOOP, { step: '99' });
  const seen = () => page.locator('.text-line').evaluateAll((all) => all.filter((one) => one.offsetHeight > 0).map((one) => one.textContent));
  assert.deepEqual(await seen(), ['t = x', 'repeat 30 {', '  k = sin(t) …', 'L = 2*t^2']);
  const box = await page.locator('#formula code').evaluate((one) => one.scrollHeight - one.clientHeight);
  assert.equal(box, 0, 'nothing of it is cut');
  await page.getByRole('button', { name: 'All 9 lines' }).click();
  assert.equal((await seen()).length, 9);
  const two = page.locator('#formula code [data-span]', { hasText: /^2$/ }).first();
  await two.focus();
  await page.keyboard.press('ArrowUp');
  await page.waitForFunction(() => /L = 2\.1\*t/.test(document.querySelector('#formula code').textContent));
  assert.deepEqual(complaints, []);
  await page.close();
});

test('the output is named before a text only where the text ends with it', { skip }, async () => {
  for (const [text, label] of [['s = x; repeat 30 { s = s + sin(s) }; s^2', 'L = s^2'], ['s = x; repeat 30 { s = s + sin(s) }; (s^2)', null], ['s = x; repeat 30 { s = s + sin(s) }; s', null]]) {
    const { page } = await show(browser.context, server.url, text, { x: 0.5 });
    const code = await page.locator('#formula code').textContent();
    assert.equal(code.replace('L = ', ''), text);
    assert.equal(code.includes('L = '), label !== null, text);
    if (label) assert.ok(code.endsWith(label));
    await page.close();
  }
});

test('every preset shows which value it is about', { skip }, async () => {
  const { presets } = await ask(server.url, { ask: 'presets' });
  for (const { model } of presets) {
    const { page } = await show(browser.context, server.url, model.text, Object.fromEntries(model.at), { view: 'tape' });
    await page.waitForTimeout(100);
    const seen = await page.evaluate(() => [...document.querySelectorAll('#formula .main-formula, #formula .text-line')].filter((one) => one.getBoundingClientRect().height > 0).map((one) => one.textContent.replace(/\s/g, '')).join(' '));
    assert.match(seen, /(^| )L=/, model.text);
    await page.close();
  }
});

test('a number stays under the pointer while it is dragged, and formula and text say the same', { skip }, async () => {
  for (const [text, at, kind, first, last] of [['2.5*x + y', { x: 2, y: 3 }, 'math', '2.5', '3'], ['(tanh(x*(-0.4) + 1) - 0.5)^2', { x: 2 }, 'code', '0.4', '0.45']]) {
    const { page, complaints } = await show(browser.context, server.url, text, at, { view: 'tape' });
    const literal = page.locator(`#formula ${kind} [role=spinbutton]`, { hasText: first }).first();
    const box = await literal.boundingBox();
    const digits = await literal.elementHandle();
    await page.mouse.move(box.x + 4, box.y + box.height / 2);
    await page.mouse.down();
    for (let by = 2; by <= 10; by += 2) {
      await page.mouse.move(box.x + 4 + by, box.y + box.height / 2);
      await page.waitForTimeout(120);
    }
    await page.mouse.up();
    await page.waitForFunction(([node, wanted]) => node.isConnected && node.textContent === wanted, [digits, last]);
    if (kind === 'code') {
      await page.locator('#formula code [role=spinbutton]', { hasText: '0.5' }).press('ArrowUp');
      await page.waitForFunction(() => document.querySelector('#formula math').textContent.replace('−', '-').includes('0.51'));
      assert.match(await page.locator('#formula math').textContent(), /0\.45/);
    }
    assert.deepEqual(complaints, []);
    await page.close();
  }
});
