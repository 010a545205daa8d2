// Point 8: notes on an object, kept in this browser, listed, changed, deleted, exported; and what is copied and kept besides.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, beforeEach, test } from 'node:test';
import { launch, open, serve, skip } from './harness.js';
import { WORKED, address, show } from './page.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let server, browser;
before(async () => { if (!skip) { server = await serve(); browser = await launch(); } });
after(async () => { await browser?.close(); await server?.stop(); });
beforeEach(async () => {
  if (skip) return;
  const page = await browser.context.newPage();
  await page.goto(server.url);
  await page.evaluate(() => localStorage.clear());
  await page.close();
});

const at = (parts, model = WORKED) => show(browser.context, server.url, ...model, parts);
const save = (page) => page.getByRole('button', { name: 'Save', exact: true }).click();
const exported = (page) => page.locator('#notes pre').textContent();
const tag = (page) => page.locator('.note-form .tag').textContent();
const choices = (page) => page.locator('#note-about option').allTextContents();
const act = (page, name) => page.locator('.note').first().getByRole('button', { name, exact: true }).click();

/** Chooses what the note is about, by a part of its name. */
const about = (page, part) => page.locator('#note-about').evaluate((node, wanted) => {
  node.selectedIndex = [...node.options].findIndex((option) => option.textContent.includes(wanted));
  node.dispatchEvent(new Event('change'));
}, part);

test('a note on a line is kept, edited, exported and deleted', { skip }, async () => {
  const { page, complaints } = await at({ step: '9', line: '3' });
  await page.keyboard.press('m');
  await page.fill('#note-text', 'Does the order of the two += matter?');
  await page.fill('#note-evidence', 'the rows of a and b');
  await page.fill('#note-next', 'swap the lines');
  await page.fill('#note-resolve', 'a run that differs');
  await save(page);
  const text = await exported(page);
  for (const part of ['## line 3: `a = x*y`', 'Does the order', 'evidence looked at: the rows of a and b', 'next action: swap the lines', 'what would resolve it: a run that differs', 'dL/dx = 5.8805', '1.0000 (from L) + 0.9602 (from b)', '#e=', "wengert explore 'x*y + sin(x*y)' x=2 y=3"]) assert.ok(text.includes(part), part);
  await act(page, 'Edit');
  await page.fill('#note-text', 'Sums of two do not care.');
  await save(page);
  assert.ok((await exported(page)).includes('Sums of two'));
  assert.match(await page.locator('.note').first().textContent(), /x = 2, y = 3, reverse 4 of 6, changed \d{4}-\d\d-\d\d \d\d:\d\d/);
  await page.keyboard.press('Escape');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'play');
  assert.ok(await page.locator('#notes').isHidden());
  await page.reload();
  assert.equal((await page.locator('#notes-count').textContent()).trim(), '1');
  await page.click('#notes-button');
  await act(page, 'Delete');
  assert.equal(await page.locator('.note:not(.gone)').count(), 0);
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  assert.match(await page.locator('.note').first().textContent(), /Sums of two/);
  await act(page, 'Delete');
  await page.reload();
  assert.equal((await page.locator('#notes-count').textContent()).trim(), '');
  assert.deepEqual(complaints, []);
});

test('what was typed outlives Escape, another line, and a note that is changed meanwhile', { skip }, async () => {
  const { page } = await at({ step: '9', line: '3' });
  await page.keyboard.press('m');
  await page.fill('#note-text', 'half a thought');
  await page.keyboard.press('Escape');
  await page.keyboard.press('m');
  assert.equal(await page.inputValue('#note-text'), 'half a thought');
  await page.locator('.lr[data-line="4"] .ln').click();
  await page.waitForFunction(() => document.querySelector('.note-form .tag').textContent.startsWith('line 4'));
  await page.locator('.lr[data-line="4"]').press('m');
  assert.equal(await page.inputValue('#note-text'), 'half a thought');
  await save(page);
  await act(page, 'Edit');
  await page.fill('#note-text', 'a whole one');
  await page.keyboard.press('Escape');
  await page.click('#notes-button');
  assert.equal(await page.inputValue('#note-text'), 'a whole one');
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  assert.match(await page.locator('.note').first().textContent(), /half a thought/);
  assert.equal(await page.inputValue('#note-text'), '');
});

test('what was typed outlives a reload of its tab, about a new note and about one that is there', { skip }, async () => {
  const { page, complaints } = await at({ step: '9', line: '3' });
  await page.keyboard.press('m');
  await page.fill('#note-text', 'kept');
  await save(page);
  await page.fill('#note-text', 'half a thought');
  await page.getByLabel('this is a question').check();
  await act(page, 'Edit');
  await page.fill('#note-next', 'look again');
  await page.reload();
  await page.keyboard.press('m');
  assert.deepEqual([await page.inputValue('#note-text'), await page.getByLabel('this is a question').isChecked()], ['half a thought', true]);
  await act(page, 'Edit, not saved');
  assert.deepEqual([await page.inputValue('#note-text'), await page.inputValue('#note-next')], ['kept', 'look again']);
  await save(page);
  assert.match(await exported(page), /next action: look again/);
  assert.equal(await page.inputValue('#note-text'), 'half a thought');
  await page.evaluate(() => sessionStorage.setItem('wengert.notes.drafts', '[["new", 3], 7, null'));
  await page.reload();
  await page.keyboard.press('m');
  assert.equal(await page.inputValue('#note-text'), '');
  assert.deepEqual(complaints, []);
});

test('a note is put on every equation of a line, on its register, and on something else later', { skip }, async () => {
  const { page } = await at({ step: '9', line: '3' });
  await page.locator('.lr[data-line="3"] .st').nth(1).click();
  await page.keyboard.press('m');
  assert.equal(await page.locator('.note-form .tag math').count(), 1);
  const named = await choices(page);
  for (const part of ['equation: a = x*y', 'equation: x̄ += ā * y', 'equation: ȳ += ā * x', 'register: bar_a = 1.9602']) assert.ok(named.some((one) => one.endsWith(part)), part);
  await page.fill('#note-text', 'why x');
  await save(page);
  assert.ok((await exported(page)).includes('## line 3, equation: `bar_y += bar_a * x`'));
  await act(page, 'Edit');
  await about(page, 'register');
  await save(page);
  assert.ok((await exported(page)).includes('## line 3, register: `bar_a = 1.9602`'));
  await page.keyboard.press('Escape');
  await page.locator('.lr[data-line="3"] .noted').click();
  assert.equal(await page.evaluate(() => document.activeElement.className), 'note');
});

test('a note is put on the span of code that was clicked', { skip }, async () => {
  const { page } = await at({ step: '9', view: 'code' });
  const span = page.locator('.cl').filter({ hasText: 'a_bar += b_bar * math.cos(a)' });
  await span.click();
  await page.keyboard.press('m');
  assert.match(await tag(page), /^Plain Python, line \d+: a_bar \+= b_bar \* math\.cos\(a\)$/);
  await page.fill('#note-text', 'cos of what');
  await save(page);
  assert.match(await exported(page), /## Plain Python, line \d+: `a_bar \+= b_bar \* math\.cos\(a\)`/);
  assert.match(await span.getAttribute('class'), /noted/);
});

test('claims, misconceptions and sources take notes, with what stands beside them', { skip }, async () => {
  const { page } = await at({ view: 'learn' });
  await page.waitForSelector('[data-note=misconception]');
  for (const kind of ['claim', 'misconception', 'source']) {
    await page.locator(`[data-note=${kind}]`).first().click();
    assert.match(await tag(page), new RegExp(`^${kind}`));
    await page.fill('#note-text', `about a ${kind}`);
    await save(page);
  }
  const text = await exported(page);
  assert.match(text, /## claim: A register adds every use of its value\./);
  assert.match(text, /ā: adding 1\.9602, overwriting 0\.9602/);
  assert.match(text, /Supports: /);
});

test('the numbers of the view at hand are exported', { skip }, async () => {
  const cases = {
    why: /path 1, L → a → x: \+3\.0000, 51\.02 %/, accuracy: /central at its best step .+: 5\.88/, cost: /reverse: 1 run, \d/,
    detective: /every register is finite/, kinks: /No line lands on a kink here/, matrix: /row 4, local derivatives: 0\.9602 to a/, code: /plain Python prints: L 5\.7205/,
  };
  for (const [view, wanted] of Object.entries(cases)) {
    const { page } = await at({ step: '9', view });
    await page.keyboard.press('m');
    let text = '';
    // A note has what the view shows by then, so it is written until the engine has answered.
    for (const end = Date.now() + 20_000; !wanted.test(text) && Date.now() < end; await page.waitForTimeout(200)) {
      await page.fill('#note-text', view);
      await save(page);
      text = (await exported(page)).split('## ')[1];
    }
    assert.match(text, wanted);
    await page.close();
  }
});

test('a note on a practice sheet has its function and what was filled, and no answer that was not', { skip }, async () => {
  const { page } = await show(browser.context, server.url, ...WORKED, { view: 'practice', sheet: '2-7', fill: '4_0,5' });
  await page.waitForSelector('.fill input');
  await page.click('#notes-button');
  await page.fill('#note-text', 'is this half?');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const text = await page.locator('#notes-list pre').first().innerText();
  assert.match(text, /practice sheet, Values used again: x - y \+ sin\(x - y\) at x = 3, y = 3\n.*: 0,5\n.*: not filled/);
  await page.getByRole('button', { name: 'Delete' }).first().click();
  await page.close();
});

test('on a kink the export has the set of slopes and what every system answers', { skip }, async () => {
  const { page } = await at({ step: '3', view: 'kinks' }, ['abs(x)', { x: 0 }]);
  await page.waitForFunction(() => document.querySelector('.lens-kinks').textContent.includes('JAX'));
  await page.keyboard.press('m');
  await page.fill('#note-text', 'which slope');
  await save(page);
  const text = await exported(page);
  for (const part of [/abs at 0: \[−1, 1\], used 0/, /JAX .*: /, /PyTorch .*: /]) assert.match(text, part);
});

test('notes of the first form are read; one that is deleted while it is changed leaves an empty form', { skip }, async () => {
  const { page, complaints } = await at({ step: '9' });
  await page.evaluate(() => {
    const state = { link: `${location.origin}/#e=x*y&at=x%3A2%2Cy%3A3&step=1`, lines: ['L = x*y at x=2, y=3'] };
    localStorage.setItem('wengert.notes', JSON.stringify([{ id: 4, subject: { kind: 'line', ref: 3, title: 'line 3: L = x*y' }, state, text: 'old', written: '2026-01-01 10:00' }, 'no note']));
  });
  await page.reload();
  await page.click('#notes-button');
  assert.match(await page.locator('#notes [role=alert]').textContent(), /left as it is/);
  assert.ok((await exported(page)).includes('## line 3: L = x\\*y'));
  await act(page, 'Edit');
  await page.fill('#note-text', 'new');
  await act(page, 'Delete');
  assert.equal(await page.inputValue('#note-text'), '');
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  assert.match(await page.locator('.note').first().textContent(), /old/);
  assert.equal(await page.evaluate(() => JSON.parse(localStorage.getItem('wengert.notes'))[1]), 'no note');
  assert.deepEqual(complaints, []);
});

test('what is typed is not Markdown', { skip }, async () => {
  const { page } = await at({ step: '9' });
  await page.keyboard.press('m');
  await page.fill('#note-text', '## no heading\n\n1. no entry\n- nor this\n<b> *x* _y_ a_b `c`');
  await page.check('#note-question');
  await save(page);
  const text = await exported(page);
  for (const part of ['**Question**', '\\## no heading', '1\\. no entry', '\\- nor this', '\\<b\\> \\*x\\* \\_y\\_ a_b \\`c\\`']) assert.ok(text.includes(part), part);
  assert.equal(text.match(/^## /gm).length, 1);
  assert.equal(await page.locator('.note .note-text').first().evaluate((node) => node.innerText), '## no heading\n\n1. no entry\n- nor this\n<b> *x* _y_ a_b `c`');
  assert.equal(await page.locator('.tag.asked').textContent(), 'question');
});

test('a note leads back to its state, from another and shorter tape', { skip }, async () => {
  const { page, complaints } = await at({ step: '9', line: '4' });
  await page.keyboard.press('m');
  await page.fill('#note-text', 'here');
  await save(page);
  await page.goto(address(server.url, 'x^2', { x: 5 }, { step: '1' }));
  await page.reload();
  await page.waitForFunction(() => document.querySelectorAll('#rows .lr').length === 2);
  assert.equal(await page.locator('#rows .noted').count(), 0);
  await page.click('#notes-button');
  // The page is painted meanwhile: the step of the longer tape stands over the shorter one.
  await page.route('**/engine', async (route) => { await page.waitForTimeout(300); await route.continue(); });
  await act(page, 'Go there');
  await page.evaluate(() => window.dispatchEvent(new Event('resize')));
  await page.waitForFunction(() => document.querySelectorAll('#rows .lr').length === 5 && document.querySelector('.lr.sel')?.dataset.line === '4');
  assert.equal(await page.locator('#track').getAttribute('aria-valuenow'), '9');
  assert.deepEqual(complaints, []);
});

test('a browser that keeps nothing shows the page, and says that notes are not kept', { skip }, async () => {
  const page = await browser.context.newPage();
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.addInitScript(() => Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError'); } }));
  await page.goto(address(server.url, ...WORKED, { step: '9' }));
  await page.waitForFunction(() => document.querySelectorAll('#rows .lr').length === 5);
  const theme = await page.evaluate(() => document.documentElement.dataset.theme);
  await page.click('#theme');
  assert.notEqual(await page.evaluate(() => document.documentElement.dataset.theme), theme);
  await page.keyboard.press('m');
  await page.fill('#note-text', 'for a while');
  await save(page);
  assert.equal(await page.locator('.note').count(), 1);
  assert.match(await page.locator('#notes [role=alert]').textContent(), /keeps no notes/);
  assert.equal(await page.locator('#notes-where').textContent(), 'not kept by this browser');
  assert.deepEqual(complaints, []);
});

test('a full store loses no note, and what is no list of notes is put aside', { skip }, async () => {
  const { page, complaints } = await at({ step: '9' });
  await page.evaluate(() => localStorage.setItem('wengert.notes', '{"not":"a list"}'));
  await page.reload();
  await page.keyboard.press('m');
  assert.match(await page.locator('#notes [role=alert]').textContent(), /is no note of this page/);
  await page.fill('#note-text', 'first');
  await save(page);
  assert.equal(await page.evaluate(() => localStorage.getItem('wengert.notes.aside')), '{"not":"a list"}');
  await page.evaluate(() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }; });
  await page.fill('#note-text', 'second');
  await save(page);
  assert.equal(await page.locator('.note').count(), 2);
  assert.match(await page.locator('#notes [role=alert]').textContent(), /has no room left/);
  assert.deepEqual(complaints, []);
});

test('a button says that it has copied, and keeps its width; a refusal leaves the text selected', { skip }, async () => {
  const { page, complaints } = await at({ step: '9' });
  await page.evaluate(() => { navigator.clipboard.writeText = async (text) => { window.copied = text; }; });
  const button = page.locator('#copy-link');
  const width = async () => (await button.boundingBox()).width;
  const before = await width();
  await button.click();
  await page.waitForFunction(() => document.querySelector('#copy-link').innerText === 'Copied');
  assert.equal(await width(), before);
  assert.equal(await page.evaluate(() => window.copied), page.url());
  await page.waitForFunction(() => document.querySelector('#copy-link').innerText === 'Copy link');
  await page.evaluate(() => { navigator.clipboard.writeText = () => Promise.reject(new DOMException('denied', 'NotAllowedError')); });
  await button.click();
  await page.waitForSelector('#by-hand-text');
  assert.equal(await page.evaluate(() => getSelection().toString()), page.url());
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('#by-hand').count(), 0);
  assert.deepEqual(complaints, []);
});

test('the drawer is closed by a button that says so, on a telephone too', { skip }, async () => {
  const { page } = await open(browser.context, address(server.url, ...WORKED, { step: '9' }));
  await page.setViewportSize({ width: 390, height: 780 });
  await page.click('#notes-button');
  await page.getByRole('button', { name: /^Close/ }).click();
  assert.ok(await page.locator('#notes').isHidden());
});

test('axe finds nothing in the drawer, nor in a noted row, and the drawer fits a narrow window', { skip }, async () => {
  const { page } = await at({ step: '9', line: '3' });
  await page.keyboard.press('m');
  for (const text of ['first', 'second']) {
    await page.fill('#note-text', text);
    await page.check('#note-question');
    await save(page);
  }
  await act(page, 'Edit');
  await page.locator('.note').nth(1).getByRole('button', { name: 'Delete', exact: true }).click();
  await page.evaluate(axe);
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    await page.waitForTimeout(200);
    for (const part of ['#notes', '#rows']) {
      const { violations } = await page.evaluate((one) => globalThis.axe.run(one), part);
      assert.deepEqual(violations.map((one) => `${colorScheme} ${part}: ${one.id} ${one.nodes[0].target}`), []);
    }
  }
  await page.setViewportSize({ width: 360, height: 740 });
  assert.ok(await page.locator('#notes').evaluate((node) => node.scrollWidth <= node.clientWidth && node.clientWidth === window.innerWidth));
});
