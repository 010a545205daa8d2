// The cost shape: what is measured, what is said of it, and the checkpoint slider.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ask, launch, serve, skip } from './harness.js';
import { WORKED, show } from './page.js';

let server, browser;
before(async () => { if (!skip) { server = await serve(); browser = await launch(); } });
after(async () => { await browser?.close(); await server?.stop(); });

/** A debug build measures slowly. */
const SLOW = 60_000;
const says = (page, selector, pattern) => page.waitForFunction(([at, source]) => new RegExp(source).test(document.querySelector(at)?.textContent ?? ''), [selector, pattern.source], { timeout: SLOW });

/** Opens the view at a size, and waits until its point is measured; `whole` waits for the whole curve. */
async function costs(what, { whole = false, ...parts } = {}) {
  const shown = await show(browser.context, server.url, ...WORKED, { view: 'cost', cost: what, ...parts });
  const [, n, m] = what.split(',');
  const grouped = (text) => text.replace(/\B(?=(\d{3})+$)/g, ',');
  await says(shown.page, '.lens-cost', new RegExp(`n = ${grouped(n)}, m = ${grouped(m)}`));
  if (whole) await shown.page.waitForFunction(() => document.querySelectorAll('.lens-cost .figure .pt').length >= 33, null, { timeout: SLOW });
  return shown;
}

/** The table by its rows: the numbers beside each name. */
const table = (page) => page.locator('.cost-table tbody tr').evaluateAll((rows) => Object.fromEntries(rows.map((row) => [row.cells[0].textContent, [...row.cells].slice(1).map((cell) => cell.textContent)])));

test('the heading says what was found, and the bound stands where it holds', { skip }, async () => {
  const cases = [['sum,32,1,operations', /^One sweep gives the whole gradient$/, 1], ['sum,64,32,operations', /^Reverse mode is cheaper: 32 sweeps against 64 sweeps$/, 0], ['sum,4,64,operations', /^Forward mode is cheaper: 4 sweeps against 64 sweeps$/, 0], ['sum,1,1,runs', /^Both cost the same: 1 sweep each$/, 0]];
  for (const [what, heading, bands] of cases) {
    const { page, complaints } = await costs(what);
    assert.match(await page.locator('.lens-cost h1').textContent(), heading);
    assert.equal(await page.locator('.lens-cost .figure .band-fill').count(), bands, what);
    assert.deepEqual(complaints, []);
    await page.close();
  }
});

test('the table and the mark on the cut are one measurement', { skip }, async () => {
  const { page } = await costs('sum,32,1,seconds', { whole: true });
  const rows = await table(page);
  const drawn = await page.evaluate(() => {
    const grid = [...document.querySelectorAll('.lens-cost .figure .gd')].map((line) => Number(line.getAttribute('y1')));
    const mark = Math.max(...[...document.querySelectorAll('.lens-cost .figure circle.pt')].map((one) => Number(one.getAttribute('r'))));
    const circle = [...document.querySelectorAll('.lens-cost .figure circle.pt')].find((one) => Number(one.getAttribute('r')) === mark);
    // Grid lines stand at powers of ten, from 1 on.
    return 10 ** ((grid[0] - Number(circle.getAttribute('cy'))) / (grid[0] - grid[1]));
  });
  assert.ok(Math.abs(drawn / Number(rows.reverse[2]) - 1) < 0.01, `${drawn} ${rows.reverse}`);
  // Finite differences are timed, not multiplied: they are no whole number of evaluations.
  assert.notEqual(rows['finite differences'][2], '33.00');
  await page.close();
});

test('along its curve the cut moves without a question, and the whole curve is measured again when asked', { skip }, async () => {
  const { page } = await costs('sum,32,1,seconds', { whole: true });
  await page.waitForTimeout(300);
  const questions = [];
  page.on('request', (request) => { if (JSON.parse(request.postData() ?? '{}').ask === 'cost') questions.push(request.postData()); });
  await page.locator('.lens-cost input[aria-label="inputs n"]').focus();
  await page.keyboard.press('ArrowRight');
  await says(page, '.lens-cost', /n = 64, m = 1/);
  assert.deepEqual(questions, []);
  await page.getByRole('button', { name: 'Measure again' }).click();
  for (let tries = 0; questions.length < 11 && tries < 300; tries += 1) await page.waitForTimeout(100);
  await page.waitForTimeout(500);
  assert.equal(new Set(questions).size, 11);
  assert.equal(questions.length, 11);
  await page.close();
});

test('reverse mode keeps values, forward mode forgets them', { skip }, async () => {
  const { page } = await costs('sum,256,1,bytes');
  const rows = await table(page);
  assert.equal(rows.forward[1], '32 B');
  assert.match(rows.reverse[1], /^2(\.\d+)? kB$/);
  assert.match(await page.locator('.lens-cost h1').textContent(), /^Reverse mode holds [\d,]+ × f, forward mode 2 × f$/);
  await page.close();
});

test('sliders answer before anything is measured, and boxes take any number', { skip }, async () => {
  const { page, complaints } = await show(browser.context, server.url, ...WORKED, { view: 'cost' });
  await page.waitForSelector('.lens-cost input[type=range]', { state: 'attached' });
  await page.evaluate(() => {
    const slider = document.querySelector('.lens-cost input[aria-label="inputs n"]');
    slider.value = '6';
    slider.dispatchEvent(new Event('input'));
  });
  await says(page, '.lens-cost', /n = 64, m = 1/);
  await page.waitForFunction(() => new URLSearchParams(location.hash.slice(1)).get('cost') === ',64,1,operations');
  const box = page.locator('.lens-cost .num').first();
  await box.fill('33');
  await box.press('Enter');
  await says(page, '.lens-cost', /n = 33, m = 1/);
  await box.fill('0');
  await box.press('Enter');
  await says(page, '.lens-cost .size', /0 is not a whole number from 1 to 1,024/);
  assert.equal(await box.getAttribute('aria-invalid'), 'true');
  assert.deepEqual(complaints, []);
  await page.close();
});

test('what is too large is not measured, and both numbers are told beside the curve of its family', { skip }, async () => {
  const { page, complaints } = await costs('layer,1024,1024,operations');
  assert.equal(await page.locator('.lens-cost h1').textContent(), 'Too large to measure');
  assert.match(await page.locator('.lens-cost .remark').textContent(), /2,097,152 operations\. Up to 70,000/);
  assert.match(await page.locator('.lens-cost .lead').textContent(), /tanh/);
  assert.deepEqual((await table(page)).reverse, ['–', '–', '–']);
  await page.waitForFunction(() => document.querySelectorAll('.lens-cost .figure .pt').length > 0, null, { timeout: SLOW });
  assert.deepEqual(complaints, []);
  await page.close();
});

test('more outputs do not make the page longer, and no label leaves its plot', { skip }, async () => {
  for (const width of [1440, 390]) {
    const heights = [];
    for (const what of ['sum,1024,1,operations', 'sum,1024,1024,operations']) {
      const { page } = await costs(what);
      await page.setViewportSize({ width, height: 900 });
      await says(page, '.ck-result', /repeats? at most/);
      await page.waitForTimeout(300);
      heights.push(await page.evaluate(() => document.querySelector('.lens-cost .two').getBoundingClientRect().height));
      const outside = await page.locator('.lens-cost svg.plot text').evaluateAll((all) => all.filter((one) => {
        const [text, plot] = [one.getBoundingClientRect(), one.closest('svg').getBoundingClientRect()];
        return text.left < plot.left - 2 || text.right > plot.right + 2;
      }).map((one) => one.textContent));
      assert.deepEqual(outside, [], `${width} ${what}`);
      await page.close();
    }
    // A line of text more or less, by what was timed.
    assert.ok(heights[1] - heights[0] <= 20, `${width}: ${heights}`);
  }
});

test('the checkpoint slider counts repeats, and stands in the address', { skip }, async () => {
  const { page } = await costs('sum,32,1,operations');
  await says(page, '.ck-result', /^10 states, 4 repeats at most/);
  const { curve } = await ask(server.url, { ask: 'checkpoint', steps: 1000, states: 10 });
  const { again } = curve.find(({ states }) => states === 10);
  assert.ok(again <= 4000);
  await says(page, '.ck-result', new RegExp(`${String(again).replace(/(\d)(\d{3})$/, '$1,$2')} steps run again`));
  await page.locator('.ck input').focus();
  await page.keyboard.press('End');
  await says(page, '.ck-result', /^1,000 states, 1 repeat at most/);
  await page.waitForFunction(() => new URLSearchParams(location.hash.slice(1)).get('states') === '1000');
  await page.reload();
  await says(page, '.ck-result', /^1,000 states, 1 repeat at most/);
  await page.close();
});

test('both modes have sweeps, finite differences have runs, and nothing has passes', { skip }, async () => {
  for (const asked of ['sum,4,64,runs', 'layer,64,64,seconds', 'sum,1024,1,operations']) {
    const { page } = await costs(asked);
    const told = await page.locator('.lens-cost').evaluate((node) => node.textContent + [...node.querySelectorAll('[aria-label]')].map((one) => one.getAttribute('aria-label')).join(' '));
    assert.doesNotMatch(told, /\bpass(es)?\b/i);
    assert.match(told, /Forward fills a column per sweep/);
    assert.equal(await page.locator('.lens-cost .wide').first().evaluate((node) => node.scrollWidth - node.clientWidth), 0);
    await page.close();
  }
});
