// Why this number: every path from the output back to a variable, as a product, and their sum as a waterfall.

import { el, hold, style } from "../dom.js";
import { finite, four, grouped, raised, signed, number, plain } from "../format.js";
import { slope, slopeText, spelled, variable, nameMarkup, math, written } from "../math.js";
import { state, change } from "../state.js";
import { model } from "../runner.js";
import { subject } from "../subject.js";
import { goToLine } from "../large/view.js";
import { keep, write } from "../address.js";
import { goTo } from "../views.js";
import { following } from "./follow.js";
import { head, choice } from "./head.js";

// A path that is opened stays lit on every view: it goes with the address, as its lines from the output on.
keep("path", {
  read: (text) => (state.lit = /^[1-9]\d*(-[1-9]\d*)+$/.test(text) ? new Set(text.split("-").map(Number)) : null),
  write: () => (state.lit === null ? null : [...state.lit].join("-")),
});

/** The variable in question: the one chosen, else the first input; of a large tape the line that is selected. */
function target() {
  if (state.outline) return inputName(state.selected === null ? 0 : state.selected - 1);
  return state.tape?.byName.has(state.of) ? state.of : state.tape?.inputs[0]?.name ?? null;
}

/** What a line of a large tape is called. */
const inputName = (id) => state.outline.columns.text[id]?.split(" = ")[0] ?? null;

/** The question. */
function parts() {
  if (state.outline) return { model: model(), line: Math.min(state.outline.counts.lines, state.selected ?? 1) - 1 };
  return state.tape && target() ? { model: model(), of: target() } : null;
}

/** The variables that can be chosen: the inputs, some of very many, and the one in question. */
function names() {
  const inputs = subject()?.inputs.map(({ name }) => name) ?? [];
  return target() === null || inputs.includes(target()) ? inputs : [...inputs, target()];
}

/** Chooses a variable. */
function choose(name) {
  if (!state.outline) change({ of: name });
  else if (name !== target()) change({ selected: names().indexOf(name) + 1 });
  write(false);
}

/** Asks about a variable. */
export function askWhy(name) {
  change({ of: name });
  goTo("why");
}

/** Builds the lens. */
function build(host) {
  const chooser = choice("Variable", () => names().map((name) => ({ id: name, text: written(name) })), target, choose);
  const top = head(el("p", { class: "small mute", text: "derivative by" }), chooser.root);
  const body = el("div", { class: "card" });
  const foot = el("p", { class: "mute small", text: "A path opens in the tape: its lines stay lit in graph, table and code. Any line can be asked about: select it in the tape and press W." });
  host.append(top.root, body, foot);
  const follow = following(host, "why", parts, (answer) => subject() && show(answer, top, body));
  return () => {
    chooser.show();
    follow();
  };
}

/** Shows the answer. */
function show(answer, top, body) {
  const { output, stamp } = subject();
  const key = JSON.stringify([answer.of, answer.sum, answer.paths.length, answer.absolute, stamp]);
  top.say(key, () => ["Why is ", slope(output, answer.of), ` = ${four(answer.sum)}?`], () => [
    "Every path from ", variable(output), " back to ", variable(answer.of), " is a product of local derivatives. The gradient is the sum of the products.",
  ]);
  const place = placing(answer);
  hold(body, key, () => [
    el("div", { class: "pair-head" }, el("h2", { text: `${pointText()}: ${answer.heading}` }), el("span", { class: "small mute", text: countText(answer) })),
    ...answer.paths.map((path, k) => row(path, k, place, answer)),
    number(answer.rest.count) > 0 ? rest(answer, place) : null,
    sum(answer, place, output),
  ]);
}

/** Of more inputs than this the others are left out of a heading. */
const MOST_TOLD = 6;

/** "x = 2, y = 3". */
function pointText() {
  const { inputs } = subject();
  const told = inputs.slice(0, MOST_TOLD).map((input) => `${written(input.name)} = ${plain(input.value)}`);
  return [...told, ...(inputs.length > MOST_TOLD ? ["…"] : [])].join(", ");
}

/** "2 of 2 paths, largest first". */
const countText = (answer) => `${many(answer.paths.reduce((sum, path) => sum + number(path.ways), 0))} of ${many(answer.count)} path${number(answer.count) === 1 ? "" : "s"}, largest first`;
/** A number of paths: of very many the power of ten. */
const many = (count) => (number(count) < 1e15 ? grouped(count) : Number.isFinite(number(count)) ? `about 10${raised(Math.round(Math.log10(number(count))))}` : "more than 10³⁰⁸");

/** Where sums stand in the waterfall, in percent. */
function placing(answer) {
  const ends = [0, number(answer.sum), ...answer.paths.flatMap((path) => [number(path.start), number(path.end)])].filter(Number.isFinite);
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const width = high - low || 1;
  return (value) => ((number(value) - low) / width) * 100;
}

/** One bar of the waterfall. */
function bar(from, to, kind, place) {
  if (!finite(from) || !finite(to)) return el("div", { class: "fall", "aria-hidden": "true" });
  const piece = el("span", { class: `piece ${kind}${number(to) < number(from) ? " neg" : ""}` });
  const [a, b] = [place(from), place(to)].sort((p, q) => p - q);
  style(piece, "left", `${a}%`);
  style(piece, "width", `max(${b - a}%, 2px)`);
  const zero = el("span", { class: "zero" });
  style(zero, "left", `${place(0)}%`);
  return el("div", { class: "fall", "aria-hidden": "true" }, piece, zero);
}

/** One path. */
function row(path, k, place, answer) {
  const node = el("div", { class: "path-row", tabindex: "0", role: "button", "aria-label": `Path ${k + 1} ${path.through}: ${signed(path.value)}. Open in the tape` },
    el("div", {}, el("div", { class: "small" }, el("b", { text: `Path ${k + 1} ` }), spelled(path.through), number(path.ways) > 1 ? `, ${many(path.ways)} equal paths` : ""), chain(path)),
    bar(path.start, path.end, k % 2 === 1 ? "two" : "", place),
    amount(worth(path), besides(path)));
  const open = () => {
    if (state.outline) return goToLine(path.nodes.at(-2) ?? path.nodes[0]);
    change({ lit: new Set(path.nodes.map((id) => state.tape.byId.get(id).line)), selected: null });
    goTo("tape");
  };
  node.addEventListener("click", open);
  node.addEventListener("keydown", (event) => {
    const to = { ArrowDown: node.nextElementSibling, ArrowUp: node.previousElementSibling }[event.key];
    if (event.key === "Enter" || event.key === " ") open();
    else if (to) to.focus();
    else return;
    event.preventDefault();
  });
  return node;
}

/** Boxes and pills from the output to the variable. */
function chain(path) {
  const parts = path.names.flatMap((name, k) => {
    const box = el("span", { class: "box" }, math(nameMarkup(name)));
    if (k === 0) return [box];
    return [el("span", { class: "wire" }), el("span", { class: `pill${path.edges[k - 1].hops ? " gap" : ""}`, text: path.edges[k - 1].hops ? `… ${slopeText(path.edges[k - 1].text)} …` : `× ${slopeText(path.edges[k - 1].text)}` }), el("span", { class: "wire tip" }), box];
  });
  return el("div", { class: "chain" }, ...parts);
}

/** The number at the right. */
const amount = (text, below) => el("div", { class: "amount" }, el("b", { text }), el("span", { class: "small mute", text: below }));
/** What a path adds: a power of ten where a double would say 0 or ∞. */
const worth = ({ value, power }) => (power === undefined ? signed(value) : `10${raised(power)}`);
/** What is said below it. */
function besides({ share, counted, power }) {
  if (counted) return "0 × ∞, counted as 0";
  if (power !== undefined) return `as a double ${power < 0 ? "0" : "∞"}`;
  return share === null ? "no share to tell" : `${shareText(share)} of Σ|paths|`;
}
/** A share of the sum of sizes. */
const shareText = (share) => `${(number(share) * 100).toFixed(2)} %`;

/** The paths that are not listed. */
const rest = ({ rest: { count, value }, paths }, place) =>
  el("div", { class: "path-row" }, el("div", {}, el("b", { text: `${many(count)} more paths` })), bar(paths.at(-1)?.end ?? 0, number(paths.at(-1)?.end ?? 0) + number(value), "", place), amount(signed(value), "together"));

/** The sum. */
const sum = (answer, place, output) =>
  el("div", { class: "path-row" }, el("div", { class: "sum-name" }, slope(output, answer.of), el("b", { text: " = sum of the paths" })), bar(0, answer.sum, "sum", place), amount(four(answer.sum), leftText(answer)));

/** What cancellation leaves. */
function leftText({ left, sum, count }) {
  if (!finite(sum)) return "not finite";
  if (left === null) return number(count) === 0 ? "no path" : "every path is zero";
  return number(left) > 0.999 ? "no cancellation" : `${shareText(left)} of Σ|paths| is left`;
}

export const why = { id: "why", build };
