// The labels of the graph: no pill and no packet lies on a node, on a fold's strip or on another label, in any preset.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ask, launch, serve, skip } from './harness.js';
import { show } from './page.js';

/** Of a longer tape, so many of the last steps are walked in windows of other widths than the first. */
const FEW = 14;

let server, browser;
before(async () => { if (!skip) { server = await serve(); browser = await launch(); } });
after(async () => { await browser?.close(); await server?.stop(); });

/** The presets, and a text whose edges pass close by other nodes: text and point each. */
async function functions() {
  const { presets } = await ask(server.url, { ask: 'presets' });
  return [...presets.map(({ model }) => [model.text, Object.fromEntries(model.at)]), ['x^3*y - y/x', { x: 2, y: 3 }]];
}

/** What lies on what in the graph: labels on nodes and on one another, numbers on numbers, and what does not fit its node. */
const overlaps = () => {
  const seen = (name) => [...document.querySelectorAll(name)].filter((node) => node.offsetWidth > 0).map((node) => {
    const { left, right, top, bottom } = node.getBoundingClientRect();
    return { left: left + 1, right: right - 1, top: top + 1, bottom: bottom - 1, text: node.textContent, node };
  });
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const pairs = (some, others) => some.flatMap((one, k) => others(k).filter((other) => meet(one, other)).map((other) => `${one.text} on ${other.text}`));
  const [labels, nodes, texts] = [seen('#pills .chip, #packet'), seen('.nd'), seen('.nd .pr > span, .nd .ct > span, .nd-fold')];
  const wide = seen('.nd > div').filter(({ node }) => node.scrollWidth > node.clientWidth + 1).map(({ text }) => `${text} is cut`);
  return [...pairs(labels, (k) => [...nodes, ...texts, ...labels.slice(k + 1)]), ...pairs(texts, (k) => texts.slice(k + 1)), ...wide];
};

/** The page has painted. */
const painted = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

for (const [width, height] of [[1440, 900], [1024, 768], [390, 844]]) {
  test(`no label of the graph covers anything, in any preset, at any step, at ${width} px`, { skip }, async () => {
    for (const [text, at] of await functions()) {
      const { page } = await show(browser.context, server.url, text, at, { view: 'tape' });
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ reducedMotion: 'reduce' });
      if (width < 900) await page.click('[data-tab=graph]');
      await painted(page);
      assert.deepEqual(await page.evaluate(overlaps), [], `${text}, as it opens`);
      if (!(await page.locator('#nodes .nd').first().isVisible().catch(() => false))) { await page.close(); continue; }
      await page.keyboard.press('End');
      const steps = Number(await page.getAttribute('#track', 'aria-valuemax'));
      for (let left = steps; left >= (steps > FEW && width !== 1440 ? steps - FEW : 0); left -= 1) {
        await painted(page);
        assert.deepEqual(await page.evaluate(overlaps), [], `${text}, step ${left}`);
        await page.keyboard.press('ArrowLeft');
      }
      await page.close();
    }
  });
}

test('every addition of a short tape is seen in the graph: its pill and what it carries', { skip }, async () => {
  const { page } = await show(browser.context, server.url, 'x^3*y - y/x', { x: 2, y: 3 }, { step: '7' });
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (let step = 8; step <= 14; step += 1) {
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction((at) => document.querySelector('#track').getAttribute('aria-valuenow') === String(at), step);
    await painted(page);
    assert.ok(await page.locator('#packet').isVisible() && await page.locator('.chip.cur').isVisible(), `step ${step}`);
  }
  await page.close();
});

test('every addition along an edge of the graph carries its packet, in any preset, in narrow graphs', { skip }, async () => {
  for (const [width, height] of [[1024, 768], [900, 700]]) {
    for (const [text, at] of await functions()) {
      const { page } = await show(browser.context, server.url, text, at, { view: 'tape' });
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ reducedMotion: 'reduce' });
      if (!(await page.locator('#nodes .nd').first().isVisible().catch(() => false))) { await page.close(); continue; }
      await page.keyboard.press('End');
      const steps = Number(await page.getAttribute('#track', 'aria-valuemax'));
      for (let left = steps; left > steps / 2 + 1; left -= 1) {
        await painted(page);
        // Within a fold there is no edge to be carried along.
        const missed = await page.evaluate(() => document.querySelector('.edge.now') !== null && document.querySelector('#packet').classList.contains('away'));
        assert.ok(!missed, `${text}, step ${left} at ${width} px`);
        await page.keyboard.press('ArrowLeft');
      }
      await page.close();
    }
  }
});

const LONG = [
  ['learning_rate*temperature + sin(temperature)', { learning_rate: 0.1, temperature: 3 }],
  ['alpha_rate*weight12*learning_rate + temperature/weight12', { alpha_rate: -123.25, weight12: 20.5, learning_rate: -1234.5, temperature: 0.00001234 }],
];

/** What long names would do where they find no room: labels of the track on one another, names on numbers, numbers cut or under their bars. */
const crushed = () => {
  const boxes = (name, within = document) => [...within.querySelectorAll(name)].map((node) => ({ node, text: node.textContent, box: node.getBoundingClientRect() })).filter(({ text, box }) => text !== '' && box.width > 0);
  const meet = (a, b) => a.left + 1 < b.right && b.left + 1 < a.right && a.top + 1 < b.bottom && b.top + 1 < a.bottom;
  const inside = (a, b) => a.left >= b.left - 1 && a.right <= b.right + 1;
  const onto = (some, others, what) => some.flatMap((one) => others.filter((other) => other.node !== one.node && meet(one.box, other.box)).map((other) => `${what}: ${one.text} on ${other.text}`));
  const track = boxes('.tk-label');
  const buttons = boxes('.bt button, #speed, .keys-line').concat([...document.querySelectorAll('.bt button')].map((node) => ({ node, text: node.id, box: node.getBoundingClientRect() })));
  const beyond = track.filter(({ box }) => box.left < 0 || box.right > innerWidth).map(({ text }) => `${text} is outside`);
  const pairs = [...document.querySelectorAll('.nd > div, .val')].flatMap((host) => {
    const [name, number] = [...host.children].map((node) => ({ text: node.textContent, box: node.getBoundingClientRect(), formula: node.querySelector('math')?.getBoundingClientRect().toJSON() }));
    if (!name.formula || name.formula.width === 0 || number.text === '') return [];
    // Beside a number as long as its place a name may be without its end.
    if (host.firstChild.title !== '') name.formula.right = Math.min(name.formula.right, name.box.right);
    const host_ = (host.closest('.nd') ?? host.closest('.rg')).getBoundingClientRect();
    const lane = host.closest('.rg')?.querySelector('.lane').getBoundingClientRect();
    return [
      ...(meet(name.formula, number.box) ? [`${name.text} on ${number.text}`] : []),
      ...(inside(number.box, host_) && inside(name.formula, host_) ? [] : [`${name.text} ${number.text} is cut`]),
      ...(lane?.width > 0 && (meet(number.box, lane) || meet(name.formula, lane)) ? [`a bar on ${name.text} ${number.text}`] : []),
    ];
  });
  const cut = boxes('.st-text, .fw .what, .var label').filter(({ node, box }) => node.scrollWidth > node.clientWidth + 1 || !inside(node.querySelector('math').getBoundingClientRect(), box)).map(({ text }) => `${text} is cut`);
  return [...onto(track, track, 'track'), ...onto(track, buttons, 'track'), ...beyond, ...pairs, ...cut];
};

for (const [width, height, tabs] of [[1440, 1000, ['lines']], [1024, 768, ['lines']], [390, 844, ['lines', 'graph']]]) {
  test(`long names give way to numbers, bars and one another, at every step, at ${width} px`, { skip }, async () => {
    for (const [text, at] of LONG) {
      for (const tab of tabs) {
        const { page } = await show(browser.context, server.url, text, at, { view: 'tape', tab });
        await page.setViewportSize({ width, height });
        await page.emulateMedia({ reducedMotion: 'reduce' });
        await page.keyboard.press('End');
        for (let left = Number(await page.getAttribute('#track', 'aria-valuemax')); left >= 0; left -= 1) {
          await painted(page);
          assert.deepEqual(await page.evaluate(crushed), [], `${text}, step ${left}, ${tab}`);
          await page.keyboard.press('ArrowLeft');
        }
        await page.close();
      }
    }
  });
}

test('a name that is cut says the whole to who points at it and who hears it; in running text it is whole; a short one is never cut', { skip }, async () => {
  const { page } = await show(browser.context, server.url, ...LONG[0], { view: 'tape', step: '99' });
  await page.setViewportSize({ width: 1440, height: 1000 });
  await painted(page);
  const cut = await page.locator('.nd .pr .nm').first().evaluate((one) => [one.title, one.textContent.endsWith('…'), one.querySelector('math').getAttribute('aria-label')]);
  assert.deepEqual(cut, ['learning_rate', true, 'learning_rate']);
  assert.match(await page.textContent('#equation'), /at the saved learning_rate = 0\.1000/);
  assert.equal(await page.locator('.tk-label title').first().evaluate((one) => one.textContent), 'learning_rate');
  await page.close();
  const short = await show(browser.context, server.url, 'x*y + sin(x*y)', { x: 2, y: 3 }, { view: 'tape', step: '99' });
  assert.equal(await short.page.locator('.nm[title], .what[title], .st-text[title], .called[title], .tk-label title').count(), 0);
  await short.page.close();
});
