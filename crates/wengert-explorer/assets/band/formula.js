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

/** The most variables whose values stand in the sentence behind the formula. */
const IN_LINE = 4;

/** A number of the formula that stands in the text, as the engine marks it. */
const LITERAL = /<mn[^>]*data-span="(\d+,\d+)"[^>]*>([^<]*)<\/mn>/g;

/** Paints formula and point: numbers are written where they stand, the rest is built once. */
export function paintFormula() {
  const { tape } = state;
  paintOutputs();
  if (state.outline) return hold(byId("formula"), `large ${title()}`, () => listing([title()]));
  if (!tape) return;
  const mathml = tape.expression?.mathml ?? "";
  const text = written();
  const names = tape.inputs.map((input) => input.name).join(" ");
  hold(byId("formula"), `${mathml.replace(LITERAL, "#")} ${text?.key ?? title()} ${names}`, () => [...formula(tape, text), ...at(tape)]);
  const found = [...mathml.matchAll(LITERAL)].map(([, span, digits]) => [span, digits]);
  const shown = text ? text.numbers : found;
  const host = byId("formula").querySelector(text ? "code" : "math");
  const nodes = host?.querySelectorAll("[data-span]") ?? [];
  shown.forEach(([span, digits], k) => showLiteral(nodes[k], span, digits));
  for (const [k, input] of tape.inputs.entries()) {
    const node = byId(`at-${k}`);
    if (node) showNumber(node, input);
  }
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
  const name = nameMarkup(tape.output.name);
  if (!tape.expression) return listing(text?.parts ?? [title()], state.saved ? null : outputOf(tape, title()));
  // An output that is an input has no name of its own: x = x says nothing.
  const node = math(tape.expression.plain === tape.output.name ? tape.expression.mathml : `${name}<mo>=</mo>${tape.expression.mathml}`);
  node.classList.add("main-formula");
  const literals = text ? [] : node.querySelectorAll("[data-span]");
  for (const literal of literals) literalScrub(literal);
  // What stands within a formula is no control to a screen reader; what stands within a group is.
  if (literals.length > 0) Object.entries({ role: "group", "aria-label": `${tape.output.name} = ${tape.expression.plain}` }).forEach(([key, value]) => set(node, key, value));
  return text ? [scrolled(node), ...listing(text.parts)] : [scrolled(node)];
}

/** A formula that is wider than its place ends in dots, which bring what follows. */
function scrolled(node) {
  const dots = el("button", { class: "dots", "aria-label": "rest of the formula", text: "…" });
  const box = el("span", { class: "formula-box" }, node, dots);
  const settle = () => {
    set(node, "tabindex", node.scrollWidth > node.clientWidth + 1 ? "0" : null);
    mark(box, "cut", node.scrollLeft + node.clientWidth < node.scrollWidth - 1);
  };
  dots.addEventListener("click", () => (node.scrollLeft += node.clientWidth * 0.8));
  node.addEventListener("scroll", settle, { passive: true });
  new ResizeObserver(settle).observe(node);
  return box;
}

/** "at x = 2, y = 3", each number to be dragged. */
function at(tape) {
  if (tape.inputs.length === 0 || tape.inputs.length > IN_LINE) return [];
  const parts = tape.inputs.flatMap((input, k) => [k === 0 ? "at " : ", ", math(`${nameMarkup(input.name)}<mo>=</mo>`), " ", point(input, k)]);
  return [el("span", { class: "at" }, ...parts)];
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
