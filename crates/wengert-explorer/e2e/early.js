// How soon a page of the worked example answers: a fresh browser, and a slider moved as soon as the numbers stand.
import assert from 'node:assert/strict';
import { complaintsOf, launch } from './harness.js';

/** In the page, since what drives the browser would come later: moves the slider, and writes down when what was painted. */
function early() {
  const PAINT = 'first-contentful-paint';
  const shown = () => document.querySelector('.lr[data-line="1"] .fw .v')?.textContent;
  const until = async (value) => { while (shown() !== value) await new Promise((next) => requestAnimationFrame(next)); return performance.now(); };
  const slide = (value) => { const slider = document.querySelector('#slide-0'); slider.value = value; slider.dispatchEvent(new Event('input')); };
  window.moved = (async () => {
    const stands = await until('2.0000');
    slide('1');
    const first = await until('1.0000');
    slide('2');
    const next = (await until('2.0000')) - first;
    // The browser tells of a picture after it is on the screen.
    while (performance.getEntriesByName(PAINT).length === 0) await new Promise((later) => setTimeout(later, 10));
    return { paint: performance.getEntriesByName(PAINT)[0].startTime, stands, first, next };
  })();
}

/** Milliseconds after the page at an address was asked for: first paint, numbers, first answer; and from that to the next. */
export async function moved(address) {
  const fresh = await launch();
  const page = await fresh.context.newPage();
  const complaints = complaintsOf(page);
  await page.addInitScript(early);
  await page.goto(address);
  const times = await page.evaluate(() => window.moved);
  assert.deepEqual(complaints, []);
  await fresh.close();
  return times;
}
