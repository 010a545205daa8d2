// The form of the stage in every window: what a step changes is seen, nothing lies on another thing, and a very large screen is used.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, open, serve, skip } from './harness.js';
import { address, WORKED, row, show } from './page.js';

let server, browser;
before(async () => { if (!skip) { server = await serve(); browser = await launch(); } });
after(async () => { await browser?.close(); await server?.stop(); });

/** A state in a window of a size, where nothing flies. */
async function sized([width, height], parts = { step: '6' }, [text, at] = WORKED) {
  const shown = await show(browser.context, server.url, text, at, parts);
  await shown.page.setViewportSize({ width, height });
  await shown.page.emulateMedia({ reducedMotion: 'reduce' });
  await shown.page.waitForTimeout(200);
  return shown.page;
}

/** One step, and the page after it. */
async function stepped(page, step) {
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction((at) => document.querySelector('#track').getAttribute('aria-valuenow') === String(at), step);
  await page.waitForTimeout(60);
}

for (const size of [[1280, 800], [1180, 800], [1024, 700], [1024, 768], [820, 1180], [720, 900], [720, 450]]) {
  test(`at ${size.join('×')} a step changes what is in sight`, { skip }, async () => {
    const page = await sized(size, { step: '8' });
    for (const [step, line] of [[9, 3], [10, 1], [11, 2]]) {
      await stepped(page, step);
      const seen = await page.evaluate((at) => {
        const box = (name) => document.querySelector(name).getBoundingClientRect();
        const [tray, words, equation, transport] = [`.lr[data-line="${at}"] .tray`, '#step-words h2', '#equation', '#transport'].map(box);
        const [scroll, panel] = [box('#scroll'), box('#step')];
        const bottom = Math.min(scroll.bottom, panel.top);
        return { tray: tray.top >= Math.max(0, scroll.top) && tray.top + 20 <= bottom, words: words.top >= 0 && words.bottom <= transport.top, equation: equation.top + 50 <= transport.top && equation.bottom <= innerHeight };
      }, line);
      assert.deepEqual(seen, { tray: true, words: true, equation: true });
    }
    await page.close();
  });
}

test('five lines fit a window of 1280×800, at every step, and the page is not taller', { skip }, async () => {
  const page = await sized([1280, 800], { step: '0' });
  for (let step = 1; step <= 11; step += 1) {
    await stepped(page, step);
    const { scrolls, taller } = await page.evaluate(() => ({ scrolls: document.querySelector('#scroll').scrollHeight - document.querySelector('#scroll').clientHeight, taller: document.documentElement.scrollHeight - innerHeight }));
    assert.deepEqual({ scrolls, taller }, { scrolls: 0, taller: 0 });
  }
  await page.close();
});

for (const size of [[1440, 900], [1280, 800], [1024, 700]]) {
  test(`at ${size.join('×')} pills and packets stand clear of nodes and of one another`, { skip }, async () => {
    const page = await sized(size, { step: '5' });
    for (let step = 6; step <= 11; step += 1) {
      await stepped(page, step);
      const met = await page.evaluate(() => {
        const inner = (node) => { const { left, right, top, bottom } = node.getBoundingClientRect(); return { left: left + 3, right: right - 3, top: top + 3, bottom: bottom - 3, name: node.textContent }; };
        const marks = [...document.querySelectorAll('.chip, #packet')].filter((one) => one.offsetWidth > 0).map(inner);
        const nodes = [...document.querySelectorAll('.nd')].map(inner);
        const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
        return marks.flatMap((mark, k) => [...nodes, ...marks.slice(k + 1)].filter((other) => meet(mark, other)).map((other) => `${mark.name} on ${other.name}`));
      });
      assert.deepEqual(met, [], `step ${step}`);
    }
    await page.close();
  });
}

for (const [size, least] of [[[2560, 1440], 18], [[3840, 2160], 27]]) {
  test(`at ${size.join('×')} everything is larger and the window is used`, { skip }, async () => {
    const page = await sized(size, { step: '9' });
    const { text, wide, gap } = await page.evaluate(() => {
      const box = (name) => document.querySelector(name).getBoundingClientRect();
      const letters = document.querySelector('.lr');
      return { text: parseFloat(getComputedStyle(document.body).fontSize) * (letters.getBoundingClientRect().height / letters.offsetHeight), wide: box('#stage').width / innerWidth, gap: (box('#transport').top - box('#step').bottom) / innerHeight };
    });
    assert.ok(text >= least && wide > 0.9 && gap < 0.05, JSON.stringify({ text, wide, gap }));
    const track = await page.locator('#track').boundingBox();
    await page.mouse.click(track.x + track.width - 4, track.y + 20);
    await page.waitForFunction(() => document.querySelector('#track').getAttribute('aria-valuenow') === '11');
    await page.close();
  });
}

test('in a narrow window speed, link and theme are there, and columns have headings', { skip }, async () => {
  const page = await sized([390, 844]);
  await page.click('#speed');
  await page.waitForFunction(() => document.querySelector('#speed').textContent.includes('2×'));
  assert.deepEqual(await page.locator('.hd.l > *').evaluateAll((all) => all.filter((one) => one.offsetWidth > 0).map((one) => one.innerText.trim().split(/\s/)[0])), ['Forward', 'Reverse', 'Register']);
  await page.evaluate(() => scrollTo(0, 0));
  await page.click('#views');
  for (const id of ['#copy-link', '#theme']) assert.ok(await page.locator(id).isVisible(), id);
  await page.close();
});

test('in a narrow window a tape without a graph says where it is drawn', { skip }, async () => {
  const page = await sized([390, 844], { step: '9' }, [Array.from({ length: 70 }, (_, k) => `${['sin', 'cos', 'tanh', 'atan', 'exp'][(k * k + (k >> 2)) % 5]}(`).join('') + 'x' + ')'.repeat(70), { x: 1 }]);
  await page.evaluate(() => document.querySelector('#fold-all')?.click());
  await page.evaluate(() => scrollTo(0, 0));
  await page.click('[data-tab=graph]');
  await page.locator('.no-graph').waitFor();
  await page.close();
});

test('what is touched is at least 44 pixels high', { skip }, async () => {
  const page = await sized([390, 844]);
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setTouchEmulationEnabled', { enabled: true });
  await page.waitForFunction(() => matchMedia('(pointer: coarse)').matches);
  const small = await page.evaluate(() => [...document.querySelectorAll('button, a, input')]
    .filter((one) => one.offsetWidth > 0 && getComputedStyle(one).visibility === 'visible' && !one.closest('.skip, .lr, .nodes, .complaint') && one.type !== 'file')
    .filter((one) => one.getBoundingClientRect().height < 43.5).map((one) => `${one.id || one.className || one.textContent}: ${one.getBoundingClientRect().height}`));
  assert.deepEqual(small, []);
  await page.close();
});

for (const size of [[390, 844], [720, 900]]) {
  test(`at ${size.join('×')} a question and its answers are in sight`, { skip }, async () => {
    const page = await sized(size, { step: '8' });
    await page.keyboard.press('p');
    await page.locator('#question .opts button').first().waitFor();
    const low = await page.evaluate(() => {
      const player = document.querySelector('#transport').getBoundingClientRect().top;
      return [...document.querySelectorAll('#question h2, #question button')].map((one) => one.getBoundingClientRect()).filter(({ top, bottom }) => top < 0 || bottom > player).length;
    });
    assert.equal(low, 0);
    await page.close();
  });
}

test('a row shows its value and register in a window of any width', { skip }, async () => {
  for (const size of [[3840, 2160], [1440, 900], [1000, 700], [800, 900], [360, 740]]) {
    const page = await sized(size, { step: '9' });
    assert.deepEqual([(await row(page, 3)).value, (await row(page, 3)).register], ['6.0000', '1.9602']);
    await page.close();
  }
});

test('where nothing is recorded there is nothing to step through, until there is', { skip }, async () => {
  for (const width of [1440, 390]) {
    const { page } = await open(browser.context, address(server.url, 'x +', { x: 1 }, { step: '3' }));
    await page.setViewportSize({ width, height: 800 });
    await page.locator('#cards').filter({ hasText: 'Nothing is recorded' }).waitFor();
    const seen = () => Promise.all(['#stage', '#step', '#transport'].map((part) => page.locator(part).isVisible()));
    assert.deepEqual(await seen(), [false, false, false]);
    await page.getByRole('button', { name: 'Worked example' }).click();
    await page.locator('#rows .lr').nth(4).waitFor();
    assert.deepEqual(await seen(), [true, true, true]);
    await page.close();
  }
});
