// Point 3: a question is asked about the step at hand, nothing gives it away, and the answer explains itself.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ask, launch, serve, skip } from './harness.js';
import { WORKED, audit, row, show } from './page.js';


let server, browser;
before(async () => { if (!skip) { server = await serve(); browser = await launch(); } });
after(async () => { await browser?.close(); await server?.stop(); });

const CARD = '#question:not(.away)';
const asked = (page) => page.waitForSelector(`${CARD} [role="radio"]`);
const closed = (page) => page.waitForSelector('#question.away', { state: 'attached' });
const revealed = (page) => page.waitForSelector(`${CARD}.shown`);
/** The worked example with its step 9 asked about: line 4 adds 0.9602 to the register of a. */
const question = async (parts = {}) => {
  const { page, complaints } = await show(browser.context, server.url, ...WORKED, { step: '8', ask: '0-register', ...parts });
  await asked(page);
  return { page, complaints };
};
/** What a reader sees or hears: text that is shown, what the track says, the live regions. */
const told = (page) => page.evaluate(() => `${document.body.innerText} ${document.querySelector('#track').getAttribute('aria-valuetext')} ${document.querySelector('#live').textContent}`);

test('an answer is committed before the number appears', { skip }, async () => {
  const { page } = await question();
  assert.equal((await row(page, 3)).register, '?');
  assert.equal((await row(page, 3)).label, '1.0000 from L');
  assert.ok(await page.locator('.commit').isDisabled());
  assert.ok(!/0\.9602|1\.9602/.test(await told(page)));
  await page.getByRole('radio', { name: '2.0', exact: true }).click();
  await page.locator('.commit').click();
  await page.waitForFunction(() => document.querySelector('.lr[data-line="3"] .held').textContent === '1.9602');
  assert.equal(await page.locator('#question h2').textContent(), '✓ 2.0');
  assert.match(await page.locator('#question').textContent(), /1 of 1 right/);
  await page.waitForFunction(() => document.querySelector('#question .eq').textContent.includes('0.9602'));
});

test('the step that is asked about is the one at hand', { skip }, async () => {
  const { page } = await question();
  assert.match((await row(page, 4)).classes, /\bnow\b/);
  assert.match((await row(page, 3)).classes, /\btarget\b/);
  assert.match(await page.locator('#question .asks').innerText(), /It holds 1\.0000 now\. Line 4 adds/);
  assert.equal(await page.locator('.chip.cur').textContent(), '× cos a');
  assert.ok((await page.locator('.nd[data-line="4"]').getAttribute('class')).includes('src'));
  assert.ok((await page.locator('.nd[data-line="3"]').getAttribute('class')).includes('tgt'));
  assert.match(await page.locator('#track').getAttribute('aria-valuetext'), /a question is open/);
});

test('nothing moves the sweep while a question is open', { skip }, async () => {
  const { page } = await question();
  await page.locator('body').click({ position: { x: 2, y: 400 } });
  for (const key of ['ArrowRight', 'Shift+ArrowRight', 'ArrowLeft', 'Home', 'End', 'Space']) {
    await page.keyboard.press(key);
    assert.ok(await page.locator(CARD).isVisible(), key);
  }
  for (const id of ['to-start', 'back', 'play', 'forward', 'to-end']) assert.equal(await page.locator(`#${id}`).getAttribute('aria-disabled'), 'true', id);
  const track = await page.locator('#track').boundingBox();
  await page.mouse.click(track.x + track.width - 20, track.y + 18);
  await page.waitForTimeout(300);
  assert.ok(!/0\.9602|1\.9602|5\.8805/.test(await told(page)));
  assert.match(await page.locator('.hint-text').textContent(), /The sweep waits/);
  assert.match(await page.evaluate(() => location.hash), /step=8&.*ask=0-register/);
  await page.keyboard.press('Escape');
  await closed(page);
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => document.querySelector('.lr[data-line="3"] .held').textContent === '1.9602');
});

for (const [way, again] of [['the key', (page) => page.keyboard.press('p')], ['the button', (page) => page.click('#ask')]]) {
  test(`a question that is asked by ${way} while the sweep still runs holds it, and gives nothing away`, { skip }, async () => {
    const { page } = await show(browser.context, server.url, ...WORKED, { step: '7', ask: '1' });
    await asked(page);
    await page.keyboard.press('1');
    await page.keyboard.press('Enter');
    await revealed(page);
    await page.keyboard.press('Enter');
    await closed(page);
    await again(page);
    await asked(page);
    const secret = () => page.locator('.lr.target').evaluateAll((rows) => rows.map((one) => [one.querySelector('.held').textContent, one.querySelector('.bl').textContent, one.querySelector('.status').textContent]));
    const first = await secret();
    assert.ok(first.length > 0);
    for (const [held, , status] of first) assert.deepEqual([held, /final/.test(status)], ['?', false]);
    // The run that the first answer set going would be over by now.
    await page.waitForTimeout(1500);
    assert.deepEqual(await secret(), first);
    assert.ok(Number(new URLSearchParams((await page.evaluate(() => location.hash)).slice(1)).get('step')) < 11);
    await page.close();
  });
}

test('a question that is asked while the sweep is played holds it', { skip }, async () => {
  const { page } = await show(browser.context, server.url, ...WORKED, { step: '6', speed: '4' });
  await page.keyboard.press('Space');
  await page.waitForFunction(() => Number(document.querySelector('#track').getAttribute('aria-valuenow')) >= 7);
  await page.keyboard.press('p');
  await asked(page);
  const at = () => page.evaluate(() => [new URLSearchParams(location.hash.slice(1)).get('step'), document.querySelectorAll('.blk').length]);
  await page.waitForTimeout(300);
  const first = await at();
  await page.waitForTimeout(1500);
  assert.deepEqual(await at(), first);
  await page.close();
});

test('other numbers put the question anew', { skip }, async () => {
  const { page } = await question();
  await page.fill('#vars .num >> nth=0', '1');
  await page.keyboard.press('Enter');
  const at = { text: WORKED[0], at: [['x', 1], ['y', 3]] };
  const anew = await ask(server.url, { ask: 'question', model: at, contribution: 2, turn: 0, kind: 'register' });
  const right = anew.choices[anew.answer];
  assert.equal(right, '0.010');
  await page.waitForFunction((text) => [...document.querySelectorAll('#question [role="radio"]')].some((one) => one.textContent.includes(text) && !one.disabled), right);
  assert.ok(await page.locator('.commit').isDisabled());
  await page.getByRole('radio', { name: right, exact: true }).click();
  await page.locator('.commit').click();
  await revealed(page);
  assert.equal(await page.locator('#question h2').textContent(), `✓ ${right}`);
});

test('another function or view ends the question', { skip }, async () => {
  const { page } = await question();
  await page.click('#edit');
  await page.fill('#source', 'x*y*y');
  await page.waitForSelector('#question.away', { state: 'attached' });
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => document.querySelectorAll('#rows .lr').length === 5);
  await page.keyboard.press('p');
  await asked(page);
  await page.click('[data-view="matrix"]');
  await page.click('[data-view="tape"] >> nth=0');
  await closed(page);
});

test('a wrong answer is named, with the mistake that gives it', { skip }, async () => {
  const { page } = await question();
  await page.getByRole('radio', { name: '0.96', exact: true }).click();
  await page.keyboard.press('Enter');
  await revealed(page);
  assert.equal(await page.locator('#question h2').textContent(), '✗ Not 0.96 but 2.0');
  assert.match(await page.locator('#question .asks').innerText(), /replaces what it holds; a register adds/);
});

for (const kind of ['larger', 'input']) {
  test(`a question of the kind ${kind} is about empty registers, and is answered by what is added to them`, { skip }, async () => {
    const { page } = await show(browser.context, server.url, ...WORKED, { step: '6', ask: `3-${kind}` });
    await asked(page);
    const secret = await page.locator('.lr.target').evaluateAll((rows) => rows.map((one) => [one.querySelector('.held').textContent, one.querySelectorAll('.blk').length]));
    assert.deepEqual(secret, [['?', 0], ['?', 0]]);
    const question = await ask(server.url, { ask: 'question', model: { text: WORKED[0], at: [['x', 2], ['y', 3]] }, contribution: 0, turn: 3, kind });
    await page.keyboard.press(String(question.answer + 1));
    await page.keyboard.press('Enter');
    await revealed(page);
    await page.waitForFunction((until) => Number(document.querySelector('#track').getAttribute('aria-valuenow')) === 6 + until, question.until);
    assert.match(await page.locator('#question h2').textContent(), /^✓/);
    const { lines } = await ask(server.url, { ask: 'record', model: { text: WORKED[0], at: [['x', 2], ['y', 3]] } });
    const ends = await page.locator('.finished li > b').allTextContents();
    assert.deepEqual(ends, question.about.map((id) => lines[id].adjoint).sort((a, b) => Math.abs(b) - Math.abs(a)).map((x) => x.toFixed(4)));
    assert.match(await page.locator('.finished').innerText(), /from/);
    assert.ok(!(await page.locator('#question .eq').count()));
  });
}

test('the keyboard answers, and a voice hears the verdict with its names', { skip }, async () => {
  const { page } = await question();
  const focused = () => page.evaluate(() => document.activeElement.textContent.trim());
  await page.waitForFunction(() => document.activeElement.matches('[role="radio"]'));
  await page.keyboard.press('1');
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => document.activeElement.getAttribute('aria-checked') === 'true' && document.activeElement.textContent.startsWith('2'));
  for (let k = 1; k <= 3; k += 1) {
    await page.keyboard.press('h');
    await page.waitForFunction((n) => document.querySelector('.hint-text').textContent.startsWith(`Hint ${n} of 3`), k);
  }
  await page.waitForTimeout(100);
  assert.match(await focused(), /^2/);
  const chosen = (await focused()).replace(/^2\s*/, '');
  await page.keyboard.press('Enter');
  await revealed(page);
  assert.ok((await page.locator('#question h2').textContent()).includes(chosen));
  await page.waitForTimeout(1500);
  assert.match(await page.locator('#live').textContent(), /bar a holds 1\.9602/);
  assert.match(await focused(), /^Continue/);
  await page.keyboard.press('Enter');
  await closed(page);
  await page.waitForFunction(() => document.activeElement.id === 'ask');
});

test('a press on plain text does not take the keys from an open question', { skip }, async () => {
  const { page } = await show(browser.context, server.url, ...WORKED, { step: '8', ask: '1' });
  await page.waitForSelector(`${CARD} [role="radio"]`);
  await page.locator(`${CARD} h2, ${CARD} legend, ${CARD} b`).first().click();
  await page.keyboard.press('1');
  await page.waitForSelector(`${CARD} [role="radio"][aria-checked=true]`);
  await page.locator('#purpose').click();
  await page.keyboard.press('Escape');
  await page.waitForFunction((card) => document.querySelector(`${card} [role="radio"]`) === null, CARD);
});

test('Enter on a hint takes a hint, and then commits', { skip }, async () => {
  const { page } = await question();
  await page.keyboard.press('1');
  await page.locator('.hint-next').focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement.matches('[role="radio"]'));
  assert.ok(!(await page.locator(`${CARD}.shown`).count()));
  await page.keyboard.press('Enter');
  await revealed(page);
});

test('the focus stays where a reader has moved it while the choice was painted', { skip }, async () => {
  const { page } = await question();
  const after = await page.evaluate(async () => {
    document.querySelector('[role="radio"]').dispatchEvent(new KeyboardEvent('keydown', { key: '1', bubbles: true }));
    document.querySelector('.hint-next').focus();
    for (let k = 0; k < 4; k += 1) await new Promise((done) => requestAnimationFrame(done));
    return [document.activeElement.className, document.querySelector('[role="radio"]').ariaChecked];
  });
  assert.deepEqual(after, ['link hint-next', 'true']);
});

test('an open question is in the address', { skip }, async () => {
  const { page } = await question();
  const before = await page.locator('#question .asks').innerText();
  await page.reload();
  await asked(page);
  assert.equal(await page.locator('#question .asks').innerText(), before);
});

test('hints taken and the answer chosen are in the address, and come back with it', { skip }, async () => {
  const { page } = await question();
  await page.evaluate(() => localStorage.removeItem('wengert.score'));
  await page.keyboard.press('h');
  await page.keyboard.press('h');
  await page.keyboard.press('2');
  await page.waitForFunction(() => /ask=0-register-2-2(&|$)/.test(location.hash));
  const said = await page.locator('#question .answers').innerText();
  await page.reload();
  await asked(page);
  const back = async () => {
    assert.equal(await page.locator('#question .answers').innerText(), said);
    assert.equal(await page.locator('#question [aria-checked=true]').count(), 1);
  };
  await back();
  await page.click('#nav a[data-view=code]');
  await closed(page);
  await page.goBack();
  await asked(page);
  await back();
  await page.keyboard.press('Enter');
  await revealed(page);
  assert.equal(await page.evaluate(() => JSON.parse(localStorage.getItem('wengert.score')).register.hints), 2);
});

test('a question that makes no sense in the address is left out, and what it asks too much of', { skip }, async () => {
  for (const [text, hint, chosen] of [['x', null, 0], ['-5', null, 0], ['1e9-register', null, 0], ['0-any-1', /Hint 1 of 3/, 0], ['0-register-9-9', /Hint 3 of 3/, 0], ['0--1-1', /Hint 1 of 3/, 1]]) {
    const { page, complaints } = await show(browser.context, server.url, ...WORKED, { step: '8', ask: text });
    if (hint) await asked(page);
    else await page.waitForFunction(() => !location.hash.includes('ask='));
    assert.equal(await page.locator(CARD).count(), hint ? 1 : 0, text);
    if (hint) assert.match(await page.locator('.hint-text').textContent(), hint);
    assert.equal(await page.locator('#question [aria-checked=true]').count(), chosen, text);
    assert.deepEqual(complaints, []);
    await page.close();
  }
});

test('a small number at the end of a hint is written as everywhere on the page', { skip }, async () => {
  const { page } = await show(browser.context, server.url, 'sigmoid(sigmoid(x)*1e-6)', { x: 1 }, { ask: '2-larger-3' });
  await asked(page);
  assert.match(await page.locator('.hint-text').textContent(), /ends at \d\.\d\d × 10⁻⁸\.$/);
});

test('a card says when the engine is silent, and when there is nothing to predict', { skip }, async () => {
  const { page } = await show(browser.context, server.url, ...WORKED, { step: '8' });
  // What the page asks on its own has been answered.
  await page.waitForLoadState('networkidle');
  await page.route('**/engine', (route) => route.abort());
  await page.keyboard.press('p');
  await page.waitForSelector(`${CARD} >> text=The engine does not answer`);
  await page.unroute('**/engine');
  await page.getByRole('button', { name: 'Try again' }).click();
  await asked(page);
  const { page: other } = await show(browser.context, server.url, 'exp(x)*y', { x: 1000, y: 0 }, { step: '6' });
  await other.keyboard.press('p');
  await other.waitForSelector(`${CARD} >> text=Nothing to predict here`);
  await other.keyboard.press('Escape');
  await closed(other);
});

for (const [width, height] of [[1440, 900], [1280, 720], [1000, 800], [768, 1024], [400, 840], [360, 640]]) {
  test(`the question can be read and answered at ${width} × ${height}`, { skip }, async () => {
    const { page } = await show(browser.context, server.url, ...WORKED, { step: '8' });
    await page.setViewportSize({ width, height });
    await page.waitForTimeout(200);
    const stage = await page.locator('#stage').boundingBox();
    await page.locator('#ask').click();
    await asked(page);
    await page.waitForTimeout(200);
    for (const one of await page.locator('#question :is([role="radio"], .commit, .skip-it, .hint-next)').all()) {
      const hit = await one.evaluate((node) => {
        const { left, top, width: w, height: h } = node.getBoundingClientRect();
        const found = document.elementFromPoint(left + w / 2, top + h / 2);
        return node.contains(found) || `${node.textContent} lies under ${found?.id || found?.className}`;
      });
      assert.equal(hit, true);
    }
    if (width >= 900) assert.deepEqual(await page.locator('#stage').boundingBox(), stage);
    const card = await page.locator('#question').evaluate((node) => [node.scrollHeight - node.clientHeight, node.scrollWidth - node.clientWidth]);
    assert.deepEqual(card.map((over) => over <= 1), [true, true], `${card}`);
  });
}

for (const scheme of ['light', 'dark']) {
  test(`axe finds nothing serious in a question, open and answered, ${scheme}`, { skip }, async () => {
    const { page } = await question();
    await page.emulateMedia({ colorScheme: scheme });
    for (const moment of ['open', 'answered']) {
      assert.deepEqual((await audit(page)).map((one) => `${moment}: ${one}`), []);
      await page.keyboard.press('1');
      await page.keyboard.press('Enter');
      await page.waitForTimeout(1500);
    }
  });
}
