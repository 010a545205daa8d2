// The page loads without a complaint and starts from the engine's own answer.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ask, launch, open, serve, skip } from './harness.js';

let server, browser;
before(async () => { if (!skip) { server = await serve(); browser = await launch(); } });
after(async () => { await browser?.close(); await server?.stop(); });

const worked = { text: 'x*y + sin(x*y)', at: [['x', 2], ['y', 3]] };

test('the page starts from the worked example, as the engine records it', { skip }, async () => {
  const { page, complaints } = await open(browser.context, server.url);
  const start = JSON.parse(await page.locator('#start').textContent());
  assert.deepEqual(start.record, await ask(server.url, { ask: 'record', model: worked }));
  assert.deepEqual(start.record.gradient.map((entry) => entry.value.toFixed(4)), ['5.8805', '3.9203']);
  assert.deepEqual(complaints, []);
});

test('the page is one sheet and one script, besides what stands in it', { skip: skip || (process.env.WENGERT_ASSETS && 'a folder is served as it is') }, async () => {
  const page = await browser.context.newPage();
  const asked = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(server.url);
  await page.locator('.lr').first().waitFor();
  assert.deepEqual(asked.filter((path) => !/icon|font/.test(path)).sort(), ['/', '/css/page.css', '/page.js', '/theme-first.js']);
});

test('the page may ask the engine; a script from elsewhere may not run', { skip }, async () => {
  const { page } = await open(browser.context, server.url);
  const value = await page.evaluate(async (model) => {
    const reply = await fetch('engine', {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ ask: 'record', model }),
    });
    return (await reply.json()).output.value;
  }, worked);
  assert.equal(value.toFixed(4), '5.7206');
  const ran = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.intruder = true';
    document.body.append(script);
    return window.intruder ?? false;
  });
  assert.equal(ran, false);
});

test('a page from elsewhere is refused', { skip }, async () => {
  const { page } = await open(browser.context, 'about:blank');
  const refused = await page.evaluate(async (url) => {
    try {
      await fetch(`${url}engine`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
      return false;
    } catch {
      return true;
    }
  }, server.url);
  assert.equal(refused, true);
});
