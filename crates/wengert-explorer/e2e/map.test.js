// Point 7: what the page is for, its words, what comes before and after, claims and sources, misconceptions, both modes.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { ask, launch, serve, skip } from './harness.js';
import { WORKED, row, show } from './page.js';

let server, browser;
before(async () => { if (!skip) { server = await serve(); browser = await launch(); } });
after(async () => { await browser?.close(); await server?.stop(); });

const learn = (text = WORKED[0], at = WORKED[1], parts = {}) => show(browser.context, server.url, text, at, { view: 'learn', ...parts });
const model = (text, at) => ({ text, at: Object.entries(at) });
const four = (x) => (Object.is(x, -0) ? 0 : x).toFixed(4).replace('-', '−');

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

test('what is written twice is computed once, and the line says so', { skip }, async () => {
  const { page } = await show(browser.context, server.url, ...WORKED, { step: '3' });
  const below = (line) => page.locator(`.lr[data-line="${line}"] .fwd .sub`).textContent();
  assert.match(await below(3), /written twice, computed once$/);
  assert.match(await page.locator('#step-words p').textContent(), /stands in the expression twice and is computed once/);
  assert.equal(await below(1), 'input');
  const { page: single } = await show(browser.context, server.url, 'x*y + sin(x)', WORKED[1], { step: '3' });
  assert.ok(!/computed once/.test(await single.locator('#rows').textContent()));
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
    await page.locator('#claim-register').getByRole('button', { name: /^See it/ }).click();
    await page.waitForFunction(() => document.body.dataset.view === 'tape' && document.querySelector('.lr.sel'));
    const { label } = await row(page, Number(await page.locator('.lr.sel').getAttribute('data-line')));
    assert.match(label, / from .* [+−] .* from /, text);
    assert.deepEqual(complaints, []);
  }
});

test('every claim has its source, what that supports and what not, equation, code and state', { skip }, async () => {
  const { page } = await learn();
  const claims = page.locator('.claim');
  const count = await claims.count();
  assert.ok(count >= 6);
  const links = new Set();
  for (let k = 0; k < count; k += 1) {
    const claim = claims.nth(k);
    assert.match(await claim.textContent(), /Supports: .+Does not: .+/);
    assert.ok(await claim.locator('math').count() > 0 && (await claim.locator('pre').textContent()).length > 10);
    assert.equal(await claim.getByRole('button', { name: /^See it/ }).count(), 1);
    links.add(await claim.locator('a').textContent());
  }
  assert.equal(links.size, 3, 'every source is used');
  await page.waitForFunction(() => [...document.querySelectorAll('.claim .live')].every((one) => one.textContent.trim() !== ''));
  assert.doesNotMatch(await page.locator('#claims').textContent(), /NaN|undefined|null/);
  const addresses = await page.locator('.source a').evaluateAll((all) => all.map(({ href }) => href));
  assert.deepEqual(addresses, ['https://jmlr.org/papers/v18/17-468.html', 'https://doi.org/10.1137/1.9780898717761', 'https://doi.org/10.1038/323533a0']);
});

test('the numbers beside a claim are those of the view that it leads to', { skip }, async () => {
  const { page, complaints } = await learn();
  const live = async (id, pattern) => {
    await page.waitForFunction(([of, source]) => new RegExp(source).test(document.querySelector(`#claim-${of} .live`)?.textContent), [id, pattern.source]);
    const found = pattern.exec(await page.locator(`#claim-${id} .live`).textContent()).slice(1);
    await page.locator(`#claim-${id}`).getByRole('button', { name: /^See it/ }).click();
    return found;
  };
  const [reverse, forward] = await live('one-sweep', /sum of 64 sines, measured: reverse 1 sweep, ([\d.]+) × f; forward 64 sweeps, ([\d.]+) × f/);
  await page.waitForFunction(([a, b]) => document.querySelector('.cost-table')?.textContent.includes(a) && document.querySelector('.cost-table').textContent.includes(b), [reverse, forward]);
  await page.goBack();
  const [repeats, again] = await live('memory', /1,000 steps, 10 states: (\d+) repeats at most, ([\d,]+) steps run again/);
  await page.waitForFunction(([a, b]) => document.querySelector('.ck-result')?.textContent.includes(`10 states, ${a} repeats at most`) && document.querySelector('.ck-result').textContent.includes(`${b} steps run again`), [repeats, again]);
  await page.goBack();
  const [one, other] = await live('modes', /64 outputs, measured: forward 1 sweep, ([\d.]+) × f; reverse 64 sweeps, ([\d.]+) × f/);
  await page.waitForFunction(([a, b]) => document.querySelector('.lens-modes table')?.textContent.includes(`${a} × f`) && document.querySelector('.lens-modes table').textContent.includes(`${b} × f`), [one, other]);
  assert.deepEqual(complaints, []);
});

test('before: an input moves, and the arrows bring what the engine says', { skip }, async () => {
  const { page } = await learn();
  await page.waitForSelector('#before svg');
  const said = await ask(server.url, { ask: 'nudge', model: model(...WORKED), along: 'x', by: 0.1 });
  const moved = (one) => (one.moved < 0 ? four(one.moved) : `+${four(one.moved)}`);
  const text = await page.locator('#before svg').textContent();
  for (const line of said.lines) assert.ok(text.includes(`moved ${moved(line)}`), moved(line));
  await page.locator('#before').getByRole('button', { name: 'y', exact: true }).click();
  await page.waitForFunction(() => /= x|y = 3.0000moved \+0.1/.test(document.querySelector('#before svg').textContent));
});

test('what was chosen on the map comes back from its address', { skip }, async () => {
  const { page } = await learn();
  await page.waitForSelector('#before svg');
  await page.locator('#before').getByRole('button', { name: 'y', exact: true }).click();
  await page.locator('#before').getByRole('button', { name: '0.3', exact: true }).click();
  await page.locator('#expansion .row-btns button').first().click();
  await page.waitForSelector('#network svg');
  await page.locator('#network [data-part="z"]').click();
  await page.locator('#network').getByRole('button', { name: /\(1, 1\)/ }).click();
  await page.waitForFunction(() => ['move', 'factors', 'net'].every((key) => new URLSearchParams(location.hash.slice(1)).has(key)));
  const told = (one) => one.evaluate(() => ['#before', '#expansion', '#network'].map((id) => document.querySelector(id)?.textContent));
  const other = await browser.context.newPage();
  await other.goto(page.url());
  // Either page may still wait for a part of its texts.
  for (let tries = 0; tries < 100 && !isDeepStrictEqual(await told(page), await told(other)); tries += 1) await other.waitForTimeout(100);
  assert.deepEqual(await told(other), await told(page));
});

test('after: both halves of a step, and every part with its numbers', { skip }, async () => {
  const { page, complaints } = await learn();
  await page.waitForSelector('#network svg');
  const status = () => page.locator('#network [role=status]').textContent();
  const start = await ask(server.url, { ask: 'network', parameters: null, steps: 0, rate: 0.5, seed: 1 });
  await page.locator('#network [data-part="w 0"]').click();
  const numbers = page.locator('.net-numbers');
  assert.ok((await numbers.textContent()).includes(four(start.parameters[0])));
  for (const half of start.halves) assert.ok((await numbers.textContent()).includes(four(Math.abs(half.adds[0])).slice(0, 6)));
  await page.locator('#network [data-part="z"]').click();
  assert.ok((await numbers.textContent()).includes(four(start.halves[1].out.register)));
  await page.getByRole('button', { name: /forward half/ }).click();
  await page.waitForFunction(() => /Step 1, .*forward half/.test(document.querySelector('#network [role=status]').textContent));
  assert.match(await numbers.textContent(), /empty/);
  await page.getByRole('button', { name: 'Reverse half' }).click();
  assert.match(await status(), /reverse half/);
  assert.deepEqual(complaints, []);
});

test('steps asked for in quick succession are all taken, and come back with the address', { skip }, async () => {
  const { page } = await learn();
  await page.waitForSelector('#network svg');
  await page.evaluate(() => { const [one] = [...document.querySelectorAll('#network button')].filter((node) => node.textContent === 'One step'); one.click(); one.click(); one.click(); });
  await page.waitForFunction(() => /^Step 3,/.test(document.querySelector('#network [role=status]').textContent));
  const said = await ask(server.url, { ask: 'network', parameters: null, steps: 3, rate: 0.5, seed: 1 });
  assert.ok((await page.locator('#network [role=status]').textContent()).includes(four(said.loss)));
  assert.match(await page.locator('#network svg[aria-label^=loss]').getAttribute('aria-label'), new RegExp(`after 3 steps: ${four(said.loss)}`));
  assert.ok(said.loss !== said.losses.at(-1));
  await page.waitForFunction(() => location.hash.includes('net=3'));
  await page.reload();
  await page.waitForFunction(() => /^Step 3,/.test(document.querySelector('#network [role=status]')?.textContent ?? ''));
});

test('the formulas written out grow with the square, the tape by a line', { skip }, async () => {
  const { page } = await learn();
  await page.waitForSelector('#expansion pre');
  const lengths = async (k) => {
    await page.locator('#expansion').getByRole('button', { name: String(k), exact: true }).click();
    await page.waitForFunction((lines) => document.querySelector('#expansion pre').textContent.split('\n').length === lines, k);
    const [written, tape] = await page.locator('#expansion pre').allTextContents();
    return [written.split(/[·\n]/).length, tape.split('\n').length];
  };
  assert.deepEqual(await lengths(4), [12, 9]);
  assert.deepEqual(await lengths(32), [992, 93]);
  assert.match(await page.locator('#expansion').textContent(), /formulas grow four times, the tape twice/);
});

test('where everything is used once, overwriting goes unnoticed, and one click shows it fail', { skip }, async () => {
  const { page } = await learn('x*y', { x: 2, y: 3 });
  await page.getByRole('button', { name: 'Take one that is used twice' }).click();
  await page.waitForFunction(() => /3 of 5 registers are wrong/.test(document.querySelector('#overwrite').textContent));
});

test('forward and reverse mode have a view of their own, with what each must hold', { skip }, async () => {
  const { page, complaints } = await learn();
  await page.locator('.map').getByRole('link', { name: 'Forward and reverse mode' }).click();
  await page.waitForSelector('.lens-modes table');
  const cells = () => page.locator('.lens-modes tbody tr').evaluateAll((rows) => Object.fromEntries(rows.map((one) => [one.querySelector('th').textContent, [...one.querySelectorAll('td')].map((cell) => cell.textContent)])));
  const held = async (k) => {
    const said = await ask(server.url, { ask: 'modes', n: 8, m: 1, steps: k });
    await page.evaluate(([at, size]) => { const slider = document.querySelectorAll('.dials input')[2]; slider.value = at; slider.dispatchEvent(new Event('input')); return size; }, [[4, 8, 16, 32, 64, 128, 256, 512, 1024].indexOf(k), k]);
    await page.waitForFunction((steps) => document.querySelector('.lens-modes .lead').textContent.includes(steps), k === 1024 ? '1,024 steps' : `${k} steps`);
    assert.match((await cells())['cost, measured'][1], new RegExp(`${String(said.reverse.operations).replace(/\B(?=(\d{3})+$)/g, ',')} operations`));
    return [said.forward.held, said.reverse.held];
  };
  const [short, long] = [await held(64), await held(1024)];
  assert.equal(short[0], long[0], 'forward mode holds the same');
  assert.ok(long[1] > 8 * short[1], `${short} ${long}`);
  assert.deepEqual(Object.keys(await cells()), ['direction', 'product', 'whole Jacobian', 'cost, measured', 'memory, measured', 'grows with']);
  assert.equal(await page.locator('.lens-modes tbody svg').count(), 4, 'direction and product are drawn');
  await page.locator('.top a[data-view=cost]').click();
  await page.locator('.lens-cost a[data-view=modes]').click();
  await page.waitForFunction(() => document.body.dataset.view === 'modes' && document.querySelector('.top a[data-view=cost]').getAttribute('aria-current') === 'true');
  assert.deepEqual(complaints, []);
});
