// Puts functions that are alike next to one another, so that a packer with a short memory finds what they share.
//
// `node order.mjs IN.wat OUT.wat`: a module in the text form of `wasm-dis`, where functions call one another by name and may stand
// in any order. After each function comes the one that shares most of its runs of instructions with it, or, where none shares
// any, the longest that is left. gzip looks back 32 kB, and the compiler writes the forms of one generic function megabytes
// apart.
import { readFileSync, writeFileSync } from 'node:fs';

/** So many instructions in a row are one run. */
const RUN = 2;
/** A run that more functions have than these tells nothing about which are alike. */
const COMMON = 1000;

const [from, to] = process.argv.slice(2);
const lines = readFileSync(from, 'utf8').split('\n');

/** The module's parts: `(func …)` or anything else that stands one deep, as its lines. */
function partsOf(lines) {
  const parts = [];
  for (const line of lines.slice(1, lines.lastIndexOf(')'))) {
    if (line.startsWith(' (')) parts.push([line]);
    else parts.at(-1).push(line);
  }
  return parts;
}

/** The runs of instructions of a function, each as a number. */
function runsOf(part) {
  const ops = part.slice(1).map((line) => numberOf(line.trim())).filter((op) => op !== 0);
  const runs = new Set();
  for (let k = 0; k + RUN <= ops.length; k += 1) {
    let run = 0;
    for (let j = 0; j < RUN; j += 1) run = (Math.imul(run, 0x01000193) ^ ops[k + j]) >>> 0;
    runs.add(run);
  }
  return runs;
}

const numbers = new Map([[')', 0]]);
const numberOf = (text) => numbers.get(text) ?? numbers.set(text, Math.imul(numbers.size, 0x9e3779b1) >>> 0).get(text);

/** The functions with these runs in an order in which neighbours are alike. */
function chained(runs) {
  const having = new Map();
  runs.forEach((set, k) => set.forEach((run) => having.get(run)?.push(k) ?? having.set(run, [k])));
  const longest = runs.map((_, k) => k).sort((a, b) => runs[b].size - runs[a].size);
  const placed = new Uint8Array(runs.length);
  const shared = new Uint32Array(runs.length);
  const order = [];
  for (const first of longest) {
    for (let next = placed[first] ? null : first; next !== null; next = mostAlike(next)) {
      placed[next] = 1;
      order.push(next);
    }
  }
  return order;

  function mostAlike(last) {
    const met = [];
    for (const run of runs[last]) {
      const others = having.get(run);
      if (others.length > COMMON) continue;
      for (const k of others) if (!placed[k] && shared[k]++ === 0) met.push(k);
    }
    let best = null;
    let most = 0;
    for (const k of met) {
      const share = shared[k] / (runs[k].size + RUN);
      if (share > most) [best, most] = [k, share];
      shared[k] = 0;
    }
    return best;
  }
}

const parts = partsOf(lines);
const functions = parts.filter(([first]) => first.startsWith(' (func '));
const order = chained(functions.map(runsOf));
const rest = parts.filter(([first]) => !first.startsWith(' (func '));
const out = [lines[0], ...rest.flat(), ...order.flatMap((k) => functions[k]), ')', ''];
writeFileSync(to, out.join('\n'));
