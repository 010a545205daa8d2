// The cost shape: what reverse mode, forward mode and finite differences take as inputs and outputs grow, measured.

import { el, hold, put, set } from "../dom.js";
import { bytes, counted, grouped, number, seconds, typed } from "../format.js";
import { math } from "../math.js";
import { keep, settled } from "../address.js";
import { repaint } from "../state.js";
import { room, sign } from "../plot.js";
import { following } from "./follow.js";
import { head, choice } from "./head.js";
import { checkpoints } from "./checkpoint.js";
import { jacobian } from "./jacobian.js";
import { MEASURES, METHODS, costOf, drawn } from "./cost-plot.js";

const MOST = 1024;
/** The families that an address may name. */
const FAMILIES = ["sum", "product", "layer"];
const FIRST = { family: null, n: 32, m: 1, what: "operations" };
const asked = { ...FIRST };

/** A whole number of inputs or outputs, or `null`. */
function sizeIn(text) {
  const size = typed(text ?? "");
  return Number.isInteger(size) && size >= 1 && size <= MOST ? size : null;
}

keep("cost", {
  read: (text) => {
    const [family, n, m, what] = (text ?? "").split(",");
    Object.assign(asked, { family: FAMILIES.includes(family) ? family : null, n: sizeIn(n) ?? FIRST.n, m: sizeIn(m) ?? FIRST.m, what: MEASURES.some(({ id }) => id === what) ? what : FIRST.what });
  },
  write: () => (Object.keys(FIRST).every((part) => asked[part] === FIRST[part]) ? null : [asked.family ?? "", asked.n, asked.m, asked.what].join(",")),
});

/** Changes what is asked. */
function ask(patch) {
  Object.assign(asked, patch);
  renewing = null;
  repaint();
  settled();
}

/** What was measured, by family and size, and the family that is meant where none is named. */
const known = new Map();
let usual = null;
const keyAt = (n, m) => `${asked.family ?? usual} ${n} ${m}`;
const knownAt = (n, m) => known.get(keyAt(n, m));

/** Which axis the curve runs over: the longer one. */
const axisOf = () => (asked.m > asked.n ? "m" : "n");

/** The sizes along that axis: powers of two, and the one that is asked for. */
function along() {
  const axis = axisOf();
  const powers = Array.from({ length: Math.log2(MOST) + 1 }, (_, k) => 2 ** k);
  const sizes = [...new Set([...powers, asked[axis]])].sort((a, b) => a - b);
  return sizes.map((size) => (axis === "n" ? { n: size, m: asked.m } : { n: asked.n, m: size }));
}

/** What was asked last; what was, when all points were to be measured once more; how many answers were kept. */
let last = null;
let renewing = null;
let version = 0;

/**
 * The point to measure next, or again the last one, of which nothing is asked twice: that of the reader first. Where all are
 * measured once more it comes last, and stays as it was until all are new; the first is not the one that was asked last.
 */
function next() {
  const same = (one, other) => one.n === other.n && one.m === other.m;
  const own = { n: asked.n, m: asked.m };
  const others = along().filter((one) => !same(one, own));
  const order = renewing ? [...others.filter((one) => !same(one, renewing)), ...others.filter((one) => same(one, renewing)), own] : [own, ...others];
  const missing = order.find(({ n, m }) => !knownAt(n, m));
  if (missing) last = { family: asked.family, ...missing };
  return last;
}

/** Keeps an answer, unless its point was measured before. */
function remember(answer) {
  usual = answer.families[0].id;
  const key = `${answer.family} ${answer.n} ${answer.m}`;
  if (known.has(key)) return;
  known.set(key, answer);
  version += 1;
  // One point a frame, until all are there.
  repaint();
}

/** Builds the lens. */
function build(host) {
  const what = choice("Measure", () => MEASURES, () => asked.what, (id) => ask({ what: id }));
  const top = head(what.root);
  const parts = { top, figure: el("div", { class: "figure" }), table: el("div"), remark: el("p", { class: "small mute remark" }), jacobian: el("div", { class: "card jacobian" }) };
  const sliders = [size("n", "inputs"), size("m", "outputs")];
  const again = el("button", { class: "btn q", text: "Measure again", on: { click: forget } });
  const table = el("div", { class: "card wide" }, parts.table, parts.remark, again);
  const memory = checkpoints();
  const compared = el("p", { class: "spaced" }, el("a", { href: "#", class: "link", "data-view": "modes", text: "Forward and reverse mode side by side: direction, product, cost, memory" }));
  let families = [];
  let newest = null;
  const family = choice("Family", () => families, () => asked.family ?? usual, (id) => ask({ family: id }));
  const left = el("div", { class: "card" }, parts.figure, el("div", { class: "size-row" }, ...sliders.map((slider) => slider.root)), el("div", { class: "spaced" }, family.root));
  host.append(top.root, el("div", { class: "two" }, left, el("div", { class: "stack" }, table, parts.jacobian)), memory.root, compared);
  const follow = following(host, "cost", next, (answer) => {
    if (answer !== newest) remember(answer);
    newest = answer;
    families = answer.families.map((one) => ({ id: one.id, text: one.title }));
    show(answer.families.find((one) => one.id === (asked.family ?? usual)), parts);
  });
  return () => {
    what.show();
    sliders.forEach((slider) => slider.show());
    follow();
    family.show();
    memory.paint();
  };
}

/** Forgets what was measured along the axis, so that it is measured once more. */
function forget() {
  for (const { n, m } of along()) known.delete(keyAt(n, m));
  renewing = last;
  repaint();
}

/** A slider over powers of two, with a box for any number. */
function size(axis, name) {
  const slider = el("input", { type: "range", class: "slider", min: "0", max: String(Math.log2(MOST)), step: "1", "aria-label": `${name} ${axis}` });
  const box = el("input", { class: "num", inputmode: "numeric", "aria-label": `${name} ${axis}, from 1 to ${grouped(MOST)}` });
  const wrong = el("span", { class: "small al wrong", role: "status" });
  slider.addEventListener("input", () => ask({ [axis]: 2 ** Number(slider.value) }));
  box.addEventListener("change", () => {
    const size = sizeIn(box.value);
    set(box, "aria-invalid", size === null ? "true" : null);
    put(wrong, size === null ? `${box.value.trim() || "Nothing"} is not a whole number from 1 to ${grouped(MOST)}.` : "");
    if (size !== null) ask({ [axis]: size });
  });
  let shown = null;
  return {
    root: el("div", { class: "size" }, el("span", {}, `${name} `, el("i", { text: axis })), box, slider, wrong),
    show() {
      const position = Math.log2(asked[axis]);
      slider.value = String(Math.round(position));
      slider.style.setProperty("--fill", `${(position / Math.log2(MOST)) * 100}%`);
      slider.setAttribute("aria-valuetext", `${grouped(asked[axis])} ${name}`);
      if (shown === asked[axis]) return;
      shown = asked[axis];
      box.value = String(shown);
      set(box, "aria-invalid", null);
      put(wrong, "");
    },
  };
}

/** Shows what is known so far; until the point at the cut is measured, what was shown before stays. */
function show(family, { top, figure, table, remark, jacobian: filled }) {
  const axis = axisOf();
  const at = knownAt(asked.n, asked.m);
  if (!at) return;
  const rows = along().map(({ n, m }) => knownAt(n, m)?.point ?? null).filter((row) => row !== null);
  const key = JSON.stringify([asked, version]);
  top.say(key, () => finding(at), () => [math(family.mathml), `. ${lead()}`]);
  hold(figure, `${key} ${room(figure)}`, () => drawn({ rows, axis, at: asked[axis], what: asked.what, gradient: asked.m === 1 }, room(figure)));
  hold(table, key, () => tableOf(at));
  put(remark, remarkOn(at));
  hold(filled, key, () => jacobian(asked.n, asked.m, at.point));
}

/** What a measure is called where it is compared. */
const ADVANTAGE = { runs: "needs fewer sweeps", operations: "is cheaper", seconds: "is faster", bytes: "holds less" };

/** The finding at the cut, as a heading. */
function finding(answer) {
  if (!answer.point) return "Too large to measure";
  const { point } = answer;
  const [reverse, forward] = ["reverse", "forward"].map((id) => costOf(point, id, asked.what));
  if (asked.what === "bytes") return `Reverse mode holds ${times(reverse)}, forward mode ${times(forward)}`;
  const ways = { reverse: counted(asked.m, "sweep"), forward: counted(asked.n, "sweep") };
  if (reverse === forward) return `Both cost the same: ${ways.reverse === ways.forward ? `${ways.reverse} each` : `${ways.reverse}, ${ways.forward}`}`;
  const [better, other] = reverse < forward ? ["reverse", "forward"] : ["forward", "reverse"];
  if (better === "reverse" && asked.m === 1) return "One sweep gives the whole gradient";
  return `${better === "reverse" ? "Reverse" : "Forward"} mode ${ADVANTAGE[asked.what]}: ${ways[better]} against ${ways[other]}`;
}

/** So many times what f takes. */
const times = (ratio) => `${ratio < 10 ? Number(ratio.toFixed(1)) : grouped(ratio)} × f`;

/** A ratio in few digits, as wide as the table has room for. */
const ratio = (times) => (times < 1000 ? times.toFixed(2) : grouped(times));

/** How the curves came about. */
function lead() {
  if (asked.what === "bytes") return "Forward mode forgets a value after its last use; reverse mode keeps what its slopes read.";
  return asked.what === "seconds" ? "Each point is timed, the least of several takes." : "Each point is one run of the engine. Drag n and m: which lines climb, which stay?";
}

/** What the table cannot say. */
function remarkOn(answer) {
  if (!answer.point) return `One evaluation would run ${grouped(answer.needs)} operations. Up to ${grouped(answer.allows)} are measured: take fewer inputs or outputs.`;
  if (asked.what !== "seconds") return asked.what === "bytes" ? "Numbers held at the fullest moment, besides the inputs: 8 B each." : "Counted while they run. × f: one evaluation is 1.";
  const some = METHODS.filter(({ id }) => answer.point[id].timed < answer.point[id].runs);
  if (some.length === 0) return "All sweeps and runs were timed. × f: one evaluation is 1.";
  return `Timed: ${some.map(({ id, name }) => `${grouped(answer.point[id].timed)} of ${grouped(answer.point[id].runs)} of ${name}`).join(", ")}. The rest count as much.`;
}

/** What the cut says. */
function tableOf(answer) {
  const text = { operations: grouped, seconds, bytes };
  const what = asked.what === "runs" ? "operations" : asked.what;
  const point = answer.point;
  const cell = (word, kind = "") => el("td", { class: `r ${kind}`, text: word });
  const row = (name, id, kind, shape) => {
    const cost = point?.[id];
    return el("tr", {}, el("th", { scope: "row", class: kind }, shape ? sign(shape, kind) : null, name), ...(cost ? [cell(grouped(cost.runs)), cell(text[what](cost[what])), cell(ratio(number(cost[what]) / number(point.f[what])), "b")] : [cell("–"), cell("–"), cell("–")]));
  };
  const names = ["way", "sweeps, runs", MEASURES.find(({ id }) => id === what).text.toLowerCase(), "× f"];
  return [
    el("h2", { text: `n = ${grouped(asked.n)}, m = ${grouped(asked.m)}` }),
    el("table", { class: "cost-table" }, el("thead", {}, el("tr", {}, ...names.map((name, k) => el("th", { scope: "col", class: k > 0 ? "r" : "", text: name })))), el("tbody", {}, ...METHODS.map(({ id, name, kind, shape }) => row(name, id, kind, shape)), row("f alone", "f", "mute", null))),
  ];
}

export const cost = { id: "cost", build };
