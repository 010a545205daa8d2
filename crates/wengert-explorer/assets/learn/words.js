// The few words of the page, each with one sentence and the place on the stage where it can be seen.

import { el } from "../dom.js";
import { state, change } from "../state.js";
import { goTo } from "../views.js";
import { open } from "../runner.js";
import { forwardLength, length } from "../timeline.js";

/** The model that is opened where there is no tape to point at. */
export const WORKED = { source: "x*y + sin(x*y)", point: { x: 2, y: 3 } };

/** The line whose register most uses add into. */
export const busiest = (tape) => tape.lines.reduce((best, line) => (line.receives.length > best.receives.length ? line : best));
/** The first addition of the sweep that is no sum's: its slope is worth a look. */
const telling = (tape) => tape.events.find((event) => event.phase === "reverse" && (event.reads ?? []).length > 0) ?? tape.events.find((event) => event.phase === "reverse");

/** Each word, what it means, and where it is: a step, a line to select, and what to point at. */
const WORDS = [
  { word: "tape", text: "The operations that ran, one line each, in order.", at: () => ({ step: forwardLength(), point: "#rows .fwd" }) },
  { word: "primal", text: "A value of the program itself, computed on the way down.", at: (tape) => ({ step: tape.output.line ?? forwardLength(), point: `.lr[data-line="${tape.output.line}"] .fw .v` }) },
  { word: "local derivative", text: "The slope of one line in one of its inputs. Sine has the slope cosine.", at: (tape) => ({ step: telling(tape)?.index, line: telling(tape)?.line, point: "#equation > div:last-child" }) },
  { word: "register", text: "Where what comes back to a value is added up. It starts at 0.", at: (tape) => ({ step: busiest(tape).receives.at(-1)?.index, line: busiest(tape).line, point: `.lr[data-line="${busiest(tape).line}"] .rg` }) },
  { word: "cotangent", text: "What a full register holds: the slope of the output in that value, that is how many times as far the output moves. Also called adjoint.", at: (tape) => ({ step: length(), line: tape.inputs[0]?.line, point: `.lr[data-line="${tape.inputs[0]?.line}"] .val` }) },
  { word: "seed", text: "The first cotangent: the output's own, which is 1.", at: (tape) => ({ step: forwardLength() + 1, point: `.lr[data-line="${tape.output.line}"] .st` }) },
  { word: "sweep", text: "The walk over the tape from its last line up. Each line adds cotangent × local derivative into the registers of what it read.", at: () => ({ step: length(), point: "#track" }) },
];

/** The list. */
export function words() {
  const item = ({ word, text, at }) => el("div", { class: "word" }, el("dt", {}, el("button", { class: "link", text: word, "aria-label": `${word}: show it on the stage`, on: { click: () => show(at) } })), el("dd", { class: "mute", text }));
  return el("section", { class: "card spaced", id: "words" }, el("h2", { text: "The words, each with its place on the stage" }), el("dl", { class: "words" }, ...WORDS.map(item)));
}

/** Shows a place on the stage: opens the tape at a step and points there. */
function show(at) {
  if (!state.tape) return open({ ...WORKED, view: "tape" });
  const { step = state.step, line = null, point } = at(state.tape);
  change({ step, selected: line, flight: false, playing: false, question: null, tab: "lines" });
  goTo("tape");
  requestAnimationFrame(() => requestAnimationFrame(() => pointAt(document.querySelector(point))));
}

/** Outlines a place until the reader does something. */
function pointAt(node) {
  if (!node) return;
  node.classList.add("pointed");
  node.scrollIntoView({ block: "nearest" });
  const done = new AbortController();
  const clear = () => {
    node.classList.remove("pointed");
    done.abort();
  };
  for (const event of ["keydown", "pointerdown"]) window.addEventListener(event, clear, { signal: done.signal, capture: true });
}
