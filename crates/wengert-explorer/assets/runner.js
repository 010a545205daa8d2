// Running the model: asks the engine for the tape at the present point, whole or in numbers only.

import { state, change } from "./state.js";
import { ask, Asker, Refusal, Silence } from "./engine.js";
import { tapeOf, renew } from "./tape.js";
import { forwardLength, length, samePlace, whereabouts } from "./timeline.js";
import { forget, settled, write } from "./address.js";
import { wired } from "./wire.js";

/** The model as the engine wants it. */
export const model = (source = state.draft ?? state.source) => modelOf({ ...state, source });

/** The same of a model that is not open yet. */
function modelOf({ source, point, saved, savedText, output }) {
  const at = Object.entries(point);
  const text = saved ? { tape: savedText } : { text: source };
  return { ...text, at, kinks: state.kinks, ...(output > 0 && { output }) };
}

/** Counts the models that were opened: an answer about an older one is no news. */
let era = 0;

/** Which model is open, as a count: what belongs to one is built anew for the next. */
export const opening = () => era;

const asker = new Asker(
  (answer, note) => note.era === era && (note.brief && answer.structure === state.tape?.structure ? numbers(answer) : whole(answer, note)),
  (error, note) => note.era === era && (error.fault?.instead === "outline" ? outline(note) : failed(error, note)),
);

/** Tapes that are too long to be listed are told in columns. */
const outliner = new Asker((answer, note) => note.era === era && outlined(answer, note), (error, note) => note.era === era && failed(error, note));

function outline({ refused = null, restored = false } = {}) {
  const parts = { model: refused ? noting(model()) : model() };
  outliner.ask("outline", parts, { ...parts, era, refused, restored });
}

/** There is no new answer: what is shown is the last one. A wrong expression that came with the address is shown to be mended. */
function failed(error, note) {
  const fault = faultOf(error);
  if (fault.kind === "undefined" && lastIsOther(note)) return withKinksNoted(note, fault);
  const mend = note.restored && state.draft === null && fault.span !== undefined && !state.saved;
  change({ fault, stale: true, checked: note.model.text ?? null, ...(mend && { draft: state.source }) });
}

/** Whether there is no last answer, or one about what was open before the address was read. */
const lastIsOther = ({ restored }) => restored || (state.tape === null && state.outline === null);

/** Asks for the tape of a point that is refused for a kink, with kinks noted: it stands in grey behind the refusal, and its inputs are in reach. */
function withKinksNoted({ model }, fault) {
  const parts = { model: noting(model), brief: false };
  asker.ask("record", parts, { ...parts, era, refused: { ...fault, noted: true } });
}

const noting = (model) => ({ ...model, kinks: "note" });

const faultOf = (error) => (error instanceof Refusal ? error.fault : { kind: "silent", message: error.message });

/** A tape that the address names, and that this browser no longer has. */
const forgotten = () => ({ kind: "input", message: `the file ${state.saved} is not in this browser any more`, help: "Open it again" });

let stamps = 0;

/** Takes the outline of a large tape. */
function outlined(answer, { model: { text }, refused = null }) {
  answer.stamp = ++stamps;
  const lines = answer.counts.lines;
  change({ outline: answer, tape: null, fault: refused, stale: refused !== null, playing: false, flight: false, question: null, shown: text ?? state.source, checked: text ?? null, selected: state.selected > lines ? null : state.selected });
  settled();
}

/** Asks for the tape; `brief` where only numbers can have moved, `restored` where the address says what is open. */
export function run(brief = false, restored = false) {
  if (state.saved && state.savedText === null) return change({ fault: forgotten(), stale: true });
  if (brief && state.outline !== null) return outline();
  const parts = { model: model(), brief: brief && state.tape !== null && !state.stale };
  asker.ask("record", parts, { ...parts, era, restored });
}

/** Asks for what the address says now. */
export function reopen() {
  era += 1;
  Object.assign(state, { draft: null, before: null, question: null, playing: false, flight: false });
  run(false, true);
}

/** Takes the tape that came with the page, if its address asks for nothing else. */
export function begin(start) {
  if (!start?.model) return run(false, true);
  const { text, tape, at } = start.model;
  Object.assign(state, { source: text ?? "", saved: tape ? start.name : null, savedText: tape ?? null, point: Object.fromEntries(at ?? []), step: null });
  if (start.record?.error?.instead === "outline") outline();
  else if (start.record?.ok) whole(start.record, { model: start.model, brief: false });
  else run(false, true);
}

/** Takes the numbers of an answer. */
function numbers(answer) {
  renew(state.tape, answer);
  change({ fault: null, stale: false });
}

/** Takes a whole answer, unless it is a brief one for another structure: then asks again. `refused` is what was refused before it was asked with kinks noted. */
function whole(answer, { model: { text, at }, brief, refused = null }) {
  if (brief) return run(false);
  const fresh = state.tape?.structure !== answer.structure;
  // A path belongs to the function in which it was found.
  const past = fresh && (taped === era || [...(state.lit ?? [])].some((line) => line > answer.lines.length));
  const from = state.before ?? (taped === era && fresh && state.step !== null ? whereabouts() : null);
  taped = era;
  const tape = tapeOf(answer);
  // Who is still typing keeps every value that was known: a name may come back with the next letter.
  const point = state.draft === null ? { ...pointOf(tape), ...changedSince(at, tape) } : state.point;
  change({ tape, outline: null, point, fault: refused, stale: refused !== null, flight: false, shown: text ?? state.source, checked: text ?? null, ...(past && { lit: null }) });
  place(fresh, from);
}

/** Which model the tape is of. */
let taped = null;

/** What the reader has given the inputs of a tape since it was asked for at a point: the next answer is about that. */
function changedSince(asked, tape) {
  const then = Object.fromEntries(asked ?? []);
  return Object.fromEntries(tape.inputs.map(({ name }) => [name, state.point[name]]).filter(([name, value]) => name in then && value !== undefined && value !== then[name]));
}

/** The values of a tape's inputs, by name. */
const pointOf = (tape) => Object.fromEntries(tape.inputs.map((input) => [input.name, input.value]));

/** Where the cursor goes on a new tape: to where it stood on the last one of this model, or as the address says, or to the seed. */
function place(fresh, from) {
  if (from) state.step = samePlace(from);
  if (state.step === null) state.step = forwardLength() + 1;
  state.step = Math.min(state.step, length());
  if (fresh && state.selected > state.tape.lines.length) state.selected = null;
  settled();
}

/** Takes the expression that was edited: what it no longer names is left out. */
export function keepDraft() {
  const { tape, draft } = state;
  if (tape) tape.warnings = tape.warnings.filter(({ kind }) => kind !== "unused");
  change({ source: draft, draft: null, before: null, ...(tape && { point: pointOf(tape) }) });
  write(true);
}

/** Leaves the expression that was edited. */
export function dropDraft() {
  era += 1;
  const { source, point, step } = state.before ?? state;
  change({ source, point, step, draft: null, before: null, fault: null });
  run();
}

/** What to do where a model could not be opened, and the reader tries again. */
let again = null;
export const retry = () => (state.fault?.opening && again ? again() : run());

/** Another model, and where it is seen. It is taken once the engine has taken it; until then, and after a refusal, everything stays. */
export async function open(next) {
  const trial = { point: {}, saved: null, savedText: null, output: 0, ...next };
  const turn = (turns += 1);
  try {
    const parts = { model: modelOf(trial), brief: false };
    const answer = await ask("record", parts);
    if (turn === turns) taken(trial, () => whole(answer, parts));
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof Silence)) throw error;
    if (turn !== turns) return;
    if (error.fault?.instead === "outline") return taken(trial, outline);
    again = () => open(next);
    change({ fault: { ...faultOf(error), opening: trial.saved ?? trial.source }, stale: true });
  }
}

let turns = 0;

/** Everything that belonged to the last model is put aside. */
function taken({ source, point, saved, savedText, output, view = state.view, step = null, selected = null }, show) {
  era += 1;
  write(false);
  forget();
  Object.assign(state, { source, point, saved, savedText, unkept: false, output, view, step, selected, draft: null, before: null, lit: null, passes: {}, unfolded: {}, of: null, question: null, playing: false });
  show();
  write(true);
}

/** Another value for a variable. */
export function assign(name, value) {
  state.point[name] = wired(value);
  change({});
  run(true);
}
