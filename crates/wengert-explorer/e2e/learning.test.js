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
