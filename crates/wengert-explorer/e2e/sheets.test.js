// Point 3: practice sheets are filled by hand, marked by the engine, and come back with their address.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ask, launch, open, serve, skip } from './harness.js';
import { WORKED, show } from './page.js';

let server, browser;
before(async () => { if (!skip) { server = await serve(); browser = await launch(); } });
after(async () => { await browser?.close(); await server?.stop(); });

/** A sheet, and what its registers hold in the order of the sweep. */
const sheet = async (grade, seed) => {
  const task = await ask(server.url, { ask: 'practice', grade, seed });
  const { lines } = await ask(server.url, { ask: 'record', model: task.model });
  const right = task.registers.map(({ line }) => lines[line].adjoint);
  const { page, complaints } = await show(browser.context, server.url, ...WORKED, { view: 'practice', sheet: `${grade}-${seed}` });
  await page.waitForSelector('.fill input');
  return { page, complaints, task, right, fields: page.locator('.fill input') };
};
const status = (page) => page.locator('.sheet .row-btns [role=status]').textContent();

test('a sheet of a grade is opened from the learning map, and its address brings it back as it was', { skip }, async () => {
  const { page } = await show(browser.context, server.url, ...WORKED, { view: 'learn' });
  await page.getByRole('button', { name: 'Start: Practice sheet: reuse' }).click();
  await page.waitForSelector('.fill input');
  assert.match(await page.evaluate(() => location.hash), /view=practice&.*sheet=2-\d+/);
  const lead = await page.locator('.lens-practice .lead').innerText();
  await page.locator('.fill input').first().fill('0,5');
  await page.reload();
  await page.waitForSelector('.fill input');
  assert.equal(await page.locator('.lens-practice .lead').innerText(), lead);
  assert.equal(await page.locator('.fill input').first().inputValue(), '0,5');
});

test('Enter marks; what is wrong is said without the solution, and a correction takes the mark away', { skip }, async () => {
  const { page, right, fields } = await sheet(2, 7);
  const wrong = right.map((x) => String(x * 3 + 7));
  for (const [k, text] of wrong.entries()) await fields.nth(k).fill(text);
  await fields.first().press('Enter');
  await page.waitForFunction(() => document.querySelectorAll('.fill input[aria-invalid]').length > 0);
  assert.equal(await fields.evaluateAll((all) => all.filter((one) => one.ariaInvalid === 'true').length), right.length);
  const said = (await page.locator('.verdict').allInnerTexts()).join(' ');
  for (const x of right) assert.ok(!said.includes(Math.abs(x).toFixed(4)), said);
  assert.match(await status(page), /^0 of \d+ are right/);
  await fields.first().fill(String(right[0]));
  assert.equal(await fields.first().getAttribute('aria-invalid'), null);
  assert.equal(await page.locator('.sl:has(.fill input) .verdict').first().innerText(), '');
});

test('a full sheet is right with commas and expressions, and its first tries are kept', { skip }, async () => {
  const { page, right, fields } = await sheet(1, 3);
  for (const [k, x] of right.entries()) await fields.nth(k).fill(k === 0 ? `${(2 * x).toFixed(5).replace('.', ',')}/2` : x.toFixed(3).replace('.', ','));
  await page.getByRole('button', { name: 'Mark it' }).click();
  await page.waitForFunction(() => document.querySelectorAll('.verdict.good').length > 0);
  assert.equal(await status(page), `${right.length} of ${right.length} right at the first try, 0 hints.`);
  assert.ok(await page.locator('.outcome .blk').count() >= right.length);
  await page.getByRole('link', { name: 'Learn', exact: true }).click();
  const check = page.locator('.checks tr', { hasText: 'Practice sheet: one use' });
  assert.match(await check.innerText(), /✓[\s\S]*first try/);
});

test('an empty sheet is not marked, and what is left out is not wrong', { skip }, async () => {
  const { page, right, fields } = await sheet(2, 11);
  await page.getByRole('button', { name: 'Mark it' }).click();
  await page.waitForFunction(() => document.querySelector('.sheet .row-btns [role=status]').textContent !== '');
  assert.equal(await status(page), 'Nothing is filled in yet.');
  await fields.first().fill(String(right[0]));
  await fields.first().press('Enter');
  await page.waitForSelector('.verdict.good');
  assert.match(await status(page), new RegExp(`^1 of 1 filled are right, ${right.length - 1} (is|are) empty`));
  assert.equal(await fields.evaluateAll((all) => all.filter((one) => one.ariaInvalid === 'true').length), 0);
  assert.equal(await page.evaluate(() => JSON.parse(localStorage.getItem('wengert.score') ?? '{}')['sheet 2']), undefined);
});

test('answers that were shown do not count, nor does copying them', { skip }, async () => {
  const { page, right, fields } = await sheet(3, 5);
  await fields.first().fill('99');
  await page.getByRole('button', { name: 'Hint for the register' }).first().click();
  assert.match(await page.locator('.verdict').allInnerTexts().then((all) => all.join(' ')), /Hint 1 of 3/);
  await page.getByRole('button', { name: 'Show the answers' }).click();
  await page.waitForFunction(() => document.querySelector('.sheet .row-btns [role=status]').textContent.includes('first try'));
  assert.equal(await status(page), `${right.length} answers shown. 0 of 1 tried right at the first try, 1 hint.`);
  assert.equal(await page.getByRole('button', { name: 'Mark it' }).isVisible(), false);
  const kept = await page.evaluate(() => JSON.parse(localStorage.getItem('wengert.score'))['sheet 3']);
  assert.deepEqual(kept, { right: 0, asked: right.length, hints: 1 });
  await page.reload();
  await page.waitForFunction(() => document.querySelector('.sheet .row-btns [role=status]')?.textContent.includes('first try'));
  assert.deepEqual(await page.evaluate(() => JSON.parse(localStorage.getItem('wengert.score'))['sheet 3']), kept);
});

test('shown answers stand in their boxes, each said once, and are no tries', { skip }, async () => {
  for (const seed of [5, 9, 2]) {
    const { page, right, fields } = await sheet(3, seed);
    await page.evaluate(() => localStorage.removeItem('wengert.score'));
    await page.getByRole('button', { name: 'Show the answers' }).click();
    await page.waitForSelector('.fill .num.shown');
    const shown = async () => assert.deepEqual(await fields.evaluateAll((all) => all.map((one) => [one.value, one.readOnly, one.classList.contains('shown')])), right.map((x) => [x.toFixed(4).replace('-', '−'), true, true]));
    await shown();
    assert.equal(await status(page), `${right.length} answers shown. None was tried, 0 hints.`);
    for (const text of await page.locator('.sl:has(.fill input) .verdict').allInnerTexts()) assert.match(text, /^Shown: /);
    assert.equal(await page.locator('.outcome .bl:visible').count(), 0);
    assert.equal(await page.evaluate(() => localStorage.getItem('wengert.score')), null);
    await fields.first().press('Enter');
    await page.reload();
    await page.waitForSelector('.fill .num.shown');
    await shown();
    await page.close();
  }
});

test('a line that reaches the output through a slope of zero is not said to have no path', { skip }, async () => {
  for (const [seed, told] of [[9, /feeds \w+, whose slope in \w+ is 0 here/], [5, /the branch that is not taken: its slope is 0 here/]]) {
    const { page } = await sheet(3, seed);
    const notes = (await page.locator('.sl:not(.sheet-head):not(:has(.fill input)) .verdict').allInnerTexts()).join(' ');
    assert.match(notes, told);
    assert.doesNotMatch(notes, /no path/);
    await page.close();
  }
});

test('Tab follows the sweep from the last line up, and every line without a field says why', { skip }, async () => {
  const { page, fields } = await sheet(3, 5);
  const tops = await fields.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
  assert.deepEqual(tops, [...tops].sort((a, b) => b - a));
  await fields.first().focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  assert.ok(await fields.nth(1).evaluate((node) => node === document.activeElement));
  for (const text of await page.locator('.sl:not(.sheet-head):not(:has(.fill input)) .verdict').allInnerTexts()) assert.match(text, /the seed|no path to|slope .*is 0/);
});

/** What an address says of a sheet. */
const inAddress = (page) => page.evaluate(() => Object.fromEntries(['sheet', 'fill', 'hints'].map((key) => [key, new URLSearchParams(location.hash.slice(1)).get(key)])));

test('answers and hints are in the address, as they were typed: another browser shows them, and an answer that was shown is not there', { skip }, async () => {
  const { page, task, fields } = await sheet(2, 7);
  const line = (k) => task.registers[k].line + 1;
  await fields.nth(0).fill('0,5_a%');
  await fields.nth(2).fill('1+cos(a)');
  await page.getByRole('button', { name: /^Hint for/ }).nth(1).click();
  await page.getByRole('button', { name: /^Hint for/ }).nth(1).click();
  await page.waitForFunction((hints) => new URLSearchParams(location.hash.slice(1)).get('hints') === hints, `${line(1)}_2`);
  const wanted = { sheet: '2-7', fill: `${line(2)}_1+cos(a)_${line(0)}_0,5%5Fa%25`, hints: `${line(1)}_2` };
  assert.deepEqual(await inAddress(page), wanted);
  const other = await launch();
  const { page: copy } = await open(other.context, page.url());
  await copy.waitForSelector('.fill input');
  assert.deepEqual(await copy.locator('.fill input').evaluateAll((all) => all.map((one) => one.value)), ['0,5_a%', '', '1+cos(a)', '']);
  assert.match((await copy.locator('.verdict').allInnerTexts()).join(' '), /Hint 2 of 3/);
  await other.close();
  await page.getByRole('button', { name: 'Show the answers' }).click();
  await page.waitForSelector('.fill .num.shown');
  await page.waitForTimeout(300);
  assert.deepEqual(await inAddress(page), wanted);
});

test('the way back and an address that was edited bring answers and hints of their own', { skip }, async () => {
  const { page, task, fields } = await sheet(1, 3);
  const line = task.registers[0].line + 1;
  const first = () => fields.first().inputValue();
  await fields.first().fill('1/2');
  await page.waitForFunction(() => location.hash.includes('fill'));
  await page.getByRole('button', { name: 'Another sheet' }).first().click();
  await page.waitForFunction(() => !/sheet=1-3(&|$)/.test(location.hash) && document.querySelector('.fill input').value === '');
  await page.goBack();
  await page.waitForFunction(() => document.querySelector('.fill input').value === '1/2');
  await page.evaluate((edited) => { location.hash = edited; }, page.url().split('#')[1].replace(/fill=[^&]*/, `fill=${line}_7`));
  await page.waitForFunction(() => document.querySelector('.fill input').value === '7');
  await page.goBack();
  await page.waitForFunction(() => document.querySelector('.fill input').value === '1/2');
  assert.equal(await first(), '1/2');
});

test('a hint comes back where a mark is taken away, and marks come back with a reload', { skip }, async () => {
  const { page, right, fields } = await sheet(2, 7);
  const verdicts = () => page.locator('.sl:has(.fill input) .verdict').allInnerTexts();
  await fields.nth(0).fill(String(right[0]));
  await fields.nth(1).fill('99');
  await page.getByRole('button', { name: /^Hint for/ }).nth(1).click();
  await fields.nth(1).press('Enter');
  await page.waitForSelector('.fill [aria-invalid=true]');
  const marked = [await verdicts(), await status(page)];
  assert.match(marked[0][0], /^✓/);
  await page.reload();
  await page.waitForSelector('.fill [aria-invalid=true]');
  assert.deepEqual([await verdicts(), await status(page)], marked);
  assert.equal(await fields.nth(0).evaluate((node) => node.readOnly), true);
  await fields.nth(1).fill('98');
  assert.match((await verdicts())[1], /^Hint 1 of 3/);
  await page.reload();
  await page.waitForSelector('.verdict.good');
  assert.match((await verdicts())[1], /^Hint 1 of 3/);
  assert.equal(await status(page), '');
});

test('what was written as the page was left stays, though the address that comes back is older', { skip }, async () => {
  const { page, fields } = await sheet(2, 7);
  await fields.nth(1).fill('99');
  await page.waitForFunction(() => /fill=\d+_99/.test(location.hash));
  // The next page is under way for so long that this one writes its address in between.
  await page.route((url) => url.pathname === '/', async (route) => {
    await new Promise((done) => setTimeout(done, 400));
    await route.continue();
  });
  await fields.nth(1).fill('98');
  await page.reload();
  await page.waitForSelector('.fill input');
  assert.equal(await fields.nth(1).inputValue(), '98');
});

test('what makes no sense in the address of a sheet is left out', { skip }, async () => {
  const { task } = await sheet(2, 7);
  const line = task.registers[0].line + 1;
  for (const parts of [{ fill: '____' }, { fill: `x_1_99_2_${line}_` }, { fill: '%', hints: `${line}_0_99_3_1_x` }, { sheet: '2-', hints: '-' }, { sheet: '9-1', fill: `${line}_1` }]) {
    const { page, complaints } = await show(browser.context, server.url, ...WORKED, { view: 'practice', sheet: '2-7', ...parts });
    await page.waitForSelector('.fill input');
    await page.locator('.fill input').first().fill('5');
    await page.waitForFunction(() => /fill=\d+_5(&|$)/.test(location.hash));
    const { fill, hints } = await inAddress(page);
    assert.deepEqual([fill.split('_').length, fill.split('_')[1], hints], [2, '5', null], JSON.stringify(parts));
    assert.deepEqual(complaints, []);
    await page.evaluate(() => sessionStorage.clear());
    await page.close();
  }
});

test('a sheet is done by the keyboard alone: who pressed a button that goes stands at the way on', { skip }, async () => {
  const { page, right, fields } = await sheet(1, 3);
  await page.waitForFunction(() => document.activeElement.matches('.fill input'));
  for (const [k, x] of right.entries()) {
    assert.ok(await fields.nth(k).evaluate((node) => node === document.activeElement));
    await page.keyboard.type(x.toFixed(3));
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
  }
  await page.waitForFunction(() => document.activeElement.textContent.startsWith('Mark it'));
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement.textContent === 'Another sheet');
  const before = await page.evaluate(() => location.hash);
  await page.keyboard.press('Enter');
  await page.waitForFunction((hash) => location.hash !== hash && document.activeElement.matches('.fill input') && document.activeElement.value === '', before);
});

test('a silent engine is told on the sheet, and what was written stays', { skip }, async () => {
  const { page, fields } = await sheet(1, 3);
  await fields.first().fill('1');
  await page.route('**/engine', (route) => route.abort());
  await page.getByRole('button', { name: 'Mark it' }).click();
  await page.waitForSelector('.lens-practice >> text=The engine does not answer');
  await page.unroute('**/engine');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.waitForFunction(() => document.querySelector('.sheet .row-btns [role=status]').textContent !== '');
  assert.equal(await fields.first().inputValue(), '1');
  assert.equal(await page.locator('.lens-practice .message').count(), 0);
});

test('the checks of the learning map follow what was answered', { skip }, async () => {
  const { page } = await show(browser.context, server.url, ...WORKED, { view: 'learn', step: '6' });
  await page.evaluate(() => localStorage.removeItem('wengert.score'));
  await page.getByRole('button', { name: 'Start: Which input matters most?' }).click();
  await page.waitForSelector('#question:not(.away) [role="radio"]');
  assert.match(await page.locator('#question h2').textContent(), /Which input matters most/);
  await page.keyboard.press('1');
  await page.keyboard.press('h');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#question.shown');
  await page.getByRole('link', { name: 'Learn', exact: true }).click();
  const check = page.locator('.checks tr', { hasText: 'Which input matters most?' });
  assert.match(await check.innerText(), /✓[\s\S]*1 of 1 right, 1 hint/);
});
