// The drawer of notes: write one on what is selected, list, go there, edit, delete, export.

import { el, byId, put, set } from "../dom.js";
import { change } from "../state.js";
import { restore } from "../address.js";
import { run } from "../runner.js";
import { onLetter } from "../keys.js";
import { say } from "../live.js";
import { notes, keepNote, dropNote } from "./store.js";
import { subjects, snapshot } from "./subject.js";
import { markdown } from "./markdown.js";

let editing = null;
let opener = null;
let offered = null;

/** Listens for the button, the letter and the page's own "Note" links. */
export function bindNotes() {
  byId("notes-button").addEventListener("click", () => (byId("notes").hidden ? openDrawer() : closeDrawer()));
  onLetter("m", () => openDrawer());
  byId("notes").addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    closeDrawer();
    event.preventDefault();
    event.stopPropagation();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-note]");
    if (link) openDrawer({ kind: link.dataset.note, ref: link.dataset.ref ?? null, title: link.dataset.title });
  });
  count();
}

/** How many notes there are, in the bar. */
const count = () => put(byId("notes-count"), String(notes().length || ""));

/** Opens the drawer, on a subject if one is given. */
function openDrawer(subject = null) {
  offered = subject;
  if (byId("notes").hidden) opener = document.activeElement;
  editing = null;
  byId("notes").hidden = false;
  set(byId("notes-button"), "aria-expanded", "true");
  draw();
  byId("note-text").focus();
}

/** Closes it; the focus goes back to where it came from. */
function closeDrawer() {
  byId("notes").hidden = true;
  set(byId("notes-button"), "aria-expanded", "false");
  (opener?.isConnected && opener !== document.body ? opener : byId("notes-button")).focus();
}

/** Draws the whole drawer. */
function draw() {
  count();
  const all = notes();
  const close = el("button", { class: "kbd", text: "Esc", "aria-label": "Close notes", on: { click: closeDrawer } });
  byId("notes").replaceChildren(
    el("header", {}, el("h2", { text: "Notes" }), el("span", { class: "small mute" }, "kept in this browser only ", close)),
    form(),
    ...all.map(entry),
    ...(all.length > 0 ? exported(all) : []),
  );
}

/** A labelled field. */
function labelled(text, id, node) {
  node.id = id;
  return [el("label", { for: id, text }), node];
}

/** The form for a new note, or for one that is edited. */
function form() {
  const choices = editing ? [editing.subject] : [...(offered ? [offered] : []), ...subjects()];
  const about = el("select", {}, ...choices.map((subject, k) => el("option", { value: String(k), text: subject.title })));
  const text = el("textarea", { placeholder: "A note, or a question" });
  const extra = { evidence: el("input", { type: "text" }), next: el("input", { type: "text" }), resolve: el("input", { type: "text" }) };
  const question = el("input", { type: "checkbox", id: "note-question" });
  if (editing) {
    text.value = editing.text;
    question.checked = editing.question;
    for (const name of Object.keys(extra)) extra[name].value = editing[name];
  }
  const save = el("button", { class: "btn f", text: "Save" });
  save.addEventListener("click", () => {
    if (text.value.trim() === "") return text.focus();
    const subject = choices[Number(about.value)];
    const fields = Object.fromEntries(Object.entries(extra).map(([name, node]) => [name, node.value.trim()]));
    const fresh = editing ? { id: editing.id } : { subject, state: snapshot(subject), written: new Date().toISOString().slice(0, 16).replace("T", " ") };
    keepNote({ ...fresh, text: text.value.trim(), question: question.checked, ...fields });
    editing = offered = null;
    draw();
    byId("note-text").focus();
    say("The note is saved.");
  });
  return el("div", { class: "note-form" }, ...labelled("About", "note-about", about), ...labelled("Note", "note-text", text), el("label", { for: "note-question", class: "inline" }, question, " this is a question"), ...labelled("Evidence looked at", "note-evidence", extra.evidence), ...labelled("Next action", "note-next", extra.next), ...labelled("What would resolve it", "note-resolve", extra.resolve), el("div", { class: "row-btns spaced" }, save));
}

/** One note of the list. */
function entry(note) {
  const act = (text, run) => el("button", { class: "link", text, on: { click: run } });
  return el("article", { class: "note" },
    el("span", { class: "tag", text: note.subject.title }),
    el("p", { text: note.text }),
    ...[["evidence", note.evidence], ["next", note.next], ["resolved by", note.resolve]].filter(([, text]) => text).map(([name, text]) => el("p", { class: "small mute", text: `${name}: ${text}` })),
    el("div", { class: "row" }, el("span", { text: note.state.lines[0] ?? "" }), act("Go there", () => goThere(note)), act("Edit", () => edit(note)), act("Delete", () => remove(note))));
}

/** Brings back the state in which a note was written. */
function goThere(note) {
  history.pushState(null, "", new URL(note.state.link).hash);
  restore();
  if (typeof note.subject.ref === "number") change({ selected: note.subject.ref });
  run();
}

/** Opens a note in the form. */
function edit(note) {
  editing = note;
  draw();
  byId("note-text").focus();
}

/** Deletes a note. */
function remove(note) {
  dropNote(note.id);
  draw();
  byId("note-text").focus();
  say("The note is deleted.");
}

/** The export. */
function exported(all) {
  const text = markdown(all);
  const copy = el("button", { class: "btn q", text: "Copy" });
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text);
    say("The notes are copied.");
  });
  const save = el("a", { class: "btn q", text: "Save file", download: "notes.md" });
  save.href = URL.createObjectURL(new Blob([text], { type: "text/markdown" }));
  return [el("h3", { text: "Export as Markdown" }), el("pre", { tabindex: "0", text }), el("div", { class: "row-btns" }, copy, save)];
}
