// The two classic misconceptions, each shown failing.

import { el, hold } from "../dom.js";
import { counted, four, grouped, number } from "../format.js";
import { bar } from "../math.js";
import { keep, settled } from "../address.js";
import { repaint, state } from "../state.js";
import { model, open } from "../runner.js";
import { choice } from "../lens/head.js";
import { following } from "../lens/follow.js";
import { note } from "./claim-list.js";
import { WORKED } from "./words.js";

/** A model on which overwriting fails, for when the present one uses everything once. */
const FAILING = { text: WORKED.source, at: Object.entries(WORKED.point) };

/** How many factors the product has whose formulas are shown. */
const FIRST = 4;
let depth = FIRST;

keep("factors", { read: (text) => (depth = Number(text) || FIRST), write: () => (depth === FIRST ? null : String(depth)) });

/** The cards, and their painter. */
export function misconceptions() {
  const overwrite = el("section", { class: "card wide", id: "overwrite" });
  const expansion = el("section", { class: "card", id: "expansion" });
  const root = el("div", { class: "spaced stack" }, overwrite, expansion);
  const table = el("div", { class: "wide" });
  const texts = el("div", { class: "even" });
  let steps = [];
  const factors = choice("Factors k", () => steps.map((step) => ({ id: step.depth, text: String(step.depth) })), () => depth, (id) => {
    depth = id;
    repaint();
    settled();
  });
  expansion.append(el("h2", { text: "Misconception 2: it expands the formula" }), el("p", { class: "mute", text: "The product of k factors: its k derivatives written out, and the tape that gives the same." }), el("div", { class: "row-btns spaced" }, el("span", { class: "small mute", text: "factors k" }), factors.root), texts, table, note("misconception", "expansion", "symbolic expansion"));
  const present = following(root, "misconceptions", () => ({ model: state.tape && !state.fault ? model() : FAILING }), (answer) => {
    steps = answer.expansion;
    const fails = wrongOf(answer.overwrite).length > 0;
    hold(overwrite, JSON.stringify(answer.overwrite), () => overwriting(answer.overwrite, fails));
    hold(table, "steps", () => counts(steps));
    if (!steps.some((step) => step.depth === depth)) depth = FIRST;
    hold(texts, String(depth), () => written(steps.find((step) => step.depth === depth)));
  });
  return {
    root,
    paint() {
      present();
      factors.show();
    },
  };
}

/** Registers that overwriting gets wrong. */
const wrongOf = ({ registers }) => registers.filter((one) => number(one.right) !== number(one.wrong));

/** `=` where `+=` is meant. */
function overwriting({ registers }, fails) {
  const row = (one) => {
    const same = number(one.right) === number(one.wrong);
    return el("tr", {}, el("td", {}, bar(one.name)), el("td", { class: "r c b", text: four(one.right) }), el("td", { class: same ? "r mute" : "r al b", text: same ? four(one.wrong) : `${four(one.wrong)} wrong` }));
  };
  const try_ = el("button", { class: "link", text: "Take one that is used twice", on: { click: () => open(WORKED) } });
  return [
    el("h2", { text: "Misconception 1: = does as well as +=" }),
    el("p", { class: "mute" }, fails ? `Overwriting keeps only the last use, and hands the error on: ${wrongOf({ registers }).length} of ${registers.length} registers are wrong.` : "Here every value is used once, so overwriting goes unnoticed. ", fails ? null : try_),
    el("table", {}, el("thead", {}, el("tr", {}, el("th", { text: "register" }), el("th", { class: "r", text: "adding, +=" }), el("th", { class: "r", text: "overwriting, =" }))), el("tbody", {}, ...registers.map(row))),
    note("misconception", "overwrite", "overwriting where += is meant"),
  ];
}

/** The formulas and the tape, as they stand written. */
function written({ depth: k, source, formulas, terms, tape_lines: lines, additions, tape }) {
  const formula = (text, at) => `∂L/∂u${at + 1} = ${text}`;
  const openIt = el("button", { class: "link small", text: "Open this product on the stage", on: { click: () => open({ source, point: Object.fromEntries(formulas.map((_, at) => [`u${at + 1}`, 1])), view: "tape" }) } });
  return [
    el("div", {}, el("h3", { text: `Written out: ${counted(terms, "factor")}` }), el("pre", { class: "mono grown", tabindex: "0", role: "region", "aria-label": "the derivatives written out", text: formulas.map(formula).join("\n") })),
    el("div", {}, el("h3", { text: `On the tape: ${counted(lines, "line")}, ${counted(additions, "addition")}` }), el("pre", { class: "mono grown", tabindex: "0", role: "region", "aria-label": `the tape of ${k} factors`, text: tape.join("\n") }), openIt),
  ];
}

/** Both counted as k grows. */
function counts(steps) {
  const most = Math.max(1, ...steps.map((step) => number(step.terms)));
  const bars = (step) => ["terms", "tape_lines"].map((of) => {
    const length = el("span", { class: `grow-bar ${of === "terms" ? "" : "c"}` });
    length.style.setProperty("width", `${Math.max(0.4, (number(step[of]) / most) * 100)}%`);
    return length;
  });
  const row = (step) => el("tr", {}, el("td", { class: "r", text: String(step.depth) }), el("td", { class: "r b al", text: grouped(step.terms) }), el("td", { class: "r b", text: grouped(step.tape_lines) }), el("td", { class: "r", text: grouped(step.additions) }), el("td", { class: "grow" }, ...bars(step)));
  const heads = ["factors k", "written out: k·(k − 1) factors", "tape: k − 1 lines", "sweep: 2·(k − 1) additions"];
  return [
    el("table", { class: "spaced" }, el("thead", {}, el("tr", {}, ...heads.map((text) => el("th", { class: "r", text })), el("td"))), el("tbody", {}, ...steps.map(row))),
    el("p", { class: "small mute", text: "Twice the factors: the formulas grow four times, the tape twice." }),
  ];
}
