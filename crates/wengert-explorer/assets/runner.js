// Running the model: asks the engine for the tape at the present point, whole or in numbers only.

import { state, change } from "./state.js";
import { Asker, Refusal } from "./engine.js";
import { tapeOf, renew } from "./tape.js";
import { forwardLength, length } from "./timeline.js";
import { settled } from "./address.js";

/** The model as the engine wants it. */
export function model(source = state.draft ?? state.source) {
  const at = Object.entries(state.point);
  return state.saved ? { tape: state.savedText, at, kinks: state.kinks } : { text: source, at, kinks: state.kinks };
}

const asker = new Asker(
  (answer, parts) => (parts.brief && answer.structure === state.tape?.structure ? numbers(answer) : whole(answer, parts)),
  (error) => (error.fault?.instead === "outline" ? outliner.ask("outline", { model: model() }) : failed(error)),
);

/** Tapes that are too long to be listed are told in columns. */
const outliner = new Asker((answer, parts) => outlined(answer, parts), (error) => failed(error));

/** There is no new answer: what is shown is the last one. */
function failed(error) {
  change({ fault: error instanceof Refusal ? error.fault : { kind: "silent", message: error.message }, stale: true });
}

/** A tape that the address names, and that this tab no longer has. */
const forgotten = () => ({ kind: "input", message: `${state.saved} is a file, and this tab does not have it any more`, help: "Open it again" });

let stamps = 0;

/** Takes the outline of a large tape. */
function outlined(answer, parts) {
  answer.stamp = ++stamps;
  const lines = answer.counts.lines;
  change({ outline: answer, tape: null, fault: null, stale: false, playing: false, flight: false, question: null, shown: parts.model.text ?? state.source, selected: state.selected > lines ? null : state.selected });
  settled();
}

/** Asks for the tape; `brief` where only numbers can have moved. */
export function run(brief = false) {
  if (state.saved && state.savedText === null) return change({ fault: forgotten(), stale: true });
  if (brief && state.outline !== null) return void outliner.ask("outline", { model: model() });
  asker.ask("record", { model: model(), brief: brief && state.tape !== null && !state.stale });
}

/** Takes the tape that came with the page, if its address asks for nothing else. */
export function begin(start) {
  if (!start?.model) return run();
  const { text, tape, at } = start.model;
  Object.assign(state, { source: text ?? "", saved: tape ? "saved tape" : null, savedText: tape ?? null, point: Object.fromEntries(at ?? []), step: null });
  if (start.record?.error?.instead === "outline") outliner.ask("outline", { model: model() });
  else if (start.record?.ok) whole(start.record, { model: start.model, brief: false });
  else run();
}

/** Takes the numbers of an answer. */
function numbers(answer) {
  renew(state.tape, answer);
  change({ fault: null, stale: false });
}

/** Takes a whole answer, unless it is a brief one for another structure: then asks again. */
function whole(answer, parts) {
  if (parts.brief) return run(false);
  const fresh = state.tape?.structure !== answer.structure;
  const tape = tapeOf(answer);
  const point = Object.fromEntries(tape.inputs.map((input) => [input.name, input.value]));
  const source = parts.model.text ?? state.source;
  change({ tape, outline: null, point, fault: null, stale: false, flight: false, shown: source });
  place(fresh);
}

/** Step and selection that wait for the tape they belong to. */
let landing = null;

/** Where the cursor goes on a new tape: to the seed, unless the address or whoever opened it said otherwise. */
function place(fresh) {
  Object.assign(state, landing);
  landing = null;
  if (state.step === null) state.step = forwardLength() + 1;
  state.step = Math.min(state.step, length());
  if (fresh && state.selected > state.tape.lines.length) state.selected = null;
  settled();
}

/** Another model: everything that belonged to the last one is put aside. `at` is step and selection, for when its tape is there. */
export function open({ source, point, saved = null, savedText = null, at = null }) {
  landing = at;
  Object.assign(state, { source, point, saved, savedText, draft: null, selected: null, lit: null, passes: {}, unfolded: {}, of: null, question: null, step: null, playing: false });
  run();
}

/** Another value for a variable. */
export function assign(name, value) {
  state.point[name] = value;
  change({});
  run(true);
}
