// Point 3: practice sheets are filled by hand, marked by the engine, and come back with their address.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ask, launch, serve, skip } from './harness.js';
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
