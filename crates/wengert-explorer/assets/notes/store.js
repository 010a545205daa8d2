// Notes: kept in this browser only, each on one object of the page, with the state it was written in.

import { kept, keep, isKept } from "../store.js";

export const KEY = "wengert.notes";
/** What stood under the key and is no list of notes is put aside here, before the first note is written over it. */
const ASIDE = "wengert.notes.aside";

/** All that is kept, whether the page can read it or not. */
function all() {
  try {
    const list = JSON.parse(kept(KEY));
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}

/** Whether the page can read it. */
const readable = (note) => Number.isFinite(note?.id) && typeof note.text === "string" && typeof note.subject?.title === "string" && typeof note.state?.link === "string" && Array.isArray(note.state.lines);

/** All notes, newest first. */
export const notes = () => all().filter(readable);

/** How many entries there are that the page cannot read. */
export const unread = () => all().length - notes().length + (kept(KEY) !== null && !isList(kept(KEY)) ? 1 : 0);

/** Whether a text is a list, as notes are kept. */
function isList(text) {
  try {
    return Array.isArray(JSON.parse(text));
  } catch {
    return false;
  }
}

/** Whether the browser keeps them. */
export const notesKept = () => isKept(KEY);

/** Writes all; `false` where the browser does not keep them. */
function write(list) {
  const before = kept(KEY);
  if (before !== null && !isList(before)) keep(ASIDE, before);
  return keep(KEY, JSON.stringify(list));
}

/** Adds a note, or changes the one with the same number; `false` where the browser does not keep it. */
export function keepNote(note) {
  const list = all();
  const at = list.findIndex((other) => other?.id === note.id);
  if (at >= 0) list[at] = { ...list[at], ...note };
  else list.unshift({ ...note, id: 1 + Math.max(0, ...list.map((other) => Number(other?.id) || 0)) });
  return write(list);
}

/** Takes a note away; answers what brings it back to its place. */
export function dropNote(id) {
  const list = all();
  const at = list.findIndex((note) => note?.id === id);
  const [note] = list.splice(at, 1);
  write(list);
  return () => {
    const now = all();
    now.splice(Math.min(at, now.length), 0, note);
    write(now);
  };
}
