// Point 6: a tape of 10^5 lines, folded where it repeats and by source line, in a bounded number of elements.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ask, launch, open, serve, skip } from './harness.js';
import { audit } from './page.js';

const PASSES = 3031;
const INNER = 10;

/** A recurrent network of so many passes, each with ten steps inside: 33 lines a pass. */
function tape(passes) {
  const lines = [];
  let [next, x] = [3, 0];
  const write = (text, place) => (lines.push(`  %${next} = ${text} @ "src/${place}"`), next++);
  for (let pass = 0; pass < passes; pass += 1) {
    const product = write(`mul(%${x}, %1)`, 'model.rs:12:17');
    x = write(`tanh(%${write(`add(%${product}, %2)`, 'model.rs:12:23')})`, 'model.rs:13:9');
    for (let step = 0; step < INNER; step += 1) {
      const small = write(`mul(0.1, %${write(`mul(%${x}, %${x})`, 'model.rs:21:13')})`, 'model.rs:21:22');
      x = write(`sub(%${x}, %${small})`, 'model.rs:22:13');
    }
  }
  const last = write(`square(%${x})`, 'main.rs:40:5');
  return `wengert tape 1\npoint(0.5, 1.1, 0.3)\nlist(x, w, b) {\n${lines.join('\n')}\n  return %${last}\n}\n`;
}

let server, browser, folder, text;
before(async () => {
  if (skip) return;
  folder = mkdtempSync(join(tmpdir(), 'wengert-large-'));
  text = tape(PASSES);
  writeFileSync(join(folder, 'rnn.wtape'), text);
  server = await serve('--tape', join(folder, 'rnn.wtape'));
  browser = await launch();
});
after(async () => { await browser?.close(); await server?.stop(); if (folder) rmSync(folder, { recursive: true, force: true }); });

const count = (page) => page.evaluate(() => document.querySelectorAll('*').length);

/** Opens the page and waits for the outline. */
async function outlined() {
  const shown = await open(browser.context, server.url);
  await shown.page.locator('#large .lt-row.fold').first().waitFor({ timeout: 30_000 });
  return shown;
}

test('10^5 lines open folded, and every way of folding keeps the page small', { skip }, async () => {
  const began = performance.now();
  const { page, complaints } = await outlined();
  console.log(`${(text.length / 1e6).toFixed(1)} MB of tape: shown after ${Math.round(performance.now() - began)} ms`);
  const outline = await ask(server.url, { ask: 'outline', model: { tape: text } });
  assert.ok(outline.counts.lines > 100_000, outline.heading);
  assert.equal(await page.locator('#large h1').textContent(), outline.heading);
  assert.match(await page.locator('.lt-row.fold').first().textContent(), /3,031 passes of 33 lines/);
  assert.ok(await count(page) < 2500, `${await count(page)} elements`);
  await page.getByRole('button', { name: 'Every line' }).click();
  await page.waitForFunction((rows) => document.querySelector('.lt-scroll').getAttribute('aria-rowcount') === rows, String(outline.counts.lines + 1));
  await page.locator('.lt-scroll').evaluate((list) => { list.scrollTop = list.scrollHeight; });
  const last = outline.counts.lines - 1;
  const name = page.locator(`.lt-name[data-id="${last}"]`);
  await name.waitFor();
  assert.equal(await name.textContent(), outline.columns.text[last]);
  assert.ok(await count(page) < 2500, `${await count(page)} elements`);
  await page.getByRole('button', { name: 'Source line' }).click();
  await page.locator('.lt-row.group', { hasText: 'src/model.rs:21' }).first().waitFor();
  assert.equal(await page.locator('.lt-row.group').count(), outline.sources.length + 1);
  assert.deepEqual(complaints, []);
  await page.close();
});

test('a fold opens at a pass, and a loop in it is a fold again', { skip }, async () => {
  const { page } = await outlined();
  const outline = await ask(server.url, { ask: 'outline', model: { tape: text } });
  await page.locator('.lt-fold').first().click();
  await page.locator('.lt-fold', { hasText: `${INNER} passes of 3 lines` }).waitFor();
  const slider = page.locator('.lt-pass input').first();
  await slider.fill('100');
  const id = 3 + 99 * 33;
  const row = page.locator('.lt-row.line', { has: page.locator(`[data-id="${id}"]`) });
  await row.waitFor();
  assert.equal(await row.locator('.p').textContent(), outline.columns.value[id].toFixed(4));
  await page.locator(`[data-id="${id}"]`).click();
  await page.locator('.lt-text', { hasText: outline.columns.text[id] }).waitFor();
  assert.match(await page.locator('#large .stack').textContent(), /written atsrc\/model\.rs:12/);
  await page.getByRole('button', { name: String((id + 2).toLocaleString('en-US')), exact: true }).click();
  await page.locator('h2', { hasText: `Line ${(id + 2).toLocaleString('en-US')}` }).waitFor();
  await page.close();
});

/** Where the list of a large tape stands: its folds and their passes, and the line on top. */
const standing = (page) => page.evaluate(() => {
  const list = document.querySelector('.lt-scroll');
  const under = list.querySelector('.lt-head').getBoundingClientRect().bottom;
  const first = [...list.querySelectorAll('.lt-total .lt-row')].find((one) => one.getBoundingClientRect().bottom > under + 1);
  return [document.querySelector('#large .seg [aria-pressed=true]').textContent, [...document.querySelectorAll('.lt-pass .mute')].map((one) => one.textContent), first.querySelector('.ln').textContent];
});

test('open folds, their passes and where the list stands are in the address: a reload and the way back bring them', { skip }, async () => {
  const { page, complaints } = await outlined();
  await page.setViewportSize({ width: 1440, height: 600 });
  await page.locator('.lt-fold').first().click();
  await page.locator('.lt-pass input').first().fill('100');
  await page.locator('.lt-fold').nth(1).click();
  await page.waitForFunction(() => /folds=1-100_1\.1-1(&|$)/.test(location.hash));
  await page.locator('.lt-scroll').evaluate((list) => { list.scrollTop = 36; });
  await page.waitForFunction(() => /top=2(&|$)/.test(location.hash));
  const before = await standing(page);
  assert.deepEqual(before.slice(0, 2), ['Structure', ['pass 100', 'pass 1']]);
  const back = async () => {
    await page.locator('.lt-pass').nth(1).waitFor({ timeout: 30_000 });
    await page.waitForFunction(() => document.querySelector('.lt-scroll').scrollTop > 0);
    assert.deepEqual(await standing(page), before);
  };
  await page.reload();
  await back();
  await page.click('#home');
  await page.locator('#rows .lr').first().waitFor();
  assert.doesNotMatch(await page.evaluate(() => location.hash), /folds|top|by=/);
  await page.goBack();
  await back();
  await page.getByRole('button', { name: 'Every line' }).click();
  await page.waitForFunction(() => document.querySelector('.lt-scroll').scrollHeight > 50_000 * 36);
  await page.locator('.lt-scroll').evaluate((list) => { list.scrollTop = 50_000 * 36; });
  await page.waitForFunction(() => /by=none&.*top=50001(&|$)/.test(location.hash));
  await page.reload();
  await page.locator('.lt-name[data-id="50000"]').waitFor({ timeout: 30_000 });
  assert.equal((await standing(page))[2], '50,001');
  assert.deepEqual(complaints, []);
  await page.close();
});

test('folds that make no sense in the address are left out', { skip }, async () => {
  for (const [parts, passes] of [['folds=9-1_0-1_1.1.1.1-4_x_s99__1-0&top=-3', 0], ['folds=1-99999999&by=any&top=x', 1], ['folds=rest_s0&by=source&top=999999999', 0]]) {
    const { page, complaints } = await open(browser.context, `${server.url}#tape=saved+tape&${parts}`);
    await page.locator('.lt-row').nth(2).waitFor({ timeout: 30_000 });
    assert.equal(await page.locator('.lt-pass').count(), passes, parts);
    if (passes) assert.equal(await page.locator('.lt-pass .mute').textContent(), 'pass 3,031');
    assert.deepEqual(complaints, []);
    await page.close();
  }
});

test('the keyboard keeps its place: on a fold, on its slider, and on the line that a link leads to', { skip }, async () => {
  const { page } = await outlined();
  const at = (selector) => page.waitForFunction((one) => document.activeElement.matches(one), selector);
  await page.locator('.lt-fold').first().focus();
  await page.keyboard.press('Enter');
  await page.locator('.lt-pass input').first().waitFor();
  await at('.lt-fold[aria-expanded=true]');
  await page.locator('.lt-pass input').first().focus();
  for (const pass of [2, 3]) {
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction((wanted) => location.hash.includes(`folds=1-${wanted}`), pass);
    await at('.lt-pass input');
  }
  await page.locator(`.lt-name[data-id="${3 + 2 * 33 + 1}"]`).click();
  const link = page.locator('#large .stack td .link').first();
  const line = Number((await link.textContent()).replaceAll(',', ''));
  await link.focus();
  await page.keyboard.press('Enter');
  await at(`.lt-name[data-id="${line - 1}"]`);
  // The ring lies within, 3 px wide: it crosses no letter.
  assert.ok(await page.evaluate(() => Number.parseFloat(getComputedStyle(document.activeElement).paddingLeft)) >= 3);
  await page.locator('.lt-fold').first().focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => !location.hash.includes('folds='));
  await at('.lt-fold[aria-expanded=false]');
  await page.close();
});

test('sizes of cotangents by depth are the engine\'s counts', { skip }, async () => {
  const { page } = await outlined();
  const { histogram } = await ask(server.url, { ask: 'outline', model: { tape: text } });
  assert.match(histogram.heading, /^Cotangents (vanish|explode|keep)/);
  await page.locator('#large h2', { hasText: histogram.heading }).waitFor();
  const filled = histogram.columns.flatMap((column) => column.counts).filter((n) => n > 0).length;
  assert.equal(await page.locator('.lt-cell').count(), filled);
  await page.close();
});

test('a reload brings the tape back; a browser that has lost it says so', { skip }, async () => {
  const { page } = await outlined();
  await page.waitForFunction(() => location.hash.includes('tape='));
  await page.reload();
  await page.locator('#large .lt-row.fold').first().waitFor({ timeout: 30_000 });
  await page.close();
  const other = await serve();
  const { page: lost } = await open(browser.context, `${other.url}#tape=rnn.wtape`);
  await lost.waitForFunction(() => /The file rnn\.wtape is not in this browser any more\. Open it again/.test(document.querySelector('#cards').textContent));
  await lost.close();
  await other.stop();
});

test('axe finds nothing serious, and the page is no wider than its window', { skip }, async () => {
  const { page } = await outlined();
  await page.locator('.lt-fold').first().click();
  assert.deepEqual(await audit(page), []);
  for (const width of [1280, 768, 360]) {
    await page.setViewportSize({ width, height: 800 });
    await page.waitForTimeout(150);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(over <= 0, `${over} px too wide at ${width}`);
  }
  await page.close();
});

test('the paths of 10^5 lines are ranked; the middle of a long one is one step, and a path leads to the list', { skip }, async () => {
  const { page, complaints } = await outlined();
  await page.click('.nav [data-view=why]');
  await page.waitForFunction(() => /^Why is/.test(document.querySelector('.lens-why h1').textContent), null, { timeout: 30_000 });
  const outline = await ask(server.url, { ask: 'outline', model: { tape: text } });
  const rows = page.locator('.lens-why .path-row[role=button]');
  assert.equal(await rows.count(), 8);
  assert.ok((await page.locator('.lens-why h1').textContent()).includes(Number(outline.columns.adjoint[0]) === 0 ? '0' : '='));
  assert.match(await rows.first().locator('.gap').textContent(), /^… [\d,]+ steps: .+ …$/);
  assert.ok(await count(page) < 2500, `${await count(page)} elements`);
  await rows.first().focus();
  await page.keyboard.press('Enter');
  await page.locator('.lt-row.line.sel').waitFor({ timeout: 30_000 });
  assert.deepEqual(complaints, []);
  await page.close();
});

test('the matrix of 10^5 lines: a map, a window, and the sweep that climbs through it by slider and keys', { skip }, async () => {
  const { page, complaints } = await outlined();
  const outline = await ask(server.url, { ask: 'outline', model: { tape: text } });
  const { lines } = outline.counts;
  await page.click('.nav [data-view=matrix]');
  await page.locator('.part-rows tbody tr').first().waitFor({ timeout: 30_000 });
  const registers = () => page.locator('.part-rows tbody tr td:last-child').allTextContents();
  assert.ok((await registers()).every((text) => text === 'empty'), 'the sweep has not begun');
  await page.keyboard.press('[');
  await page.waitForFunction(() => document.querySelector('.part-rows tbody tr:last-child').className === 'swept', null, { timeout: 30_000 });
  assert.equal((await registers()).at(-1), '1.0000');
  await page.locator('#swept').fill(String(lines));
  await page.waitForFunction(() => document.querySelector('.part-rows tbody tr td').textContent === '1' && document.querySelector('.part-rows tbody tr').className === 'swept', null, { timeout: 30_000 });
  assert.match(await page.locator('#swept').getAttribute('aria-valuetext'), /^100,\d+ of 100,\d+ lines swept$/);
  const shown = await page.locator('.part-rows .lt-name').allTextContents();
  assert.deepEqual(shown, outline.columns.text.slice(0, shown.length));
  const { height } = await page.locator('canvas.map').boundingBox();
  await page.locator('canvas.map').click({ position: { x: 100, y: height / 2 } });
  await page.waitForFunction(() => Number(document.querySelector('.part-rows tbody tr td').textContent.replace(/,/g, '')) > 1000, null, { timeout: 30_000 });
  const first = Number((await page.locator('.part-rows tbody tr td').first().textContent()).replace(/,/g, '')) - 1;
  assert.ok(Math.abs(first / lines - 0.5) < 0.1, String(first));
  assert.equal(await page.locator('.part-rows .lt-name').first().textContent(), outline.columns.text[first]);
  assert.deepEqual(await audit(page), []);
  for (const width of [1280, 768, 360]) {
    await page.setViewportSize({ width, height: 800 });
    await page.waitForTimeout(200);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(over <= 0, `${over} px too wide at ${width}`);
  }
  assert.deepEqual(complaints, []);
  await page.close();
});

test('the thread of 10^5 lines leads from the register to the first number that is not finite', { skip }, async () => {
  const broken = text.replace('point(0.5, 1.1, 0.3)', 'point(0.5, inf, 0.3)');
  writeFileSync(join(folder, 'broken.wtape'), broken);
  const other = await serve('--tape', join(folder, 'broken.wtape'));
  const { page } = await open(browser.context, other.url);
  await page.locator('#large .lt-row.fold').first().waitFor({ timeout: 30_000 });
  await page.click('.nav [data-view=detective]');
  await page.locator('.lens-detective .thread li').first().waitFor({ timeout: 30_000 });
  const { findings } = await ask(other.url, { ask: 'detective', model: { tape: broken } });
  assert.equal(await page.locator('.lens-detective .thread li').count(), findings[0].thread.length);
  assert.equal(await page.locator('.thread-ledger.long .src-row .ln').first().textContent(), (findings[0].thread[0].line + 1).toLocaleString('en-US'));
  assert.ok(await count(page) < 2500, `${await count(page)} elements`);
  await page.locator('.thread-ledger.long .src-row .ln').first().click();
  await page.locator('.lt-row.line.sel').waitFor({ timeout: 30_000 });
  await page.close();
  await other.stop();
});

test('another value sends the hash of the tape only; an engine that has forgotten it is sent the tape again', { skip }, async () => {
  const { page, complaints } = await outlined();
  const sent = [];
  page.on('request', (request) => { if (request.url().endsWith('/engine')) sent.push(request.postDataBuffer()?.length ?? 0); });
  const set = async (value) => {
    const field = page.locator('.lt-input input');
    await field.fill(value);
    await field.blur();
    await page.waitForFunction((wanted) => document.querySelector('.lt-row.line .p').textContent === wanted, Number(value).toFixed(4), { timeout: 30_000 });
  };
  await page.getByRole('button', { name: 'Every line' }).click();
  await page.locator('.lt-name[data-id="0"]').click();
  await page.locator('.lt-input input').waitFor();
  await set('0.7');
  assert.ok(sent.length > 0 && sent.every((bytes) => bytes < 2000), String(sent));
  // Four other tapes take its place.
  for (let passes = 40; passes < 44; passes += 1) await ask(server.url, { ask: 'outline', model: { tape: tape(passes * 2) } });
  sent.length = 0;
  await set('0.9');
  assert.ok(sent.some((bytes) => bytes > 1e6), String(sent));
  assert.deepEqual(complaints, []);
  await page.close();
});

test('kinks and accuracy of 10^5 lines answer within their budgets, and say what those leave', { skip }, async () => {
  const { page, complaints } = await outlined();
  await page.click('.nav [data-view=kinks]');
  await page.waitForFunction(() => /The budget allows \d+ points of a tape so long/.test(document.querySelector('.lens-kinks')?.textContent), null, { timeout: 40_000 });
  assert.equal(await page.locator('#cards h2').count(), 0);
  await page.click('.nav [data-view=accuracy]');
  await page.waitForFunction(() => /The budget allows \d+ steps for 100,\d+ operations/.test(document.querySelector('.lens-accuracy')?.textContent), null, { timeout: 40_000 });
  assert.match(await page.locator('.lens-accuracy .lead').textContent(), /against (128 bits|forward mode)/);
  assert.deepEqual(complaints, []);
  await page.close();
});

test('in a narrow window value, bytes and time are reached sideways', { skip }, async () => {
  const { page } = await outlined();
  await page.setViewportSize({ width: 400, height: 844 });
  const list = page.locator('.lt-scroll');
  await page.locator('.lt-row .lt-va').nth(1).waitFor();
  assert.deepEqual(await list.evaluate((node) => [getComputedStyle(node.querySelector('.lt-by')).display !== 'none', node.scrollWidth > node.clientWidth]), [true, true]);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true);
});
