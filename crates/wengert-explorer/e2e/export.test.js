// The page in one file: live without a server, with the engine that stands in it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { binary, complaintsOf, launch, open, skip } from './harness.js';
import { address, WORKED } from './page.js';

let folder, file, browser, refused;
before(async () => {
  if (skip) return;
  folder = mkdtempSync(join(tmpdir(), 'wengert-export-'));
  file = join(folder, 'page.html');
  const run = spawnSync(binary, ['explore', '--export', file, 'x*y + sin(x*y)', 'x=2', 'y=3'], { encoding: 'utf8' });
  refused = run.status === 0 ? null : run.stderr;
  if (refused) assert.match(refused, /built without the engine for the browser[\s\S]*help: run crates\/wengert-wasm\/build\.sh/);
  else browser = await launch();
});
after(async () => { await browser?.close(); if (folder) rmSync(folder, { recursive: true, force: true }); });

test('one file answers without a server, or the binary says why there is none', { skip }, async (t) => {
  if (refused) return t.skip('the binary was built without the engine for the browser');
  const { page, complaints } = await open(browser.context, pathToFileURL(file).href);
  await page.locator('.lr').first().waitFor();
  await page.locator('#to-end').click();
  const held = page.locator('.lr[data-line="1"] .held');
  await held.filter({ hasText: '5.8805' }).waitFor();
  await page.locator('#num-0').fill('1');
  await page.locator('#num-0').press('Tab');
  await held.filter({ hasText: /^0\.03/ }).waitFor();
  assert.deepEqual(complaints, []);
});

test('a folder that holds no page is refused', { skip }, (t) => {
  if (refused) return t.skip('the binary was built without the engine for the browser');
  const run = spawnSync(binary, ['explore', '--export', join(folder, 'none.html'), '--assets', folder], { encoding: 'utf8' });
  assert.equal(run.stderr, 'error: no page: there is no index.html that names a module and has a line <!--start-->\n');
  assert.notEqual(run.status, 0);
});

test('the numbers and their letters are there before the engine is', { skip }, async (t) => {
  if (refused) return t.skip('the binary was built without the engine for the browser');
  const page = await browser.context.newPage();
  await page.addInitScript(() => {
    document.addEventListener('engine', () => {
      const shown = document.querySelector('.lr[data-line="1"] .fw .v')?.textContent;
      window.before = { shown, loading: document.readyState, fonts: [...document.fonts].map((one) => one.status), engine: document.getElementById('engine-rest') !== null };
    });
  });
  await page.goto(pathToFileURL(file).href);
  assert.deepEqual(await page.evaluate(() => window.before), { shown: '2.0000', loading: 'loading', fonts: ['loaded'], engine: false });
});

/** A server for static files that has this page as `index.html` of a folder; tells what else was asked of it. */
async function published(folder) {
  const missed = [];
  const server = createServer((request, reply) => {
    if (request.url === folder) return reply.writeHead(200, { 'content-type': 'text/html' }).end(readFileSync(file));
    missed.push(request.url);
    reply.writeHead(404).end();
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const stop = () => { server.closeAllConnections(); server.close(); };
  return { url: `http://127.0.0.1:${server.address().port}${folder}`, missed, stop };
}

test('published in a folder of any static server it is live, lenses too, and asks for nothing else', { skip }, async (t) => {
  if (refused) return t.skip('the binary was built without the engine for the browser');
  const server = await published('/wengert/explorer/');
  t.after(server.stop);
  const { page, complaints } = await open(browser.context, address(server.url, ...WORKED, { view: 'accuracy', of: 'x' }));
  await page.locator('.lens-accuracy').filter({ hasText: /5\.88051085995/ }).waitFor();
  await page.locator('#home').click();
  await page.locator('#num-0').fill('1');
  await page.locator('#num-0').press('Tab');
  await page.locator('#to-end').click();
  await page.locator('.lr[data-line="1"] .held').filter({ hasText: /^0\.03/ }).waitFor();
  assert.deepEqual([complaints, server.missed], [[], []]);
});

/** Moves the first slider and waits for the answer. */
async function slide(page, value) {
  await page.locator('#slide-0').fill(String(value));
  await page.locator('.lr[data-line="1"] .fw .v').filter({ hasText: `${value}.0000` }).waitFor();
}

test('once the page rests a thread answers, and where that breaks off the page does', { skip }, async (t) => {
  if (refused) return t.skip('the binary was built without the engine for the browser');
  const { page, complaints } = await open(browser.context, pathToFileURL(file).href);
  const thread = page.workers()[0] ?? await page.waitForEvent('worker');
  await thread.evaluate(() => {
    const answer = self.onmessage;
    self.asked = [];
    self.onmessage = (message) => { self.asked.push(message.data.request); answer(message); };
  });
  let value = 3;
  do await slide(page, value = 4 - value); while (!(await thread.evaluate(() => self.asked.some((request) => request?.includes('"record"')))));
  await thread.evaluate(() => { self.onmessage = () => { throw new Error('broken off'); }; });
  await slide(page, 2);
  await page.locator('[data-view="accuracy"]').first().click();
  await page.locator('.lens-accuracy').filter({ hasText: /5\.88051085995/ }).waitFor();
  assert.deepEqual(complaints, []);
});

test('where a browser gives no thread the page answers all by itself', { skip }, async (t) => {
  if (refused) return t.skip('the binary was built without the engine for the browser');
  const page = await browser.context.newPage();
  const tried = page.waitForEvent('console', (message) => message.text() === 'no thread');
  await page.addInitScript(() => { window.Worker = class { constructor() { console.log('no thread'); throw new DOMException('denied', 'SecurityError'); } }; });
  await page.goto(pathToFileURL(file).href);
  await tried;
  await slide(page, 1);
  await slide(page, 2);
  await page.locator('[data-view="accuracy"]').first().click();
  await page.locator('.lens-accuracy').filter({ hasText: /5\.88051085995/ }).waitFor();
});
