// The form: a note that is begun, or one that is changed. What was typed stays until it is saved or given up.

import { el, hold, mark, put, set } from "../dom.js";
import { math } from "../math.js";
import { say } from "../live.js";
import { NEW, draftOf, dropDraft, keepDrafts, typedAbout } from "./drafts.js";
import { keepNote } from "./store.js";
import { same, stateSubject, subjects } from "./subject.js";
import { snapshot } from "./snapshot.js";

const FIELDS = [
  { name: "evidence", label: "Evidence: what did you look at?" },
  { name: "next", label: "Next: what will you do?" },
  { name: "resolve", label: "What would settle it?" },
];

let at = NEW;
let choices = [];
let parts = null;

/** The draft at hand. */
const draft = () => draftOf(at);

/** Turns to a new note, on a subject if one is given; words that were typed stay. */
export function begin(subject = null) {
  at = NEW;
  draft().subject = subject;
}

/** Turns to a note that is there. */
export function edit(note) {
  at = note.id;
  draftOf(at, note);
}

/** Whether a note has changes that are not saved. */
export function isChanged(note) {
  const typed = typedAbout(note.id);
  return typed !== undefined && (!same(typed.subject, note.subject) || ["text", "question", ...FIELDS.map(({ name }) => name)].some((name) => typed[name] !== (note[name] ?? (name === "question" ? false : ""))));
}

/** Gives up what was typed about a note; answers whether the form was on it. */
export function forget(id = at) {
  dropDraft(id);
  if (at !== id) return false;
  at = NEW;
  return true;
}

/** Builds the form; `done(sentence)` hears that a note was saved or given up. */
export function form(done) {
  const now = draft();
  const chip = el("span", { class: "tag" });
  const about = el("select", { id: "note-about", on: { change: () => choose(choices[Number(about.value)]) } });
  const text = field("textarea", "text", { placeholder: "A note, or a question" });
  const question = el("input", { type: "checkbox", id: "note-question", on: { change: () => ((now.question = question.checked), keepDrafts()) } });
  question.checked = now.question;
  const wanting = el("p", { class: "al small wanting", role: "status" });
  const save = el("button", { class: "btn f", text: "Save", on: { click: () => saved(text, wanting, done) } });
  const toState = el("button", { class: "btn q", text: "Attach to state instead", on: { click: () => choose(stateSubject()) } });
  const cancel = at === NEW ? null : el("button", { class: "btn q", text: "Cancel", on: { click: () => (forget(), done("The note is as it was.")) } });
  parts = { chip, about, toState };
  const root = el("div", { class: "note-form" },
    at === NEW ? null : el("h3", { text: "Change this note" }),
    el("p", { class: "chips" }, chip), el("label", { for: "note-about", text: "About" }), about,
    el("label", { for: "note-text", text: "Note" }), text, el("label", { for: "note-question", class: "inline" }, question, " this is a question"),
    ...FIELDS.flatMap(({ name, label }) => [el("label", { for: `note-${name}`, text: label }), field("input", name, { type: "text" })]),
    wanting, el("div", { class: "row-btns" }, save, cancel, toState));
  paintForm();
  return root;
}

/** A field that writes into the draft. */
function field(tag, name, props) {
  const now = draft();
  const node = el(tag, { ...props, id: `note-${name}`, on: { input: () => ((now[name] = node.value), keepDrafts()) } });
  node.value = now[name];
  return node;
}

/** Puts the note on something else. */
function choose(subject) {
  draft().subject = subject;
  keepDrafts();
  paintForm();
}

/** Brings what can be chosen up to date with the page. */
export function paintForm() {
  if (!parts) return;
  const chosen = draft().subject;
  const groups = subjects();
  const known = groups.flatMap(([, list]) => list).find((one) => same(one, chosen));
  const all = chosen && !known ? [["Chosen", [chosen]], ...groups] : groups;
  choices = all.flatMap(([, list]) => list);
  const { chip, about, toState } = parts;
  const key = JSON.stringify(all.map(([title, list]) => [title, list.map(({ title: name }) => name)]));
  let k = 0;
  hold(about, key, () => all.map(([title, list]) => el("optgroup", { label: title }, ...list.map((one) => el("option", { value: String(k++), text: spoken(one) })))));
  const now = known ?? chosen ?? choices[0];
  about.value = String(choices.indexOf(now));
  hold(chip, JSON.stringify(now), () => named(now));
  mark(toState, "away", now.kind === "state");
}

/** A subject in a list of choices. */
const spoken = ({ words, text, shown, title }) => (words === undefined ? title : text === "" ? words : `${words}: ${shown ?? text}`);

/** A subject as a tag, formulas as formulas. */
export function named({ words, text, math: markup, kind, title }) {
  if (words === undefined) return [title];
  if (markup) return [`${words} `, math(markup)];
  return text === "" ? [words] : [`${words}: `, kind === "code" ? el("code", { text }) : text];
}

/** The moment, as a clock here shows it. */
function moment() {
  const now = new Date();
  const two = (n) => String(n).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())} ${two(now.getHours())}:${two(now.getMinutes())}`;
}

/** Saves the draft. */
function saved(text, wanting, done) {
  const { note = null, subject: chosen, ...typed } = draft();
  set(text, "aria-invalid", typed.text.trim() === "" ? "true" : null);
  if (typed.text.trim() === "") {
    put(wanting, "A note needs words.");
    return text.focus();
  }
  const subject = chosen ?? choices[0];
  const clean = Object.fromEntries(Object.entries(typed).map(([name, value]) => [name, typeof value === "string" ? value.trim() : value]));
  const state = note && same(note.subject, subject) ? note.state : snapshot(subject);
  const kept = keepNote({ ...clean, subject, state, ...(note ? { id: note.id, written: note.written, edited: moment() } : { written: moment() }) });
  forget();
  done(kept ? "The note is saved." : "The note is not kept by the browser.");
}
