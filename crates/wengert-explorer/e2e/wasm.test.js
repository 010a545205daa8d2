// The engine in WebAssembly answers what the engine in the binary answers.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { doorTo } from '../assets/wasm-door.js';
import { ask, binary, root, serve } from './harness.js';

const folder = process.env.WENGERT_WASM ?? join(root, 'target', 'wasm', 'engine');
const [first, rest] = ['first.wasm', 'rest.wasm'].map((name) => join(folder, name));
const skip = !(existsSync(first) && existsSync(rest))
  ? 'the engine for the browser is not built; run crates/wengert-wasm/build.sh'
  : !binary && 'the binary is not built; run `cargo build -p wengert-cli`';
if (skip) console.log(`skipped: ${skip}`);

/** A door to a new engine, and how often its second part was asked for. */
function opened() {
  const part = (file) => WebAssembly.compile(readFileSync(file));
  const taken = { times: 0 };
  return { door: doorTo(part(first), () => { taken.times += 1; return part(rest); }), taken };
}

let server, door;
before(async () => { if (!skip) { server = await serve(); ({ door } = opened()); } });
after(() => server?.stop());

const worked = { text: 'x*y + sin(x*y)', at: [['x', 2], ['y', 3]] };
const QUESTIONS = [
  { ask: 'record', model: worked },
  { ask: 'record', model: worked, brief: true },
  { ask: 'record', model: { text: 'x*y + sn(x)', at: [] } },
  { ask: 'record', model: { text: 'log(x) + exp(y)', at: [['x', 0], ['y', 'inf']] } },
  { ask: 'record', model: { text: 's = x; repeat 1000000000 { s = s + sin(s) }; s', at: [['x', 2]] } },
  { ask: 'presets' },
  { ask: 'why', of: 'x', model: worked },
  { ask: 'kinks', along: 'x', model: { text: 'abs(x) + relu(x - 1)', at: [['x', 0]] } },
  { ask: 'detective', model: { text: 'log(1 + exp(x))', at: [['x', 1000]] } },
  { ask: 'accuracy', of: 'x', model: worked },
  { ask: 'question', model: worked, contribution: 2, turn: 0 },
  { ask: 'practice', grade: 2, seed: 7 },
  { ask: 'mark', model: worked, answers: [[2, '1.96']] },
  { ask: 'network', parameters: null, steps: 3, rate: 0.5, seed: 1 },
  { ask: 'misconceptions', model: worked },
  { ask: 'outline', model: { text: 's = x; repeat 700 { s = s + 0.01*sin(s)*y }; s', at: [['x', 2], ['y', 3]] } },
  { ask: 'matrix', at: 1000, first: 990, rows: 28, model: { text: 's = x; repeat 700 { s = s + 0.01*sin(s)*y }; s', at: [['x', 2], ['y', 3]] } },
  { ask: 'record', model: { tape: 'wengert tape 1\npoint(2.0)\nlist(x) {\n  %1 = sin(%0) @ "a.rs:1:2"\n  return %1\n}' } },
  { ask: 'sing' },
];

/** The same but for the last bits: the two are built on different mathematical libraries. */
function same(a, b, path = '') {
  if (typeof a === 'number' && typeof b === 'number') {
    const near = Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b)) || /steps|curve|reverse$|seconds$/.test(path);
    assert.ok(near, `${path}: ${a} and ${b}`);
  } else if (a && typeof a === 'object') {
    assert.deepEqual(Object.keys(a), Object.keys(b), path);
    for (const key of Object.keys(a)) same(a[key], b[key], `${path}/${key}`);
  } else if (!/\/best\/|uncertainty|seconds$/.test(path)) {
    assert.equal(a, b, path);
  }
}

for (const question of QUESTIONS) {
  test(`${JSON.stringify(question).slice(0, 70)}`, { skip }, async () => {
    same(await ask(server.url, question), JSON.parse(await door(JSON.stringify(question))));
  });
}

test('the first part alone answers what a reader asks first, and the second is taken once, by many questions at once', { skip }, async () => {
  const { door, taken } = opened();
  const answer = async (question) => JSON.parse(await door(JSON.stringify(question)));
  // As the page asks.
  const slid = { ...worked, at: [['x', 1], ['y', 3]], kinks: 'note' };
  const [record, brief, full] = await Promise.all([{ model: worked }, { model: slid, brief: true }, { model: slid, brief: false }]
    .map((parts) => answer({ ask: 'record', ...parts })));
  assert.deepEqual([record.ok, brief.ok, full.ok, taken.times], [true, true, true, 0]);
  assert.match((await answer({ ask: 'record', model: { text: 'x*y + sn(x)', at: [] } })).error.message, /sn/);
  assert.equal(taken.times, 0);
  const lenses = await Promise.all(['accuracy', 'why', 'accuracy'].map((lens) => answer({ ask: lens, of: 'x', model: worked })));
  assert.deepEqual([lenses.map((one) => one.ok), taken.times], [[true, true, true], 1]);
  assert.equal(lenses[0].best[0].value, '5.880510859951098');
  assert.deepEqual((await answer({ ask: 'record', model: worked })).gradient, record.gradient);
  assert.equal(taken.times, 1);
});

const packed = (file) => gzipSync(readFileSync(file), { level: 9 }).length;

test('the engine is small enough to travel inside a page', { skip }, () => {
  console.log(`engine: ${statSync(first).size} bytes, ${packed(first)} compressed`);
  assert.ok(packed(first) <= 400_000, `${packed(first)} bytes compressed`);
});

/** What the second part may weigh, packed, so that it does not grow unseen. */
const MOST_LATER = shipped() ? 440_000 : 400_000;

/** Whether the standard library in it is the one that rustup ships, which is larger. */
function shipped() {
  const library = join(folder, 'library');
  return existsSync(library) && readFileSync(library, 'utf8').trim() === 'shipped';
}

test('what the engine takes later does not grow unseen', { skip }, () => {
  console.log(`its second part: ${statSync(rest).size} bytes, ${packed(rest)} compressed`);
  assert.ok(packed(rest) <= MOST_LATER, `${packed(rest)} bytes compressed`);
});
