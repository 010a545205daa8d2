// The drawer of notes: write one on what is selected, list, go there, edit, delete, export.

import { el, byId, put, set } from "../dom.js";
import { onPaint } from "../state.js";
import { onLetter } from "../keys.js";
import { say } from "../live.js";
import { copies } from "../copy.js";
import { KEY, notes, notesKept, unread } from "./store.js";
import { linkSubject } from "./subject.js";
import { bindPointed } from "./pointed.js";
import { begin, edit, form, paintForm } from "./form.js";
import { entries, forgetGone } from "./list.js";
import { paintMarks, renewMarks } from "./marks.js";
import { markdown } from "./markdown.js";

let opener = null;
let file = null;

/** Listens for the button, the letter, the page's own "Note" links, the marks of lines, and other tabs. */
export function bindNotes() {
  byId("notes-button").addEventListener("click", () => (byId("notes").hidden ? openDrawer() : closeDrawer()));
  onLetter("m", () => {
    begin();
    openDrawer();
  });
  byId("notes").addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    closeDrawer();
    event.preventDefault();
    event.stopPropagation();
  });
  document.addEventListener("click", follow);
  window.addEventListener("storage", ({ key }) => (key === KEY || key === null) && changed());
  bindPointed();
  onPaint(() => {
    paintMarks();
    if (!byId("notes").hidden) paintForm();
  });
  count();
}

/** A link for a note on what it stands at, or the mark of a noted line. */
function follow({ target }) {
  const link = target.closest?.("[data-note]");
  const noted = target.closest?.("[data-notes]");
  if (link) begin(linkSubject(link));
  if (link || noted) openDrawer();
  if (noted) byId(`note-${noted.dataset.notes}`)?.focus();
}

/** How many notes there are, in the bar. */
const count = () => put(byId("notes-count"), String(notes().length || ""));

/** Opens the drawer; what was typed before is still there. */
function openDrawer() {
  if (byId("notes").hidden) opener = document.activeElement;
  forgetGone();
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
  const close = el("button", { class: "quiet close", on: { click: closeDrawer } }, el("span", { text: "✕ ", "aria-hidden": "true" }), "Close ", el("span", { class: "kbd", text: "Esc" }));
  byId("notes").replaceChildren(
    el("header", {}, el("h2", { text: "Notes" }), el("span", { class: "small mute", id: "notes-where" }), close),
    form((sentence) => {
      draw();
      changed(sentence);
      byId("note-text").focus();
    }),
    el("div", { id: "notes-list" }));
  drawList();
}

/** Draws the list and the export; the form stays as it is. */
function drawList() {
  if (byId("notes").hidden) return;
  const all = notes();
  put(byId("notes-where"), notesKept() ? "kept in this browser only" : "not kept by this browser");
  byId("notes-list").replaceChildren(...warnings(), ...entries(all, { goThere, edit: change, changed, formChanged: draw }), ...(all.length > 0 ? exported(all) : []));
}

/** What the reader should know of the browser's storage. */
function warnings() {
  const text = [
    ...(notesKept() ? [] : ["This browser keeps no notes, or has no room left. Copy them before you leave the page."]),
    ...(unread() > 0 ? ["Some of what is kept here is no note of this page. It is left as it is."] : []),
  ];
  return text.map((one) => el("p", { class: "al small", role: "alert", text: one }));
}

/** After notes have changed, here or in another tab. */
function changed(sentence = null) {
  count();
  renewMarks();
  paintMarks();
  drawList();
  if (sentence) say(sentence);
}

/** Brings back the state in which a note was written, as its link would. Where the drawer covers the page, it closes. */
function goThere({ state: { link }, subject: { ref } }) {
  const parts = new URLSearchParams(new URL(link).hash.slice(1));
  if (Number.isInteger(ref)) parts.set("line", String(ref));
  location.hash = parts.toString();
  if (byId("notes").offsetWidth >= window.innerWidth) closeDrawer();
}

/** Opens a note in the form. */
function change(note) {
  edit(note);
  draw();
  byId("note-text").focus();
}

/** The export. */
function exported(all) {
  const text = markdown(all);
  const copy = el("button", { class: "btn q", text: "Copy" });
  copies(copy, () => text);
  if (file) URL.revokeObjectURL(file);
  file = URL.createObjectURL(new Blob([text], { type: "text/markdown" }));
  return [el("h3", { text: "Export as Markdown" }), el("pre", { tabindex: "0", text }), el("div", { class: "row-btns" }, copy, el("a", { class: "btn q", text: "Save file", download: "notes.md", href: file }))];
}
