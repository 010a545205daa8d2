// The formula band: the function as a formula or as text, its numbers ready to be dragged, and the point.

import { el, hold, put, set, mark, byId } from "../dom.js";
import { four, plain, exact, number } from "../format.js";
import { math, nameMarkup } from "../math.js";
import { state } from "../state.js";
import { assign } from "../runner.js";
import { settled } from "../address.js";
import { scrubbing } from "./scrub.js";
import { literalScrub, pieces } from "./literal.js";
import { listing, outputOf } from "./listing.js";
import { paintOutputs } from "./outputs.js";
import { keepRows, spare } from "./tail.js";

/** The most variables whose values stand in the sentence behind the formula. */
const IN_LINE = 4;

/** A number of the formula that stands in the text, as the engine marks it. */
const LITERAL = /<mn[^>]*data-span="(\d+,\d+)"[^>]*>([^<]*)<\/mn>/g;
/** Any number of the formula. */
const NUMBER = /<mn[^>]*>[^<]*<\/mn>/g;

/** Paints formula and point: numbers are written where they stand, the rest is built once. */
export function paintFormula() {
  const { tape } = state;
  paintOutputs();
  if (state.outline) return paintTitle();
  if (!tape) return;
  const mathml = tape.expression?.mathml ?? "";
  const text = written();
  const values = tape.inputs.map((input) => plain(input.value));
  const structure = [mathml.replace(NUMBER, "#"), text?.key ?? (mathml === "" ? title() : ""), ...tape.inputs.map((input) => input.name)].join(" ");
  keepRows(structure, `${mathml} ${JSON.stringify(text?.numbers)} ${values}`);
  hold(byId("formula"), structure, () => formula(tape, text));
  hold(byId("point"), structure, () => at(tape));
  if (mathml !== "") paintMath(tape, mathml, text === null);
  writeNumbers("code", text?.numbers ?? []);
  spare(values.length > IN_LINE ? [] : values);
  for (const [k, input] of tape.inputs.entries()) {
    const node = byId(`at-${k}`);
    if (node) showNumber(node, input);
  }
}

/** The formula; its numbers are dragged where they stand, unless the text stands beside it. */
function paintMath(tape, mathml, dragged) {
  const box = byId("formula").querySelector(".formula-box");
  hold(box, mathml.replace(LITERAL, "#"), () => scrolled(box, equation(tape, dragged)));
  writeNumbers("math", [...mathml.matchAll(LITERAL)].map(([, span, digits]) => [span, digits]));
  const node = box.querySelector("math");
  if (node.getAttribute("role") === "group") set(node, "aria-label", `${tape.output.name} = ${tape.expression.plain}`);
}

/** Writes the numbers of a formula or of a text. */
function writeNumbers(kind, numbers) {
  const nodes = byId("formula").querySelectorAll(`${kind} [data-span]`);
  numbers.forEach(([span, digits], k) => showLiteral(nodes[k], span, digits));
}

/** A large tape is named; its formula would fill the page. */
function paintTitle() {
  hold(byId("formula"), `large ${title()}`, () => listing([title()]));
  hold(byId("point"), null, () => []);
  spare([]);
}

/** What stands in the place of a formula. */
const title = () => state.saved ?? state.shown ?? state.source;

/** The text itself, where the formula does not hold all of its numbers once: in a loop, in a vector. */
function written() {
  const { tape } = state;
  if (state.saved || state.shown === null) return null;
  const linked = new Set([...(tape.expression?.mathml ?? "").matchAll(LITERAL)].map(([, span]) => span));
  return tape.expression && tape.literals.every((span) => linked.has(span.join())) ? null : pieces(state.shown, tape.literals);
}

/** Writes one number of the formula, unless a newer one is under way. */
function showLiteral(node, span, text) {
  if (!node || state.shown !== state.source) return;
  node.setAttribute("data-span", span);
  put(node, text);
}

/** One scrubbed number, and what a screen reader says of it. */
function showNumber(node, input) {
  put(node, plain(input.value));
  set(node, "aria-valuenow", exact(number(input.value)));
  set(node, "aria-valuetext", `${input.name} is ${four(input.value)}`);
}

/** L = …, as a formula where it is one, and as text where the formula alone would hide numbers. */
function formula(tape, text) {
  if (!tape.expression) return listing(text?.parts ?? [title()], state.saved ? null : outputOf(tape, title()));
  return [el("span", { class: "formula-box" }), ...(text ? listing(text.parts) : [])];
}

/** L = …; `dragged`: its numbers can be. */
function equation(tape, dragged) {
  // An output that is an input has no name of its own: x = x says nothing.
  const same = tape.expression.plain === tape.output.name;
  const node = math(same ? tape.expression.mathml : `${nameMarkup(tape.output.name)}<mo>=</mo>${tape.expression.mathml}`);
  node.classList.add("main-formula");
  const literals = dragged ? node.querySelectorAll("[data-span]") : [];
  for (const literal of literals) literalScrub(literal);
  // What stands within a formula is no control to a screen reader; what stands within a group is.
  if (literals.length > 0) set(node, "role", "group");
  return node;
}

/** A formula that is wider than its place ends in dots, which bring what follows; others in front bring it back. */
function scrolled(box, node) {
  const to = (by, kind, label) => el("button", { class: kind, "aria-label": label, text: "…", on: { click: () => (node.scrollLeft += by * node.clientWidth * 0.8) } });
  const settle = () => {
    set(node, "tabindex", node.scrollWidth > node.clientWidth + 1 ? "0" : null);
    mark(box, "cut", node.scrollLeft + node.clientWidth < node.scrollWidth - 1);
    mark(box, "moved", node.scrollLeft > 1);
  };
  node.addEventListener("scroll", settle, { passive: true });
  new ResizeObserver(settle).observe(node);
  return [to(-1, "dots-before", "earlier part of the formula"), node, to(1, "dots", "rest of the formula")];
}

/** "at x = 2, y = 3", each number to be dragged. */
function at(tape) {
  if (tape.inputs.length === 0 || tape.inputs.length > IN_LINE) return [];
  return tape.inputs.flatMap((input, k) => [k === 0 ? "at " : ", ", math(`${nameMarkup(input.name)}<mo>=</mo>`), " ", point(input, k)]);
}

/** One value of the point. */
function point(input, k) {
  const node = el("span", { class: "scrub b", id: `at-${k}` });
  scrubbing(node, {
    label: `value of ${input.name}`,
    value: () => number(state.point[input.name] ?? state.tape.inputs[k].value),
    step: 0.01,
    set: (value) => assign(input.name, value),
    done: settled,
  });
  return node;
}
