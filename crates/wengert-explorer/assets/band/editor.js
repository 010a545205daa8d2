// The editor: the reader's own expression, read by the engine at every keystroke, errors under their place.

import { el, mark, byId, set, hold } from "../dom.js";
import { state, change } from "../state.js";
import { run } from "../runner.js";
import { write } from "../address.js";
import { math } from "../math.js";

let before = null;

/** Listens to the editor. */
export function bindEditor() {
  byId("edit").addEventListener("click", openEditor);
  byId("cancel").addEventListener("click", cancel);
  byId("accept").addEventListener("click", accept);
  const field = byId("source");
  field.addEventListener("input", () => {
    change({ draft: field.value });
    run();
  });
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

/** Opens the editor on the present expression. */
export function openEditor() {
  before = { source: state.source, point: { ...state.point }, step: state.step };
  byId("source").value = state.source;
  change({ draft: state.source });
  requestAnimationFrame(() => byId("source").focus());
}

/** Back to what was there before. */
function cancel() {
  Object.assign(state, before ?? {}, { fault: null });
  close();
  run();
}

/** Keeps the expression, if it can be read. */
function accept() {
  if (state.fault && state.fault.kind !== "silent") return byId("source").focus();
  state.source = state.draft;
  close();
  write(true);
}

/** Closes the editor. */
function close() {
  change({ draft: null });
  requestAnimationFrame(() => byId("edit").focus());
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
  change({ draft: field.value });
  run();
}

/** Paints the editor. */
export function paintEditor() {
  const open = state.draft !== null;
  mark(byId("band"), "editing", open);
  if (!open) return;
  const fault = state.fault?.kind === "silent" ? null : state.fault;
  mark(byId("field"), "wrong", fault !== null);
  set(byId("source"), "aria-invalid", fault ? "true" : null);
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
    : fault.help ? [`. ${fault.help}`] : [];
  return [`${fault.message.replaceAll("`", "")}${where}`, ...near];
}

/** What the stage shows meanwhile. */
function below() {
  const last = state.tape.expression ? math(state.tape.expression.mathml) : el("code", { class: "mono", text: state.shown ?? "" });
  return ["Below: the last expression that parsed, ", last, "."];
}

/** Paints what is grey because it is not the present expression's. */
export function paintStale() {
  const stale = state.draft !== null && state.fault !== null;
  mark(byId("stage"), "stale", stale);
}
