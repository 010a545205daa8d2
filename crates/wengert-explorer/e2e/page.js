// What the tests say about the page: addresses of states, what is written in the ledger, how to wait.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { open } from './harness.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * What axe-core finds against the standards and against best practice: rules, each with the first place. A formula whose
 * numbers can be dragged is a group, since what stands within a formula is no control; best practice knows formulas only.
 */
export async function audit(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate((values) => globalThis.axe.run(document, { runOnly: values }), STANDARDS);
  const known = ({ id, nodes }) => id === 'aria-allowed-role' && nodes.every(({ target }) => String(target) === '.main-formula');
  return violations.filter((one) => !known(one)).map(({ id, nodes }) => `${id} ${nodes[0].target}`);
}

/** The address of a state; parts as in the page's own addresses. */
export function address(base, text, at, parts = {}) {
  const fragment = new URLSearchParams({ e: text, at: Object.entries(at).map(([name, value]) => `${name}:${value}`).join(','), ...parts });
  return `${base}#${fragment}`;
}

/** Opens a state and waits for its tape, in the letters that it stays in. */
export async function show(context, base, text, at, parts = {}) {
  const shown = await open(context, address(base, text, at, parts));
  await shown.page.waitForFunction(() => document.querySelectorAll('#rows .lr').length > 0 || document.body.dataset.view !== 'tape');
  await shown.page.evaluate(() => document.fonts.ready.then(() => {}));
  return shown;
}

export const WORKED = ['x*y + sin(x*y)', { x: 2, y: 3 }];

/** The row of a line: value, register, status and statements, as a reader sees them. */
export function row(page, line) {
  return page.locator(`.lr[data-line="${line}"]`).evaluate((node) => ({
    value: node.querySelector('.fw .v').textContent,
    register: node.querySelector('.held').textContent,
    status: node.querySelector('.status').textContent,
    pays: [...node.querySelectorAll('.st')].filter((one) => !one.hidden).map((one) => one.querySelector('.v').textContent),
    blocks: node.querySelectorAll('.blk').length,
    label: node.querySelector('.bl').textContent,
    classes: node.className,
  }));
}

/** The gradient that the finished registers of the inputs hold. */
export const registers = (page, lines) => Promise.all(lines.map(async (line) => (await row(page, line)).register));
