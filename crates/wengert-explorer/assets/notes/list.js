// The list of notes: what each is about, what it says, where it was written, and what can be done with it.

import { el } from "../dom.js";
import { copies } from "../copy.js";
import { dropNote } from "./store.js";
import { forget, isChanged, named } from "./form.js";
import { section } from "./markdown.js";

/** A note that was deleted: its number, and what brings it back. */
let gone = null;

/** Forgets the way back to a deleted note. */
export const forgetGone = () => (gone = null);

/** The entries; `acts` are `goThere`, `edit`, `changed` and `formChanged`. */
export function entries(all, acts) {
  const list = all.map((note) => entry(note, acts));
  if (gone) list.splice(Math.min(gone.at, list.length), 0, undo(acts));
  return list;
}

/** A button in the shape of a link. */
const act = (text, run, label = null) => el("button", { class: "link", text, "aria-label": label, on: { click: run } });

/** One note. */
function entry(note, acts) {
  const copy = el("button", { class: "link", text: "Copy" });
  copies(copy, () => section(note));
  return el("article", { class: "note", id: `note-${note.id}`, tabindex: "-1" },
    el("p", { class: "chips" }, el("span", { class: "tag" }, ...named(note.subject)), note.question ? el("span", { class: "tag asked", text: "question" }) : null),
    el("p", { class: "note-text", text: note.text }),
    ...[["Evidence", note.evidence], ["Next", note.next], ["Would settle it", note.resolve]].filter(([, text]) => text).map(([name, text]) => el("p", { class: "small mute note-text" }, el("b", { text: `${name}: ` }), text)),
    el("p", { class: "small mute", text: where(note) }),
    el("div", { class: "row" }, act("Go there", () => acts.goThere(note)), act(isChanged(note) ? "Edit, not saved" : "Edit", () => acts.edit(note)), copy, act("Delete", () => remove(note, acts))));
}

/** Where and when: "x = 2, y = 3, reverse 4 of 6, 2026-01-31 12:00". */
const where = ({ state, written, edited }) => [state.at ?? state.lines[0], state.place, edited ? `changed ${edited}` : written].filter(Boolean).join(", ");

/** Deletes a note, and offers to bring it back. */
function remove(note, acts) {
  const at = [...document.querySelectorAll("#notes .note:not(.gone)")].findIndex((node) => node.id === `note-${note.id}`);
  gone = { at, back: dropNote(note.id) };
  if (forget(note.id)) acts.formChanged();
  acts.changed("The note is deleted.");
  document.querySelector("#notes .gone button")?.focus();
}

/** In the place of a deleted note. */
const undo = (acts) => el("article", { class: "note gone" }, el("div", { class: "row" }, el("span", { text: "The note is deleted." }), act("Undo", () => {
  const { at, back } = gone;
  gone = null;
  back();
  acts.changed("The note is back.");
  document.querySelectorAll("#notes .note")[at]?.focus();
})));
