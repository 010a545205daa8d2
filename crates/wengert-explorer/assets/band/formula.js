// The formula band: the function, the point, and the way to change both.

import { el, hold, put, set, mark, byId } from "../dom.js";
import { four, plain, exact, number } from "../format.js";
import { math, variable, nameMarkup } from "../math.js";
import { state, change } from "../state.js";
import { assign, run } from "../runner.js";
import { settled } from "../address.js";
import { scrubbing } from "./scrub.js";

/** The most variables whose values stand in the sentence behind the formula. */
const IN_LINE = 4;

/** A number of the formula that stands in the text, as the engine marks it. */
const LITERAL = /<mn[^>]*data-span="(\d+,\d+)"[^>]*>([^<]*)<\/mn>/g;

/** Paints formula and point: numbers are written where they stand, the rest is built once. */
export function paintFormula() {
  const { tape } = state;
  if (state.outline) return hold(byId("formula"), `large ${title()}`, () => el("code", { class: "mono big", tabindex: "0", text: title() }));
  if (!tape) return;
  const mathml = tape.expression?.mathml ?? state.shown ?? "";
  const names = tape.inputs.map((input) => input.name).join(" ");
  hold(byId("formula"), `${mathml.replace(LITERAL, "#")} ${names}`, () => [formula(tape), ...at(tape)]);
  const literals = byId("formula").querySelectorAll("[data-span]");
  [...mathml.matchAll(LITERAL)].forEach(([, span, text], k) => showLiteral(literals[k], span, text));
  for (const [k, input] of tape.inputs.entries()) {
    const node = byId(`at-${k}`);
    if (node) showNumber(node, input);
  }
}

/** What stands in the place of a formula. */
const title = () => state.saved ?? state.shown ?? state.source;

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

/** L = …, with every number that was written in it ready to be dragged. */
function formula(tape) {
  const name = nameMarkup(tape.output.name);
  if (!tape.expression) return el("code", { class: "mono big", tabindex: "0", text: title() });
  const node = math(`${name}<mo>=</mo>${tape.expression.mathml}`);
  node.classList.add("main-formula");
  const literals = node.querySelectorAll("[data-span]");
  for (const literal of literals) literalScrub(literal);
  // What stands within a formula is no control to a screen reader; what stands within a group is.
  if (literals.length > 0) Object.entries({ role: "group", "aria-label": `${tape.output.name} = ${tape.expression.plain}` }).forEach(([key, value]) => set(node, key, value));
  requestAnimationFrame(() => set(node, "tabindex", node.scrollWidth > node.clientWidth + 1 ? "0" : null));
  return node;
}

/** Makes a number of the formula draggable: it is replaced in the text. A number is written without a sign. */
function literalScrub(node) {
  let base = null;
  const written = () => {
    const span = node.getAttribute("data-span").split(",").map(Number);
    base = { text: bytesOf(state.source), span };
    return Number(base.text.slice(...span));
  };
  scrubbing(node, {
    label: "number in the formula",
    value: written,
    step: stepFor(written()),
    set: (value) => {
      const [start, end] = base.span;
      const digits = exact(Math.max(0, value));
      state.source = decoded(base.text.slice(0, start) + digits + base.text.slice(end));
      node.setAttribute("data-span", `${start},${start + digits.length}`);
      put(node, digits);
      set(node, "aria-valuenow", digits);
      run();
    },
    done: settled,
  });
}

/** Text in which one character is one byte, as the engine counts. */
const bytesOf = (text) => String.fromCharCode(...new TextEncoder().encode(text));
/** And back. */
const decoded = (bytes) => new TextDecoder().decode(Uint8Array.from(bytes, (letter) => letter.charCodeAt(0)));

/** The step of a number: a hundredth of its size. */
const stepFor = (value) => 10 ** Math.max(-4, Math.floor(Math.log10(Math.abs(value) || 1)) - 1);

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
    value: () => number(state.point[input.name]),
    step: 0.01,
    set: (value) => assign(input.name, value),
    done: settled,
  });
  return node;
}

/** Paints sliders and number boxes. */
export function paintVariables() {
  const { tape } = state;
  if (!tape) return;
  hold(byId("vars"), tape.inputs.map((input) => input.name).join(" "), () => tape.inputs.map(variableBox));
  tape.inputs.forEach((input, k) => showVariable(k, input));
  mark(byId("vars"), "many", tape.inputs.length > 3);
}

/** A slider and a number box. */
function variableBox(input, k) {
  const box = el("input", { class: "num", id: `num-${k}`, inputmode: "decimal", autocomplete: "off", "aria-label": `value of ${input.name}` });
  const slider = el("input", { type: "range", class: "slider", id: `slide-${k}`, step: "any", "aria-label": input.name });
  slider.addEventListener("input", () => assign(input.name, snapped(slider)));
  slider.addEventListener("change", settled);
  slider.addEventListener("keydown", (event) => arrows(event, slider, input.name));
  box.addEventListener("change", () => take(box, input.name));
  box.addEventListener("focus", () => box.select());
  const range = el("span", { class: "mute small range" });
  return el("div", { class: "var" }, el("label", { for: `num-${k}` }, variable(input.name), " ", range), box, slider);
}

/** The slider's value, on a grid of 400 places. */
function snapped(slider) {
  const grid = (Number(slider.max) - Number(slider.min)) / 800;
  return Number((Math.round(Number(slider.value) / grid) * grid).toPrecision(10));
}

/** Arrow keys on a slider: one step is a hundredth; Shift ten, Alt a tenth of it. */
function arrows(event, slider, name) {
  const direction = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
  if (!direction) return;
  event.preventDefault();
  event.stopPropagation();
  const unit = ((Number(slider.max) - Number(slider.min)) / 8) * 0.01;
  const by = unit * direction * (event.shiftKey ? 10 : event.altKey ? 0.1 : 1);
  assign(name, Number((number(state.point[name]) + by).toPrecision(10)));
  settled();
}

/** Takes what was typed into a box, if it is a number. */
function take(box, name) {
  const value = Number(box.value.trim().replace(/−/g, "-"));
  if (box.value.trim() === "" || !Number.isFinite(value)) {
    set(box, "aria-invalid", "true");
    return;
  }
  set(box, "aria-invalid", null);
  assign(name, value);
  settled();
}

/** Writes one variable's value. */
function showVariable(k, input) {
  const [slider, box] = [byId(`slide-${k}`), byId(`num-${k}`)];
  const value = number(state.point[input.name] ?? input.value);
  const [low, high] = reach(slider, input, value);
  set(slider, "min", String(low));
  set(slider, "max", String(high));
  put(box.previousSibling.querySelector(".range"), `${plain(low)} to ${plain(high)}`);
  if (document.activeElement !== slider || Number(slider.value) !== value) slider.value = String(value);
  slider.style.setProperty("--fill", `${((value - low) / (high - low)) * 100}%`);
  set(slider, "aria-valuetext", `${input.name} is ${four(value)}`);
  if (document.activeElement !== box) box.value = four(value);
}

/** The slider's ends: the engine's; they stay while the value is between them. */
function reach(slider, input, value) {
  const [low, high] = [Number(slider.min), Number(slider.max)];
  const inside = slider.hasAttribute("max") && value >= low && value <= high;
  return inside ? [low, high] : input.range.map(number);
}
