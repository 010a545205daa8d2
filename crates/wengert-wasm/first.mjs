// Asks an instrumented engine what a reader asks before any lens is opened, and writes down which functions ran.
//
// `node first.mjs INSTRUMENTED.wasm PROFILE`: `wasm-split` reads the profile, and puts what ran into the first part of the
// engine. It need not be complete: where the first part comes to what it lacks, the second is taken too.
import { readFileSync, writeFileSync } from 'node:fs';

const [instrumented, profile] = process.argv.slice(2);
const { instance } = await WebAssembly.instantiate(readFileSync(instrumented), { env: { now: () => performance.now() / 1000 } });
const { memory, room, answer, place, profiled } = instance.exports;

function ask(question) {
  const text = new TextEncoder().encode(JSON.stringify(question));
  const at = room(text.length);
  new Uint8Array(memory.buffer, at, text.length).set(text);
  const length = answer();
  return JSON.parse(new TextDecoder().decode(new Uint8Array(memory.buffer, place(), length)));
}

/** What readers write besides the presets: every common function, vectors, a loop, and numbers that are not finite. */
const WRITTEN = [
  { text: 'sin(x) + cos(x)*tan(y) - exp(-x^2)/log(y) + sqrt(x*y)', at: [['x', 0.7], ['y', 2.5]] },
  { text: 'atan2(y, x) + hypot(x, y) + abs(x - y) + max(x, y) - min(x, 2)', at: [['x', 1], ['y', 2]] },
  { text: 'sinh(x) + cosh(x) + tanh(x) + softplus(x) + relu(x) + sigmoid(y)^3', at: [['x', -1], ['y', 0.25]] },
  { text: 'a = x + 1; b = a*y; b^2 - a/b', at: [['x', 2], ['y', 3]] },
  { text: 'param v[3]; sum(v) + v[0]*v[1]', at: [['v[0]', 1], ['v[1]', 2], ['v[2]', 3]] },
  { text: 'log(x) + exp(y)', at: [['x', 0], ['y', 'inf']] },
  { text: 'x/y', at: [['x', 0], ['y', -0.5]] },
  { text: 'abs(x) + max(x, y)', at: [['x', 0], ['y', 0]] },
  { text: 'x*y + z', at: [] },
];
/** What they write before it is right. */
const WRONG = ['x*y +', 'x*y + sn(x)', 'x*(y', 'x y', '2x*)', '', 'sin', 'x = ', 'max(x)'];

const models = ask({ ask: 'presets' }).presets.map((preset) => preset.model).concat(WRITTEN);
const POLICIES = ['note', 'ignore', 'error', 'lower', 'upper'];
for (const model of models) {
  // With and without what the page says about kinks.
  const record = ask({ ask: 'record', model });
  if (!record.ok) throw new Error(`${model.text}: ${record.error.message}`);
  for (const kinks of POLICIES) {
    ask({ ask: 'record', model: { ...model, kinks }, brief: true });
    ask({ ask: 'record', model: { ...model, kinks }, brief: false });
  }
  const about = (contribution) => [0, 1, 2].map((turn) => ask({ ask: 'question', model: { ...model, kinks: 'note' }, contribution, turn }));
  record.contributions.slice(0, 6).forEach((_, k) => about(k));
}
for (const text of WRONG) ask({ ask: 'record', model: { text, at: [['x', 2], ['y', 3]], kinks: 'note' }, brief: true });

const size = 1 << 20;
const at = memory.grow(size >> 16) << 16;
const length = profiled(at, size);
if (length > size) throw new Error(`the profile takes ${length} bytes`);
writeFileSync(profile, new Uint8Array(memory.buffer, at, length));
