// Points 1 (cost shape), 4 and 5: aligned programs, paths, kinks, accuracy, the thread of a NaN, the matrix.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ask, launch, serve, skip } from './harness.js';
import { WORKED, show } from './page.js';

let server, browser;
before(async () => { if (!skip) { server = await serve(); browser = await launch(); } });
after(async () => { await browser?.close(); await server?.stop(); });

const lens = (text, at, view, parts = {}) => show(browser.context, server.url, text, at, { view, step: '9', ...parts });
const says = (page, selector, pattern, timeout = 10_000) => page.waitForFunction(([at, source]) => new RegExp(source).test(document.querySelector(at)?.textContent ?? ''), [selector, pattern.source], { timeout });

test('every preset opens with a tape of its own', { skip }, async () => {
  const { page, complaints } = await show(browser.context, server.url, ...WORKED);
  const { presets } = await ask(server.url, { ask: 'presets' });
  assert.ok(presets.length >= 10);
  for (const [k, preset] of presets.entries()) {
    await page.click('.brand');
    await page.click('#presets');
    await page.locator('#preset-menu button').nth(k).click();
    await page.waitForFunction((text) => new URLSearchParams(location.hash.slice(1)).get('e') === text, preset.model.text);
    assert.equal(await page.locator('#cards .al').count(), 0, preset.title);
  }
  assert.deepEqual(complaints, []);
});

test('paths are ranked, add up, and open in the tape', { skip }, async () => {
  const { page } = await lens(...WORKED, 'why', { of: 'x' });
  await says(page, '.lens-why h1', /5\.8805/);
  const amounts = await page.locator('.lens-why .amount b').allTextContents();
  assert.deepEqual(amounts, ['+3.0000', '+2.8805', '5.8805']);
  await page.locator('.lens-why [role=button]').nth(1).focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.body.dataset.view === 'tape' && document.querySelectorAll('.lr.lit').length === 4);
});

test('cancellation between paths is stated', { skip }, async () => {
  const { page } = await lens(WORKED[0], { x: 2, y: 1.6 }, 'why', { of: 'x' });
  await says(page, '.lens-why', /0\.09 % of Σ\|paths\| is left/);
});

test('a kink shows its set, the slope used, and what others answer; K goes to it', { skip }, async () => {
  const { page } = await lens('abs(x)', { x: 0.5 }, 'kinks');
  await says(page, '.lens-kinks', /Marks at x = 0/);
  await page.keyboard.press('k');
  await says(page, '.lens-kinks', /JAX/);
  await says(page, '.lens-kinks', /slope 0, used/);
});

test('finite differences have a best step, reverse mode none', { skip }, async () => {
  const { page } = await lens(...WORKED, 'accuracy', { of: 'x' });
  await says(page, '.lens-accuracy', /one-sided/);
  await says(page, '.lens-accuracy', /5\.88051085995/);
});

test('the thread leads from the register that is not a number to its source', { skip }, async () => {
  const { page } = await lens('log(1 + exp(x))', { x: 1000 }, 'detective');
  await page.waitForFunction(() => document.querySelectorAll('.lens-detective .thread li').length === 3);
  await says(page, '.lens-detective h1', /is NaN because of line 2/);
  assert.deepEqual(await page.locator('.thread-ledger .badge').allTextContents(), ['3', '1', '2']);
});

test('a loop is a strip: the pass of the cursor is open, and the slider opens another', { skip }, async () => {
  const { presets } = await ask(server.url, { ask: 'presets' });
  const { model } = presets.find((preset) => preset.id === 'rk4');
  const { page } = await show(browser.context, server.url, model.text, Object.fromEntries(model.at), { step: '350' });
  await page.waitForFunction(() => document.querySelectorAll('.strip .cells button').length === 8);
  const pressed = () => page.locator('.strip .cells button').evaluateAll((all) => all.findIndex((one) => one.getAttribute('aria-pressed') === 'true'));
  assert.equal(await pressed(), 6);
  await page.locator('.strip .cells button').nth(2).click();
  await page.waitForFunction(() => document.querySelector('.strip').textContent.includes('pass 3 of 8'));
  assert.ok(await page.locator('.lr').count() < 60);
});

test('the matrix climbs with the sweep', { skip }, async () => {
  const { page } = await lens(...WORKED, 'matrix');
  await says(page, '.lens-matrix h1', /triangular system, 5 lines/);
  await says(page, '.lens-matrix tbody', /4 of 5/);
  await page.keyboard.press('End');
  await says(page, '.lens-matrix tbody', /3 of 5/);
});

test('three programs stand beside the tape, and a line is selected in all of them', { skip }, async () => {
  const { page } = await lens(...WORKED, 'code', { line: '4' });
  await page.waitForFunction(() => document.querySelectorAll('.program .cl').length > 20);
  await page.waitForFunction(() => [...document.querySelectorAll('.program')].every((one) => one.querySelector('.cl.sel')));
  for (const printed of await page.locator('.prints code').allTextContents()) assert.match(printed, /5\.7205.*5\.8805.*3\.9203/);
});

test('the cost shape is measured: reverse stays, forward climbs', { skip }, async () => {
  const { page } = await lens(...WORKED, 'cost');
  // A debug build measures slowly.
  await says(page, '.lens-cost', /n = 32, m = 1/, 60_000);
  const rows = await page.locator('.lens-cost table').first().locator('tbody tr').allTextContents();
  assert.equal(rows.length, 4);
  await says(page, '.lens-cost .modes', /memory, measured/, 60_000);
});

test('in a long expression the part around the trouble is rewritten, and opens as a tape', { skip }, async () => {
  const text = Array.from({ length: 38 }, (_, k) => `x/${k + 2}`).reduce((sum, term) => `${sum} + ${term}`, 'log(1 + exp(x))');
  const { page } = await lens(text, { x: 800 }, 'detective');
  await says(page, '.rewrite', /log\(1 \+ exp\(x\)\)/);
  await says(page, '.rewrite', /softplus\(x\)v4 = 800\.0000, ∂v4\/∂x = 1\.0000/);
  await page.getByRole('button', { name: 'Try it here' }).click();
  await page.waitForFunction(() => location.hash.includes('tape=rewritten.wtape') && document.querySelectorAll('#rows .lr').length > 0);
  await page.keyboard.press('End');
  await page.waitForFunction(() => /^\d+\.\d{4}$/.test(document.querySelector('.lr[data-line="1"] .held')?.textContent));
  await page.close();
});
