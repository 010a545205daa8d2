// Point 7: the learning map, the network.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ask, launch, serve, skip } from './harness.js';
import { WORKED, show } from './page.js';

let server, browser;
before(async () => { if (!skip) { server = await serve(); browser = await launch(); } });
after(async () => { await browser?.close(); await server?.stop(); });

const learn = async () => {
  const { page, complaints } = await show(browser.context, server.url, ...WORKED, { view: 'learn' });
  return { page, complaints };
};

test('overwriting fails where a value is used twice', { skip }, async () => {
  const { page } = await learn();
  await page.waitForFunction(() => /wrong/.test(document.querySelector('.lens-learn table ~ button, .lens-learn')?.textContent ?? ''));
  const { overwrite } = await ask(server.url, { ask: 'misconceptions', model: { text: WORKED[0], at: [['x', 2], ['y', 3]] } });
  const wrong = overwrite.registers.filter((one) => one.right !== one.wrong).length;
  assert.ok(wrong > 0);
  await page.waitForFunction((count) => document.querySelector('.lens-learn').textContent.includes(`${count} of`), wrong);
});

test('the network learns, step by step', { skip }, async () => {
  const { page } = await learn();
  await page.waitForSelector('#network svg');
  await page.getByRole('button', { name: '100 steps' }).click();
  await page.waitForFunction(() => document.querySelector('#network [role=status]').textContent.startsWith('Step 100'));
  const loss = Number((await page.locator('#network [role=status]').textContent()).match(/loss ([\d.]+)/)[1]);
  assert.ok(loss < 0.72, `${loss}`);
});

test('p is drawn behind z, and its value is the sigmoid that the engine answers', { skip }, async () => {
  const { page } = await learn();
  await page.waitForSelector('#network svg [data-part="z"]');
  const { halves } = await ask(server.url, { ask: 'network', parameters: null, steps: 0, rate: 0.5, seed: 1 });
  const drawn = await page.locator('#network svg[aria-label^="the network"] text').allTextContents();
  assert.equal(drawn[drawn.indexOf('p') + 1], halves[1].p.toFixed(4));
  assert.match(await page.locator('#network').textContent(), /to p, the sigmoid of z: what the network says\. Reverse half: registers fill from the loss over z/);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.waitForFunction(() => document.querySelector('#network .way').getBoundingClientRect().height > 10);
  await page.close();
});
