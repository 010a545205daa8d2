// Point 7: what the page is for, its words, and the way from a claim to its witness.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, serve, skip } from './harness.js';
import { WORKED, row, show } from './page.js';

let server, browser;
before(async () => { if (!skip) { server = await serve(); browser = await launch(); } });
after(async () => { await browser?.close(); await server?.stop(); });

const learn = (text = WORKED[0], at = WORKED[1], parts = {}) => show(browser.context, server.url, text, at, { view: 'learn', ...parts });

test('the page says what it is for, about the function at hand', { skip }, async () => {
  const { page } = await show(browser.context, server.url, ...WORKED);
  assert.match(await page.locator('#purpose').textContent(), /^How does L move with x and y\?.*both at once\.$/);
  const { page: other } = await show(browser.context, server.url, 'x*y*z*w', { x: 1, y: 2, z: 3, w: 4 });
  await other.waitForFunction(() => /each of its 4 inputs/.test(document.querySelector('#purpose').textContent));
});

test('every word leads to its place on the stage', { skip }, async () => {
  const { page, complaints } = await show(browser.context, server.url, ...WORKED);
  await page.getByRole('link', { name: 'Words' }).click();
  await page.waitForFunction(() => document.activeElement?.id === 'words');
  const words = await page.locator('.word dt button').allTextContents();
  assert.deepEqual(words, ['tape', 'primal', 'local derivative', 'register', 'cotangent', 'seed', 'sweep']);
  for (const word of words) {
    await page.evaluate(() => document.querySelector('.top a[data-view=learn]').click());
    await page.waitForFunction(() => document.body.dataset.view === 'learn');
    await page.locator('.word dt button', { hasText: new RegExp(`^${word}$`) }).click();
    await page.waitForFunction(() => document.body.dataset.view === 'tape' && document.querySelector('.pointed'));
    assert.ok(await page.locator('.pointed').isVisible(), word);
  }
  await page.keyboard.press('ArrowLeft');
  await page.waitForFunction(() => !document.querySelector('.pointed'));
  assert.deepEqual(complaints, []);
});

test('why sine comes back as cosine: the selected line says what the table of primitives says', { skip }, async () => {
  const { page } = await show(browser.context, server.url, ...WORKED, { step: '9' });
  await page.locator('.chip', { hasText: 'cos a' }).click();
  await page.waitForFunction(() => document.querySelector('.lr[data-line="4"]').classList.contains('sel'));
  assert.match(await page.locator('.lr[data-line="4"] .fwd .sub').textContent(), /d sin x = cos x dx/);
  assert.match(await page.locator('#equation').textContent(), /local derivative: the slope of .*sin/);
});

test('a claim is seen from any tape, a shorter one too', { skip }, async () => {
  for (const text of ['x^2', 'sin(x)*x']) {
    const { page, complaints } = await learn(text, { x: 2 });
    await page.getByRole('button', { name: 'See it' }).first().click();
    await page.waitForFunction(() => document.body.dataset.view === 'tape' && document.querySelector('.lr.sel'));
    const { label } = await row(page, Number(await page.locator('.lr.sel').getAttribute('data-line')));
    assert.match(label, / \+ /, text);
    assert.deepEqual(complaints, []);
  }
});
