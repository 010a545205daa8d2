// What the page holds and how it comes back: an edited expression, a file, the address, and an engine that is silent.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch, open, serve, skip } from './harness.js';
import { WORKED, address, row, show } from './page.js';

let server, browser, folder;
before(async () => {
  if (skip) return;
  folder = mkdtempSync(join(tmpdir(), 'wengert-tapes-'));
  [server, browser] = [await serve(), await launch()];
});
after(async () => { await browser?.close(); await server?.stop(); if (folder) rmSync(folder, { recursive: true, force: true }); });

const cursor = (page) => page.locator('#track').getAttribute('aria-valuenow');
const spoken = (page) => page.locator('#track').getAttribute('aria-valuetext');
const quiet = (page) => page.waitForTimeout(300);
const wholeAddress = (page) => new URLSearchParams(new URL(page.url()).hash.slice(1));

/** A file of the text, and the page with it opened. */
function file(name, text) {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}
const TAPE = (op) => `wengert tape 1\npoint(2.0, 3.0)\nlist(x, y) {\n  %2 = mul(%0, %1)\n  %3 = ${op}(%2)\n  %4 = add(%2, %3)\n  return %4\n}\n`;

test('typing another expression keeps the point and the place in the sweep', { skip }, async () => {
  const { page, complaints } = await show(browser.context, server.url, ...WORKED, { step: '8' });
  await page.click('#edit');
  await page.waitForFunction(() => document.activeElement.id === 'source');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('y*sin(x*y) + 3', { delay: 40 });
  await page.waitForFunction(() => document.querySelector('.lr[data-line="6"]'));
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => !document.querySelector('#band').classList.contains('editing'));
  assert.deepEqual([(await row(page, 1)).value, (await row(page, 2)).value].sort(), ['2.0000', '3.0000']);
  assert.match(await spoken(page), /^reverse 3 of /);
  assert.equal(await page.locator('#cards').textContent(), '');
  assert.equal(await page.locator('#notice').textContent(), '');
  await quiet(page);
  assert.equal(wholeAddress(page).get('at').split(',').length, 2);
  assert.deepEqual(complaints, []);
});

test('a constant on the way does not lose the place, and Escape brings all of it back', { skip }, async () => {
  const { page, complaints } = await show(browser.context, server.url, ...WORKED, { step: '10' });
  await page.click('#edit');
  await page.fill('#source', '3');
  await quiet(page);
  await page.fill('#source', 'x*y');
  await page.locator('.lr[data-line="3"]').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.lr[data-line="5"]').waitFor();
  assert.equal(await cursor(page), '10');
  assert.equal((await row(page, 2)).value, '3.0000');
  assert.deepEqual(complaints, []);
});

test('opening the editor moves nothing', { skip }, async () => {
  const { page } = await show(browser.context, server.url, ...WORKED);
  const places = () => page.evaluate(() => ['stage', 'step', 'transport', 'slide-0'].map((id) => JSON.stringify(document.getElementById(id).getBoundingClientRect())));
  const before = await places();
  await page.click('#edit');
  await page.fill('#source', 'x*y + sn(x*z)');
  await quiet(page);
  assert.deepEqual(await places(), before);
  await page.fill('#source', 'x*y + sin(x*y*1)');
  await quiet(page);
  await page.keyboard.press('Enter');
  await quiet(page);
  assert.deepEqual((await places()).slice(2), before.slice(2));
});

test('Enter waits for the engine to have read just this text', { skip }, async () => {
  const { page } = await show(browser.context, server.url, ...WORKED);
  let held = 0;
  await page.route('**/engine', async (route) => {
    held += 1;
    await new Promise((done) => setTimeout(done, 300));
    await route.continue();
  });
  await page.click('#edit');
  await page.fill('#source', 'x*y + sn(x*y)');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('#complaint').textContent.includes('column 7'));
  assert.equal(held, 1);
  assert.equal(await page.locator('#band').evaluate((band) => band.classList.contains('editing')), true);
  assert.equal(wholeAddress(page).get('e') ?? WORKED[0], WORKED[0]);
  await page.fill('#source', 'x*y*y');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => !document.querySelector('#band').classList.contains('editing'));
  assert.equal((await row(page, 3)).value, '6.0000');
});

test('a wrong expression in the address is shown with its caret, and there are ways on', { skip }, async () => {
  const { page } = await open(browser.context, address(server.url, 'x*y +', { x: 2, y: 3 }));
  await page.waitForFunction(() => document.querySelector('#complaint').textContent !== '');
  assert.equal(await page.inputValue('#source'), 'x*y +');
  assert.deepEqual(await page.locator('#cards button').allTextContents(), ['Type an expression', 'Presets', 'Open tape', 'Worked example']);
});

test('warnings are one line in a place that is kept for them', { skip }, async () => {
  const { page } = await open(browser.context, address(server.url, 'a*b*c*d', { x: 2 }));
  await page.waitForFunction(() => document.querySelector('#notice').textContent.includes('a, b, c, d'));
  assert.match(await page.locator('#notice').textContent(), /nothing reads it: x/);
  assert.equal(await page.locator('#cards').textContent(), '');
});

test('a refused file leaves the last tape, in grey and named, and the address', { skip }, async () => {
  const { page, complaints } = await open(browser.context, server.url);
  await page.locator('.lr').first().waitFor();
  await page.setInputFiles('#tape-file', file('ok.wtape', TAPE('sin')));
  await page.waitForFunction(() => document.querySelector('#formula').textContent.includes('ok.wtape'));
  await page.setInputFiles('#tape-file', file('table.csv', 'a,b\n1,2\n'));
  await page.waitForFunction(() => document.querySelector('#cards').textContent.includes('table.csv cannot be opened'));
  assert.match(await page.locator('#cards').textContent(), /Still shown: the last that could be opened, ok\.wtape/);
  assert.equal(await page.locator('#stage').evaluate((stage) => stage.classList.contains('stale')), true);
  assert.equal(wholeAddress(page).get('tape'), 'ok.wtape');
  await page.locator('#slide-0').focus();
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => document.querySelector('#cards').textContent === '');
  assert.equal((await row(page, 3)).value, '6.0300');
  assert.deepEqual(complaints, []);
});

test('the way back between two tapes shows each with its own lines and name', { skip }, async () => {
  const { page } = await open(browser.context, server.url);
  await page.locator('.lr').first().waitFor();
  for (const [name, op] of [['one.wtape', 'sin'], ['two.wtape', 'exp']]) {
    await page.setInputFiles('#tape-file', file(name, TAPE(op)));
    await page.waitForFunction((wanted) => document.querySelector('#formula').textContent.includes(wanted), name);
    await quiet(page);
  }
  const exp = (await row(page, 4)).value;
  await page.goBack();
  await page.waitForFunction(() => document.querySelector('#formula').textContent.includes('one.wtape'));
  await quiet(page);
  assert.notEqual((await row(page, 4)).value, exp);
  assert.equal((await row(page, 4)).value, Math.sin(6).toFixed(4).replace('-', '−'));
  assert.equal(wholeAddress(page).get('tape'), 'one.wtape');
});

test('a tape of many megabytes is there after a reload', { skip }, async () => {
  const { page } = await open(browser.context, server.url);
  await page.locator('.lr').first().waitFor();
  const lines = Array.from({ length: 1500 }, (_, k) => `  %${k + 1} = sin(%${k}) // ${'-'.repeat(4000)}`);
  await page.setInputFiles('#tape-file', file('long.wtape', `wengert tape 1\npoint(0.5)\nlist(x) {\n${lines.join('\n')}\n  return %1500\n}\n`));
  await page.waitForFunction(() => document.querySelector('#formula').textContent.includes('long.wtape'), null, { timeout: 60_000 });
  await page.waitForFunction(() => location.hash.includes('long.wtape'));
  await page.waitForTimeout(1500);
  await page.reload();
  await page.waitForFunction(() => document.querySelector('#formula').textContent.includes('long.wtape') && document.querySelectorAll('.lr').length > 4, null, { timeout: 60_000 });
});

test('two files of one name are two tapes: each has its own link, and an older link opens the newest', { skip }, async () => {
  const { page, complaints } = await open(browser.context, server.url);
  await page.locator('.lr').first().waitFor();
  const sums = [];
  for (const op of ['sin', 'exp']) {
    await page.setInputFiles('#tape-file', file('same.wtape', TAPE(op)));
    await page.waitForFunction((value) => document.querySelector('.lr[data-line="4"] .fw .v')?.textContent === value, Math[op](6).toFixed(4).replace('-', '−'));
    await quiet(page);
    sums.push(wholeAddress(page).get('sum'));
  }
  assert.notEqual(sums[0], sums[1]);
  const shows = async (op) => {
    await page.waitForFunction((value) => document.querySelector('.lr[data-line="4"] .fw .v')?.textContent === value, Math[op](6).toFixed(4).replace('-', '−'));
    assert.equal(wholeAddress(page).get('tape'), 'same.wtape');
  };
  await page.goBack();
  await shows('sin');
  await page.reload();
  await shows('sin');
  await page.goForward();
  await shows('exp');
  for (const [parts, op] of [[`&sum=${sums[0]}`, 'sin'], ['', 'exp'], [`&sum=${sums[1]}`, 'exp'], ['&sum=any', 'exp']]) {
    const { page: other } = await open(browser.context, `${server.url}#tape=same.wtape${parts}`);
    await other.waitForFunction((value) => document.querySelector('.lr[data-line="4"] .fw .v')?.textContent === value, Math[op](6).toFixed(4).replace('-', '−'));
    await other.close();
  }
  const { page: lost } = await open(browser.context, `${server.url}#tape=same.wtape&sum=00000000`);
  await lost.waitForFunction(() => /same\.wtape is not in this browser any more/.test(document.querySelector('#cards').textContent));
  await lost.close();
  assert.deepEqual(complaints, []);
});

test('a tape that an older page kept under its name alone is found', { skip }, async () => {
  const { page } = await open(browser.context, server.url);
  await page.locator('.lr').first().waitFor();
  await page.evaluate((text) => new Promise((done) => {
    const request = indexedDB.open('wengert', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('tapes');
    request.onsuccess = () => { request.result.transaction('tapes', 'readwrite').objectStore('tapes').put({ text, when: 1 }, 'old.wtape').onsuccess = done; };
  }), TAPE('sin'));
  const { page: other } = await open(browser.context, `${server.url}#tape=old.wtape`);
  await other.locator('.lr[data-line="5"]').waitFor();
  await other.waitForFunction(() => /sum=[0-9a-f]{8}/.test(location.hash));
});

test('a browser that does not keep a file says so', { skip }, async () => {
  const page = await browser.context.newPage();
  await page.addInitScript(() => {
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function full(...args) {
      const request = put.apply(this, args);
      this.transaction.abort();
      return request;
    };
  });
  await page.goto(server.url);
  await page.locator('.lr').first().waitFor();
  await page.setInputFiles('#tape-file', file('full.wtape', TAPE('sin')));
  await page.waitForFunction(() => document.querySelector('#notice').textContent === 'This browser has not kept the file: after a reload, open it again.');
  assert.equal((await row(page, 3)).value, '6.0000');
  await page.click('#home');
  await page.waitForFunction(() => document.querySelector('#notice').textContent === '');
});

test('the tape that the page began with is there on the way back, and not shown for another of its name', { skip }, async () => {
  const other = await serve('--tape', file('first.wtape', TAPE('cos')));
  const { page } = await open(browser.context, other.url);
  const cosine = () => page.waitForFunction((value) => document.querySelector('.lr[data-line="4"] .fw .v')?.textContent === value, Math.cos(6).toFixed(4));
  await cosine();
  await page.waitForFunction(() => location.hash.includes('sum='));
  await page.click('#home');
  await page.waitForFunction(() => !location.hash.includes('tape='));
  await page.goBack();
  await cosine();
  const port = new URL(other.url).port;
  const address = page.url();
  await other.stop();
  const next = await serve('--port', port, '--tape', file('second.wtape', TAPE('exp')));
  await page.goto(address);
  await page.reload();
  await cosine();
  await next.stop();
});

test('what is chosen is in the address: line, speed, part of a narrow window', { skip }, async () => {
  const { page } = await show(browser.context, server.url, ...WORKED);
  await page.locator('.lr[data-line="4"]').click();
  await page.click('#speed');
  await page.waitForFunction(() => location.hash.includes('line=4') && location.hash.includes('speed=2'));
  await page.reload();
  await page.waitForFunction(() => document.querySelector('.lr.sel')?.dataset.line === '4');
  assert.match(await page.locator('#speed').textContent(), /2/);
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => !location.hash.includes('line='));
});

test('an address that makes no sense opens what there is', { skip }, async () => {
  for (const parts of [{ step: '3.7' }, { step: '-5' }, { view: 'any' }, { line: '2.5' }, { line: '-3' }, { pass: '0:99' }, { step: 'null' }]) {
    const { page, complaints } = await show(browser.context, server.url, ...WORKED, parts);
    await page.locator('.lr').first().waitFor();
    await page.keyboard.press('ArrowRight');
    await quiet(page);
    assert.deepEqual(complaints, [], JSON.stringify(parts));
    assert.match(await cursor(page), /^\d+$/);
    await page.close();
  }
  const loop = ['s = x; repeat 8 { s = s + 0.1*s }; s', { x: 1 }, { pass: '7:99' }];
  const { page, complaints } = await show(browser.context, server.url, ...loop);
  await page.locator('.strip').waitFor();
  assert.deepEqual(complaints, []);
});

test('the slider of a loop is moved by the keys alone', { skip }, async () => {
  const { page } = await show(browser.context, server.url, 's = x; repeat 8 { s = s + 0.1*s }; s', { x: 1 }, { step: '1' });
  const slider = page.locator('.strip .slider');
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  assert.deepEqual([await slider.inputValue(), await cursor(page)], ['2', '1']);
  await page.keyboard.press('End');
  assert.deepEqual([await slider.inputValue(), await cursor(page)], ['7', '1']);
});

test('a dead server: a lens says so and asks again, and a preset does not take the address', { skip }, async () => {
  const other = await serve();
  const { page } = await show(browser.context, other.url, ...WORKED, { view: 'why' });
  await page.locator('.path-row').first().waitFor();
  await page.route('**/engine', (route) => route.abort());
  await page.click('#nav a[data-view=kinks]');
  await page.waitForFunction(() => document.querySelector('.lens-kinks')?.textContent.includes('The engine does not answer'));
  await page.click('#presets');
  await page.locator('#preset-menu').filter({ hasText: 'The engine does not answer. Open this menu again' }).waitFor();
  assert.match(await page.locator('#live').textContent(), /^The engine does not answer/);
  await page.click('#presets');
  await page.unroute('**/engine');
  await page.click('#presets');
  await page.locator('#preset-menu button').nth(2).waitFor();
  await page.route('**/engine', (route) => route.abort());
  await page.locator('#preset-menu button').nth(2).click();
  await page.waitForFunction(() => document.querySelector('#cards').textContent.includes('cannot be opened'));
  assert.equal(wholeAddress(page).get('e'), WORKED[0]);
  assert.notEqual(wholeAddress(page).get('step'), 'null');
  await page.unroute('**/engine');
  await page.locator('.lens-kinks .trouble button').click();
  await page.waitForFunction(() => document.querySelector('.lens-kinks svg'));
  await page.route('**/engine', (route) => route.abort());
  await page.click('#nav a[data-view=accuracy]');
  await page.waitForFunction(() => document.querySelector('.lens-accuracy')?.textContent.includes('The engine does not answer'));
  await page.unroute('**/engine');
  // Whoever asks first finds the engine again, for all.
  await page.click('#nav a[data-view=detective]');
  await page.waitForFunction(() => document.querySelector('.lens-detective')?.textContent.includes('finite'));
  await page.click('#nav a[data-view=accuracy]');
  await page.waitForFunction(() => document.querySelector('.lens-accuracy svg'));
  await other.stop();
});

test('a lens does not show the last tape\'s answer for a tape that it cannot answer', { skip }, async () => {
  const { page } = await show(browser.context, server.url, 'abs(x)*y', { x: 1, y: 2 }, { view: 'kinks' });
  await page.waitForFunction(() => document.querySelector('.lens-kinks svg'));
  await page.route('**/engine', async (route) => {
    if (!route.request().postData().includes('"ask":"kinks"')) return route.continue();
    await route.fulfill({ contentType: 'application/json', body: '{"ok":false,"schema":1,"error":{"kind":"limit","message":"no answer within 20 seconds"}}' });
  });
  await page.click('#edit');
  await page.fill('#source', 'abs(x)*y*y');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('.lens-kinks').textContent.includes('No answer within 20 seconds'));
  assert.equal(await page.locator('.lens-kinks svg').first().isVisible(), false);
});

test('the code view is in the bar, for long tapes too', { skip }, async () => {
  const { page } = await show(browser.context, server.url, 's = x; repeat 70 { s = s + 0.1*s }; s', { x: 1 });
  await page.click('#nav a[data-view=code]');
  await page.locator('#nav a[data-view=code][aria-current=page]').waitFor();
});

test('the numbers of a loop and of a vector are scrubbed in the text', { skip }, async () => {
  const { page } = await show(browser.context, server.url, 's = x\nrepeat 4 {\n  s = s + 0.5*s\n}\n\ns', { x: 1 }, { step: '99' });
  const numbers = page.locator('#formula code [data-span]');
  assert.deepEqual(await numbers.allTextContents(), ['4', '0.5']);
  assert.equal(await page.locator('#formula code ~ button').textContent(), 'All 6 lines');
  await numbers.nth(1).focus();
  await page.keyboard.press('ArrowUp');
  await page.waitForFunction(() => document.querySelector('.lr[data-line="1"] .held').textContent === (1.51 ** 4).toFixed(4));
  await numbers.nth(0).focus();
  await page.keyboard.press('ArrowUp');
  await page.waitForFunction(() => document.querySelector('.lr[data-line="1"] .held').textContent === (1.51 ** 5).toFixed(4));
  const vector = await show(browser.context, server.url, 'v = [1, 2, x]; sum(v*v)', { x: 3 });
  assert.deepEqual(await vector.page.locator('#formula code [data-span]').allTextContents(), ['1', '2']);
});

test('of several outputs the reader chooses the one that is seeded', { skip }, async () => {
  const { page, complaints } = await show(browser.context, server.url, '[x, y*x, sin(y)]', { x: 2, y: 3 });
  assert.match(await page.locator('#outputs').textContent(), /3 outputs/);
  await page.selectOption('#output', '1');
  await page.waitForFunction(() => location.hash.includes('output=2'));
  await page.click('#to-end');
  await page.waitForFunction(() => document.querySelector('.lr[data-line="1"] .held').textContent === '3.0000');
  await quiet(page);
  await page.reload();
  await page.waitForFunction(() => document.querySelector('.lr[data-line="2"] .held')?.textContent === '2.0000');
  assert.equal(await page.inputValue('#output'), '1');
  assert.deepEqual(complaints, []);
});

test('a slider reaches as far as its value, and not where the function has none', { skip }, async () => {
  const { page } = await show(browser.context, server.url, 'log(S)*r', { S: 100, r: 0.03 });
  const ends = (k) => page.locator(`#slide-${k}`).evaluate((node) => [Number(node.min), Number(node.max)]);
  assert.deepEqual([await ends(0), await ends(1)], [[0, 200], [-0.2, 0.2]]);
  await page.fill('#num-1', '100');
  await page.locator('#num-1').blur();
  await page.waitForFunction(() => document.querySelector('#slide-1').max === '200');
  assert.equal(await page.locator('#slide-1').inputValue(), '100');
  assert.match(await page.locator('#range-1').textContent(), /200/);
});

test('a box says in words that it holds no number, and takes what the engine can compute', { skip }, async () => {
  const { page } = await show(browser.context, server.url, ...WORKED);
  const box = page.locator('#num-1');
  for (const wrong of ['two', '1e999', '0x10', 'x']) {
    await box.fill(wrong);
    await box.press('Tab');
    await page.waitForFunction(() => document.querySelector('#range-1').textContent === 'this is no number');
    await page.locator('#slide-0').press('ArrowRight');
    await quiet(page);
    assert.equal(await box.inputValue(), wrong);
    assert.equal(await page.locator('#range-1').isVisible(), true);
  }
  for (const [text, value] of [['1,5', '1.5000'], ['3/2', '1.5000'], ['pi/2', '1.5708']]) {
    await box.fill(text);
    await box.press('Tab');
    await page.waitForFunction((wanted) => document.querySelector('.lr[data-line="2"] .fw .v').textContent === wanted, value);
    assert.equal(await box.getAttribute('aria-invalid'), null);
  }
});

test('a tape too long to be listed has sliders too', { skip }, async () => {
  const { page, complaints } = await open(browser.context, address(server.url, 's = x; repeat 5000 { s = s + 0.001*y }; s', { x: 1, y: 2 }));
  await page.waitForFunction(() => document.querySelector('.lt .lead, #large .lead')?.textContent.includes('= 11.0000'), null, { timeout: 30_000 });
  await page.locator('#slide-1').focus();
  await page.keyboard.press('Shift+ArrowRight');
  await page.waitForFunction(() => document.querySelector('#large .lead').textContent.includes('= 11.5000'), null, { timeout: 30_000 });
  assert.deepEqual(complaints, []);
});

test('a constant has a value and nothing to sweep', { skip }, async () => {
  const { page, complaints } = await open(browser.context, address(server.url, 'pi', {}));
  await page.waitForFunction(() => document.querySelector('#step').textContent.includes('3.1416'));
  assert.match(await page.locator('#step').textContent(), /nothing to sweep/);
  assert.equal(await page.locator('#ask').isVisible(), false);
  assert.equal(await page.locator('#track-svg line').count(), 0);
  assert.equal(await page.locator('#play').getAttribute('aria-disabled'), 'true');
  assert.deepEqual(complaints, []);
});
