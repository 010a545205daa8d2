// Which of several pages answers sooner: each in a fresh browser, in turn, since a machine's pace changes by the minute.
// `node pairs.js ROUNDS PAGE...`: pages in one file, by their names, or addresses; all of them of the worked example.
import { pathToFileURL } from 'node:url';
import { moved } from './early.js';

const [rounds, ...pages] = process.argv.slice(2);
if (!(rounds >= 1) || pages.length === 0) throw new Error('node pairs.js ROUNDS PAGE...');
const address = (page) => (page.startsWith('http:') ? page : pathToFileURL(page).href);
const times = pages.map(() => []);
for (let round = 0; round < rounds; round += 1) {
  // The order turns around: who comes second finds the machine warmer.
  const order = pages.map((page, k) => k);
  for (const k of round % 2 ? order.reverse() : order) times[k].push(await moved(address(pages[k])));
}
const sorted = (all) => [...all].sort((a, b) => a - b);
const told = (all) => { const ms = sorted(all).map(Math.round); return `${ms[Math.floor(ms.length / 2)]} (${ms[0]} to ${ms.at(-1)})`; };
pages.forEach((page, k) => {
  const of = (what) => told(times[k].map((one) => one[what]));
  console.log(`${page}: first paint ${of('paint')} ms, numbers ${of('stands')}, first answer ${of('first')}, the next after ${of('next')}`);
});
