// How fast the page is: first paint, the drag of a slider, frames at 500 nodes, the first answer of the page in one file.
// Measured and printed; only that it works is asserted, since a shared machine keeps no promise of time. Runs by itself.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { moved } from './early.js';
import { binary, launch, open, serve, skip } from './harness.js';
import { show } from './page.js';

let server, browser;
before(async () => { if (!skip) { server = await serve(); browser = await launch(); } });
after(async () => { await browser?.close(); await server?.stop(); });

const middle = (all) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)];
const told = (ms) => `${ms.toFixed(1)} ms`;

/** An expression of so many operations, and one of so many values. */
const chain = (count) => Array.from({ length: Math.floor(count / 2) }, (_, k) => `sin(x*${(k % 7) + 1})`).join(' + ');

test('first paint', { skip }, async () => {
  const paints = [];
  for (let k = 0; k < 5; k += 1) {
    const { page } = await open(browser.context, server.url);
    await page.locator('.lr').first().waitFor();
    const at = await page.evaluate(() => performance.getEntriesByType('paint').find((one) => one.name === 'first-contentful-paint')?.startTime ?? 0);
    paints.push(at);
    await page.close();
  }
  assert.ok(paints.every((at) => at > 0));
  console.log(`first contentful paint on loopback: ${told(middle(paints))} (middle of ${paints.length})`);
});

/** Drags the first slider for many frames; answers the times from input to painted number, and between frames. */
const drag = (page, moves) => page.evaluate(async (count) => {
  const slider = document.querySelector('#slide-0');
  const value = document.querySelector('.lr[data-line="1"] .fw .v');
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const [answers, frames] = [[], []];
  let last = await frame();
  for (let k = 0; k < count; k += 1) {
    const shown = value.textContent;
    const began = performance.now();
    slider.value = String(-3 + (6 * k) / count);
    slider.dispatchEvent(new Event('input'));
    while (value.textContent === shown && performance.now() - began < 2000) {
      const now = await frame();
      frames.push(now - last);
      last = now;
    }
    answers.push(performance.now() - began);
  }
  return { answers, frames };
}, moves);

for (const count of [50, 500]) {
  test(`a slider is dragged at ${count} operations`, { skip }, async () => {
    const { page, complaints } = await show(browser.context, server.url, chain(count), { x: 1 }, { step: '1' });
    await page.locator('.lr').first().waitFor();
    await drag(page, 5);
    const { answers, frames } = await drag(page, 40);
    assert.ok(Math.max(...answers) < 2000, 'every move was answered');
    const slow = frames.filter((ms) => ms > 17.5).length;
    console.log(`${count} operations: from input to the painted number ${told(middle(answers))}; frames of ${told(middle(frames))}, ${slow} of ${frames.length} longer than 17.5 ms`);
    assert.deepEqual(complaints, []);
    await page.close();
  });
}

test('a slider of the page in one file, moved as soon as the numbers stand', { skip }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'wengert-pace-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'page.html');
  const run = spawnSync(binary, ['explore', '--export', file, 'x*y + sin(x*y)', 'x=2', 'y=3'], { encoding: 'utf8' });
  if (run.status !== 0) return t.skip('the binary was built without the engine for the browser');
  const all = [];
  for (let k = 0; k < 5; k += 1) all.push(await moved(pathToFileURL(file).href));
  const of = (what) => middle(all.map((one) => one[what]));
  console.log(`${(statSync(file).size / 1e6).toFixed(2)} MB: numbers stand ${Math.round(of('stands'))} ms after the page was asked for, a slider moved then is answered after ${Math.round(of('first'))} ms (middles of ${all.length}: ${all.map((one) => Math.round(one.first)).join(', ')}), the next within ${of('next').toFixed(1)} ms`);
});
