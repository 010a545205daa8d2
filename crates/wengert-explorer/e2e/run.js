// Runs the tests, two files at a time, and then by itself how fast the page is. A file in which one fails runs once more alone:
// two browsers on one machine keep each other waiting, and what then fails again is the page's own.
import { readdirSync } from 'node:fs';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { run } from 'node:test';
import { tap } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const paths = (names) => names.map((name) => join(here, name));

/** Runs files; answers how many tests there were, and the files in which some failed. */
async function ran(files, concurrency) {
  const found = { passed: 0, failed: new Map() };
  const events = run({ files, concurrency });
  const file = (event) => files.find((one) => one === event.file || one === event.name) ?? event.name;
  events.on('test:pass', (event) => { if (!files.includes(event.name)) found.passed += 1; });
  events.on('test:fail', (event) => found.failed.set(file(event), [...(found.failed.get(file(event)) ?? []), event.name]));
  const told = events.compose(tap);
  told.pipe(process.stdout, { end: false });
  await once(told, 'end');
  return found;
}

const wanted = process.argv.slice(2);
const all = wanted.length > 0 ? wanted : readdirSync(here).filter((name) => name.endsWith('.test.js')).sort();
const first = await ran(paths(all), 2);
const again = [...first.failed.keys()];
const second = again.length > 0 ? await ran(again, 1) : { passed: 0, failed: new Map() };
const pace = wanted.length > 0 ? second : await ran(paths(['pace.js']), 1);

for (const [file, names] of first.failed) console.log(`${second.failed.has(file) ? 'FAILED twice' : 'failed, and passed alone'}: ${names.join('; ')}`);
const failed = second.failed.size + (pace === second ? 0 : pace.failed.size);
console.log(`browser tests: ${first.passed + (pace === second ? 0 : pace.passed)} passed at once, ${again.length} files run again, ${failed} files failed`);
process.exitCode = failed > 0 ? 1 : 0;
