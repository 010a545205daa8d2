// The editor: the reader's own expression, read by the engine at every keystroke, errors under their place.

import { el, mark, byId, set, hold } from "../dom.js";
import { state, change } from "../state.js";
import { run, keepDraft, dropDraft } from "../runner.js";
import { whereabouts } from "../timeline.js";
import { math } from "../math.js";
import { coded, sentence } from "../wording.js";

/** Whether the reader has pressed Enter on a text that the engine has not answered yet. */
let waiting = false;
let shown = false;

/** Listens to the editor. */
export function bindEditor() {
  byId("edit").addEventListener("click", openEditor);
  byId("cancel").addEventListener("click", cancel);
  byId("accept").addEventListener("click", accept);
  const field = byId("source");
  field.addEventListener("input", () => type(field.value));
  field.addEventListener("scroll", () => (byId("mirror").scrollLeft = field.scrollLeft));
  field.addEventListener("keydown", keys);
}

/** Enter takes the expression, Escape leaves it, Tab takes the nearest name. */
function keys(event) {
  if (event.key === "Escape") cancel();
  else if (event.key === "Enter" && !event.shiftKey) accept();
  else if (event.key === "Tab" && !event.shiftKey && state.fault?.replacement) takeNearest();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** Takes what was typed, and asks about it. */
function type(draft) {
  waiting = false;
  change({ draft });
  run();
}

/** Opens the editor on the present expression; what is open now is what Escape comes back to. */
export function openEditor() {
  const before = { source: state.source, point: { ...state.point }, ...whereabouts() };
  change({ draft: state.source, before, playing: false, checked: state.fault ? null : state.source });
}

/** Back to what was there before. */
function cancel() {
  waiting = false;
  dropDraft();
}

/** Keeps the expression once the engine has read just this one. */
function accept() {
  waiting = state.checked !== state.draft;
  if (waiting) return state.fault?.kind === "silent" && run();
  if (state.fault) return byId("source").focus();
  keepDraft();
}

/** The editor opens and closes with the draft, whoever makes or takes it. */
function follow(open) {
  if (shown === open) return;
  shown = open;
  const field = byId("source");
  if (open) field.value = state.draft;
  (open ? field : byId("edit")).focus({ preventScroll: true });
}

/** Text as bytes, because the engine's places count bytes. */
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Puts the engine's suggestion in the place of the mistake. */
function takeNearest() {
  const field = byId("source");
  const bytes = encoder.encode(field.value);
  const { span, text } = state.fault.replacement;
  const head = decoder.decode(bytes.slice(0, span[0])) + text;
  field.value = head + decoder.decode(bytes.slice(span[1]));
  field.setSelectionRange(head.length, head.length);
  type(field.value);
}

/** Paints the editor. */
export function paintEditor() {
  if (waiting && state.checked === state.draft) accept();
  const open = state.draft !== null;
  mark(byId("band"), "editing", open);
  follow(open);
  if (!open) return;
  const fault = state.fault;
  const wrong = fault !== null && fault.kind !== "silent";
  if (fault && !wrong) waiting = false;
  mark(byId("field"), "wrong", wrong);
  set(byId("source"), "aria-invalid", wrong ? "true" : null);
  hold(byId("mirror"), `${state.draft} ${fault?.span}`, () => mirrored(state.draft, fault));
  hold(byId("complaint"), fault ? `${fault.message} ${fault.span}` : "", () => complaint(fault));
  hold(byId("below"), `${fault !== null} ${state.tape?.structure}`, () => (fault && state.tape ? below() : []));
}

/** The text once more, with carets under the mistake. */
function mirrored(text, fault) {
  if (!fault?.span) return [text];
  const bytes = encoder.encode(text);
  const part = (from, to) => decoder.decode(bytes.slice(from, to));
  const wrong = part(...fault.span);
  const carets = "^".repeat(Math.max(1, [...wrong].length));
  return [part(0, fault.span[0]), el("mark", { "data-carets": carets }, wrong), part(fault.span[1])];
}

/** What is wrong, where, and the nearest that is right. */
function complaint(fault) {
  if (!fault) return [];
  const where = fault.column && state.draft.includes("\n") ? `, line ${fault.line}, column ${fault.column}` : fault.column ? `, column ${fault.column}` : "";
  const near = fault.replacement
    ? [". Nearest: ", el("button", { class: "link al b", text: fault.replacement.text, on: { click: takeNearest } }), " ", el("span", { class: "kbd", text: "Tab" }), " takes it"]
    : fault.help ? [". ", ...coded(sentence(fault.help))] : [];
  return [...coded(`${fault.message}${where}`), ...near];
}

/** What the stage shows meanwhile. */
function below() {
  const last = state.tape.expression ? math(state.tape.expression.mathml) : el("code", { class: "mono", text: state.shown ?? "" });
  return ["Below: the last expression that parsed, ", last, "."];
}

/** Paints what is grey because it is not what was asked for last. */
export function paintStale() {
  for (const part of ["stage", "step"]) mark(byId(part), "stale", state.stale && state.fault?.kind !== "silent");
}
