// Marks of noted lines: a button in the row of a line, and a sign at a span of code, that lead to the notes.

import { el, mark, set } from "../dom.js";
import { counted } from "../format.js";
import { state } from "../state.js";
import { notes } from "./store.js";
import { isOfPresent, presentModel, presentSum } from "./snapshot.js";

const ON_LINES = ["line", "register", "equation", "code"];

let known = null;

/** Reads anew what is noted; to be called when notes change. */
export const renewMarks = () => (known = null);

/** The notes on lines of the function that is open, by line. */
function byLine() {
  const model = `${presentModel()} ${presentSum()}`;
  if (known?.model === model) return known.lines;
  const lines = new Map();
  for (const note of notes()) {
    if (!ON_LINES.includes(note.subject.kind) || !Number.isInteger(note.subject.ref) || !isOfPresent(note.state)) continue;
    lines.set(note.subject.ref, [...(lines.get(note.subject.ref) ?? []), note]);
  }
  known = { model, lines };
  return lines;
}

/** Paints the marks of the rows that are there. */
export function paintMarks() {
  const lines = byLine();
  if (state.view === "tape") for (const row of document.querySelectorAll("#rows .lr")) markRow(row, lines.get(Number(row.dataset.line)) ?? []);
  if (state.view === "code") for (const span of document.querySelectorAll(".cl[data-line]")) mark(span, "noted", isNoted(span, lines.get(Number(span.dataset.line)) ?? []));
}

/** Whether one of a line's notes is on this span. */
const isNoted = (span, list) => list.some(({ subject }) => subject.kind === "code" && subject.text === span.lastElementChild.textContent.trim());

/** One row: a button that is there while there are notes. */
function markRow(row, list) {
  const place = row.querySelector(".fwd") ?? row.querySelector(".ln");
  const before = place?.querySelector(".noted");
  if (list.length === 0) return before?.remove();
  const button = before ?? place.appendChild(el("button", { class: "noted" }));
  set(button, "data-notes", String(list[0].id));
  set(button, "aria-label", `${counted(list.length, "note")} on line ${row.dataset.line}`);
}
