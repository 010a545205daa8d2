// Notes: kept in this browser only, each on one object of the page, with the state it was written in.

const KEY = "wengert.notes";

/** All notes, newest first. */
export function notes() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? [];
  } catch {
    return [];
  }
}

/** Writes all notes. */
const write = (all) => localStorage.setItem(KEY, JSON.stringify(all));

/** Adds a note, or changes the one with the same number. */
export function keepNote(note) {
  const all = notes();
  const at = all.findIndex((other) => other.id === note.id);
  if (at >= 0) all[at] = { ...all[at], ...note };
  else all.unshift({ ...note, id: 1 + Math.max(0, ...all.map((other) => other.id)) });
  write(all);
}

/** Takes a note away. */
export const dropNote = (id) => write(notes().filter((note) => note.id !== id));
