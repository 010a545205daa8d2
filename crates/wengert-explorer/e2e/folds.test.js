// Point 6 and the brief's graphs of 13 to 60 lines: lines that belong together are one node and one row until they are opened.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ask, launch, serve, skip } from './harness.js';
import { audit, registers, show } from './page.js';

const SUM = ['exp(sin(a*2) + sin(b*3) + sin(c*4) + sin(d*5))*a', { a: 0.3, b: 0.2, c: 0.1, d: 0.4 }];
const PRICE = ['S*normcdf((log(S/K) + (r + s^2/2)*T)/(s*sqrt(T))) - K*exp(-r*T)*normcdf((log(S/K) + (r - s^2/2)*T)/(s*sqrt(T)))', { S: 100, K: 105, r: 0.03, s: 0.2, T: 1 }];

let server, browser;
before(async () => { if (!skip) { server = await serve(); browser = await launch(); } });
after(async () => { await browser?.close(); await server?.stop(); });

const record = ([text, at]) => ask(server.url, { ask: 'record', model: { text, at: Object.entries(at) } });

test('a sum of like terms is one node that says what it holds, and opens on a click', { skip }, async () => {
  const { page, complaints } = await show(browser.context, server.url, ...SUM, { step: '99' });
  const { lines, folds, gradient } = await record(SUM);
  assert.equal(lines.length, 17);
  assert.match(folds[0].title, /^sum of 4 terms like sin\(/);
  const nodes = page.locator('#nodes .nd');
  assert.equal(await nodes.count(), 7);
  assert.equal(await page.locator('#rows .lr').count(), 7);
  const strip = page.locator('.nd-fold');
  assert.equal(await strip.textContent(), `▸ 11 lines: ${folds[0].title}`);
  assert.deepEqual(await registers(page, [1, 2, 3, 4]), gradient.map(({ value }) => value.toFixed(4).replace('-', '−')));
  await page.locator('.nd.many').click();
  await page.waitForFunction(() => document.querySelectorAll('#nodes .nd').length === 17);
  assert.equal(await page.locator('#rows .lr').count(), 17);
  assert.deepEqual(complaints, []);
  await page.locator('#rows .fold-again').click();
  await page.waitForFunction(() => document.querySelectorAll('#nodes .nd').length === 7);
  await page.close();
});

test('the keyboard opens and closes a fold and keeps its place, and the address brings it back', { skip }, async () => {
  const { page } = await show(browser.context, server.url, ...SUM, { step: '99' });
  const strip = page.locator('.nd-fold');
  assert.equal(await strip.getAttribute('aria-expanded'), 'false');
  assert.match(await strip.getAttribute('aria-label'), /^Open lines 5 to 15, 11 lines: sum of 4 terms/);
  await strip.focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement.matches('.nd-fold[aria-expanded=true]'));
  assert.match(page.url(), /open=5-15/);
  await page.reload();
  await page.waitForFunction(() => document.querySelectorAll('#nodes .nd').length === 17);
  await page.locator('.fold-again').focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement.matches('.fold-open[aria-expanded=false]'));
  // The row itself opens too: arrows reach it, Enter opens it.
  await page.locator('.lr.folded').focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelectorAll('#rows .lr').length === 17);
  await page.locator('#fold-all').click();
  await page.waitForFunction(() => document.querySelectorAll('#rows .lr').length === 7);
  await page.close();
});

test('a step within a fold is told on its row, and its edges are joined', { skip }, async () => {
  const { page } = await show(browser.context, server.url, ...PRICE, { step: '99' });
  const { lines, folds, contributions, graph } = await record(PRICE);
  assert.ok(folds.length > 3 && folds.length < lines.length / 2);
  assert.ok(await page.locator('#nodes .nd').count() < lines.length - 8);
  assert.ok(await page.locator('#edges path').count() < graph.edges.length);
  const deep = contributions.findIndex(({ from }) => folds.some(({ first, last }) => first <= from && from < last));
  const from = contributions[deep].from;
  const fold = folds.find(({ first, last }) => first <= from && from <= last);
  await page.keyboard.press('Home');
  await page.evaluate((step) => { location.hash = location.hash.replace(/step=\d+/, `step=${step}`); }, lines.length + 1 + deep + 1);
  const row = page.locator(`.lr.folded[data-line="${fold.last + 1}"]`);
  await page.waitForFunction((line) => document.querySelector(`.lr.folded[data-line="${line}"]`)?.classList.contains('now'), fold.last + 1);
  assert.match(await row.locator('.st').textContent(), new RegExp(`^line ${from + 1} adds into `));
  await page.close();
});

test('a loop of few lines shows its open pass, folded or not', { skip }, async () => {
  const { page } = await show(browser.context, server.url, 's = x; repeat 5 { s = s + sin(s)*y }; s', { x: 1, y: 2 }, { step: '99' });
  for (let pass = 0; pass < 5; pass += 1) {
    await page.locator('.strip .cells button').nth(pass).click();
    await page.waitForFunction((shown) => document.querySelector('.strip').textContent.includes(`pass ${shown} of 5`), pass + 1);
    await page.waitForFunction((line) => document.querySelector(`#rows .lr[data-line="${line}"]`) !== null, 5 + 3 * pass);
  }
  await page.close();
});

test('two pills never lie on one another, nor under the packet', { skip }, async () => {
  for (const text of ['x*x', 'x*x*x', 'hypot(x, x) + x*x']) {
    const { page } = await show(browser.context, server.url, text, { x: 2 }, { step: '99' });
    await page.emulateMedia({ reducedMotion: 'reduce' });
    for (let k = 0; k < 6; k += 1) {
      const over = await page.evaluate(() => {
        const boxes = [...document.querySelectorAll('#pills .chip:not(.away), #packet:not(.away)')].map((node) => node.getBoundingClientRect());
        const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
        return boxes.some((a, at) => boxes.slice(at + 1).some((b) => meet(a, b)));
      });
      assert.equal(over, false, `${text}, ${k} steps before the end`);
      await page.keyboard.press('ArrowLeft');
      await page.waitForTimeout(60);
    }
    await page.close();
  }
});

test('axe finds nothing serious in a folded tape, and it is no wider than its window', { skip }, async () => {
  for (const width of [1440, 768, 360]) {
    const { page } = await show(browser.context, server.url, ...SUM, { step: '30' });
    await page.setViewportSize({ width, height: 800 });
    await page.waitForTimeout(150);
    assert.deepEqual(await audit(page), []);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(over <= 0, `${over} px too wide at ${width}`);
    await page.close();
  }
});
