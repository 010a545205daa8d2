// The equation of the step: what has just happened, as a formula with its numbers and a few words under each.

import { el, hold, put, set, mark, byId } from "../dom.js";
import { counted, four, finite, number } from "../format.js";
import { math, variable, bar, barMarkup, nameMarkup, written } from "../math.js";
import { widthsSoFar } from "../room.js";
import { state } from "../state.js";
import { current, landed, place, length, forwardLength } from "../timeline.js";
import { holds, plain4 } from "./local.js";

let slots = {};
/** So many lines are named of those that read what is kept. */
const READERS = 3;

/** Paints the panel below the stage. */
export function paintEquation() {
  const { tape } = state;
  if (!tape) return;
  mark(byId("step"), "away", state.question !== null);
  mark(byId("ask"), "away", length() === 0);
  const event = current();
  const key = `${tape.structure} ${event ? event.index : 0} ${state.step === 0}`;
  // A local derivative names the values at which it is taken.
  const saved = (event?.reads ?? []).map((name) => tape.byName.get(name)?.value);
  hold(byId("equation"), `${key} ${saved}`, () => build(tape, event));
  hold(byId("step-words"), `${key} ${state.tape.stamp} ${state.stale}`, () => words(tape, event));
  mark(byId("step-words"), "flying", state.flight);
  showNumbers(tape, event);
}

/** How much smaller than usual the letters of a long equation may be. */
const SMALLEST = 0.7;
let fitted = null;

/** A long equation is set in smaller letters; what still has no room is scrolled to, and an arrow says so. */
export function fitEquation() {
  const host = byId("equation");
  const key = `${widthsSoFar()} ${document.fonts.status} ${host.textContent}`;
  if (fitted === key) return;
  fitted = key;
  host.style.setProperty("--fit", "1");
  host.scrollLeft = 0;
  const scale = host.clientWidth / host.scrollWidth;
  if (scale < 1) host.style.setProperty("--fit", String(Math.max(SMALLEST, scale * 0.98)));
  const cut = host.scrollWidth > host.clientWidth + 1;
  mark(host, "cut", cut);
  for (const [name, value] of Object.entries({ tabindex: "0", role: "group", "aria-label": "equation of the step" })) set(host, name, cut ? value : null);
}

/** One column: formula, number, words. */
function column(name, top, words, kind) {
  const value = el("div", { class: `n ${kind}` });
  slots[name] = value;
  return el("div", {}, el("div", { class: "top1" }, top), value, el("div", { class: "w" }, ...[words].flat()));
}

/** An operator between two columns. */
const operator = (sign) => el("div", { class: "o", "aria-hidden": "true" }, el("div", { class: "top1", text: sign }), el("div", { class: "n light", text: sign }));

/** A name in running text. */
const italic = (text) => el("i", { text: written(text) });

/** The columns for an event. */
function build(tape, event) {
  slots = {};
  if (length() === 0) return [column("value", math(nameMarkup(tape.output.name)), "the value", "p")];
  if (!event) return [column("lines", el("span", { class: "t15 mute", text: "on the tape" }), "press Play, or →", "")];
  if (event.phase === "forward") return forwardColumns(tape.lines[event.line - 1]);
  if (event.phase === "seed") return seedColumns(tape);
  return reverseColumns(tape, event);
}

/** value = operation, and what the tape holds. */
function forwardColumns(line) {
  const right = line.right ? math(line.right) : el("span", { class: "t15 mute", text: "input" });
  return [
    column("value", variable(line.name), `value of line ${line.line}`, "p"),
    operator("="),
    column("substituted", right, line.kind === "input" ? "given from outside" : "the operation that ran", "p"),
    el("div", { class: "gap" }),
    column("lines", el("span", { class: "t15 mute", text: "on the tape" }), "nothing flows back yet", ""),
    column("kept", el("span", { class: "t15 mute", text: "kept for later" }), keptWords(line.line), ""),
  ];
}

/** The seed. */
function seedColumns(tape) {
  const { name } = tape.output;
  return [
    column("after", bar(name), "the register now", "c"),
    operator("="),
    column("product", math(`<mfrac><mrow><mo lspace="0" rspace="0">∂</mo>${nameMarkup(name)}</mrow><mrow><mo lspace="0" rspace="0">∂</mo>${nameMarkup(name)}</mrow></mfrac>`), ["the seed: ", italic(name), " moves as far as ", italic(name)], "c"),
  ];
}

/** register = register + cotangent × local derivative. */
function reverseColumns(tape, event) {
  const [to, from] = [tape.lines[event.to - 1], tape.lines[event.line - 1]];
  const earlier = to.receives.filter((other) => other.index < event.index).map((other) => tape.lines[other.line - 1].name);
  const before = earlier.length === 0 ? "nothing yet" : ["what it held, from ", ...listed(earlier)];
  return [
    column("after", bar(to.name), "the register now", "c"),
    operator("="),
    column("before", bar(to.name), before, "c"),
    operator("+"),
    column("cotangent", bar(from.name), ["cotangent of ", italic(from.name), ": what its register holds"], "c"),
    operator("×"),
    column("local", math(localMarkup(event, from, to)), localWords(event, from, to), "d"),
  ];
}

/** ∂b/∂a = cos a. That of the output is ∂(a + b)/∂a: ∂L/∂a is what the register of a holds in the end. */
function localMarkup(event, from, to) {
  const d = (of) => `<mrow><mo lspace="0" rspace="0">∂</mo>${of}</mrow>`;
  const whole = from.name === state.tape.output.name && isShort(from);
  const slope = `<mfrac>${d(whole ? `<mo lspace="0" rspace="0">(</mo>${from.right}<mo lspace="0" rspace="0">)</mo>` : nameMarkup(from.name))}${d(nameMarkup(to.name))}</mfrac>`;
  return event.localMath === "" || !holds(event, state.tape) ? slope : `${slope}<mo>=</mo>${event.localMath}`;
}

/** A right side of more letters than this is called by its line. */
const SHORT = 10;
const isShort = (line) => Boolean(line.right) && line.plain.slice(line.plain.indexOf("=") + 1).trim().length <= SHORT;

/** "local derivative: the slope of sin a in a, at the saved a = 6". */
function localWords(event, from, to) {
  const what = isShort(from) ? math(from.right) : `line ${from.line}`;
  const words = ["local derivative: the slope of ", what, " in ", italic(to.name)];
  const kept = [...new Set(event.reads ?? [])];
  const values = kept.flatMap((name, k) => [k === 0 ? "" : ", ", italic(name), ` = ${plain4(state.tape.byName.get(name)?.value)}`]);
  if (!holds(event, state.tape)) return ["local derivative: ", what, finite(from.value) ? " has no slope at " : " has no value at ", ...values];
  return kept.length === 0 ? words : [...words, ", at the saved ", ...values];
}

/** Names in italics, at most three. */
function listed(names) {
  const parts = names.slice(0, 3).flatMap((name, k) => (k === 0 ? [italic(name)] : [", ", italic(name)]));
  return names.length > 3 ? [...parts, ` and ${names.length - 3} more`] : parts;
}

/** Writes the numbers. */
function showNumbers(tape, event) {
  const write = (slot, text) => slots[slot] && put(slots[slot], text);
  const recorded = tape.lines.filter((line) => line.line <= state.step);
  write("value", four(tape.output.value));
  write("lines", counted(Math.min(state.step, recorded.length), "line"));
  if (!event) return;
  const line = tape.lines[event.line - 1];
  write("value", four(line.value));
  write("substituted", line.substituted && line.kind !== "input" ? line.substituted : four(line.value));
  if (slots.kept) write("kept", keptCount(recorded));
  write("after", four(event.after));
  // The place of the sum is empty until the product has docked.
  if (slots.after) mark(slots.after, "empty", landed() < event.index);
  write("product", four(event.product));
  write("before", four(event.before));
  write("cotangent", four(event.cotangent));
  write("local", four(event.local));
  for (const slot of Object.values(slots)) mark(slot, "al", /NaN|∞/.test(slot.textContent));
}

/** Which lines read what is kept: "x, y by line 3; a by line 4", of the last ones that do. */
function keptWords(step) {
  const reading = state.tape.lines.filter((line) => line.line <= step && line.keeps.length > 0);
  if (reading.length === 0) return "no local derivative reads one yet";
  const told = reading.slice(-READERS).map((line) => [...line.keeps.flatMap((name, k) => [k === 0 ? "" : ", ", italic(name)]), ` by line ${line.line}`]);
  return [reading.length > READERS ? "… " : "", ...told.flatMap((part, k) => (k === 0 ? part : ["; ", ...part]))];
}

/** How many values the tape keeps for the sweep. */
function keptCount(recorded) {
  const kept = new Set(recorded.flatMap((line) => line.keeps));
  return counted(kept.size, "value");
}

/** The heading and the sentence beside the formula. */
function words(tape, event) {
  const parts = sentence(tape, event);
  return [el("h2", {}, ...[parts.heading].flat()), el("p", {}, ...[parts.text].flat())];
}

/** What to say. */
function sentence(tape, event) {
  if (length() === 0) return { heading: [italic(tape.output.name), ` is a constant, ${four(tape.output.value)}`], text: "It reads no variable: there is nothing to sweep." };
  if (!event) return { heading: "Nothing is recorded yet", text: `${counted(forwardLength(), "line")} forward, then ${counted(length() - forwardLength(), "step")} back.` };
  const line = tape.lines[event.line - 1];
  if (event.phase === "forward") return { heading: `${place(event)}: line ${line.line} is recorded`, text: forwardText(line) };
  if (event.phase === "seed") return { heading: `${place(event)}: the output is seeded`, text: ["The tape is recorded. A bar over a name is its register: in the end, the slope of ", italic(line.name), " in that value. The seed is ", math(`${barMarkup(line.name)}<mo>=</mo><mn>1</mn>`), "."] };
  const to = tape.lines[event.to - 1];
  return { heading: [`${place(event)}: line ${line.line} adds into `, bar(to.name)], text: reverseText(to, event) };
}

/** What the tape keeps of a line. */
function forwardText(line) {
  if (line.kind === "input") return ["An input. In the end its register ", math(barMarkup(line.name)), " holds the answer."];
  if (line.places) return [line.right ? math(line.right) : `Line ${line.line}`, ` stands in the expression ${times(line.places)} and is computed once.`];
  if (line.keeps.length === 0) return "Its local derivatives need no saved value.";
  return ["Its local derivative needs ", ...listed(line.keeps), ", so the tape keeps ", line.keeps.length === 1 ? "it." : "them."];
}

/** What a contribution means for its register. */
function reverseText(to, event) {
  const uses = to.receives.length;
  if (!finite(event.product)) return "The product is not finite. NaN and zero shows where it began.";
  const last = to.receives[uses - 1] === event;
  const many = [italic(to.name), ` is used ${times(uses)}, by `, ...listed(users(to)), ". "];
  if (!last) return [...many, "Every use adds to one register."];
  const meaning = [italic(state.tape.output.name), ` moves ${four(event.after)} times as far as `, italic(to.name), "."];
  const text = uses > 1 ? [...many, "All have added: ", ...meaning] : ["One use, one addition: ", ...meaning];
  // What was refused since has no gradient.
  return event.index === length() && !state.stale ? [...meaning, " The sweep is done: ", ...gradient(), " the gradient."] : text;
}

/** "x̄ and ȳ are": the registers of the inputs. */
function gradient() {
  const bars = state.tape.inputs.slice(0, 3).flatMap(({ name }, k, all) => [k === 0 ? "" : k === all.length - 1 && state.tape.inputs.length <= 3 ? " and " : ", ", math(barMarkup(name))]);
  return [...bars, state.tape.inputs.length > 3 ? " and the other inputs' registers are" : state.tape.inputs.length === 1 ? " is" : " are"];
}

/** "twice", "3 times". */
const times = (count) => (count === 2 ? "twice" : `${count} times`);

/** The names of the lines that use a value. */
const users = (to) => [...new Set(to.receives.map((other) => state.tape.lines[other.line - 1].name))];
