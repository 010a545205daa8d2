// What was typed about notes and is not saved, by the number of the note. It outlives a reload of the page, and belongs to
// its tab, so that two tabs do not write over one another.

const KEY = "wengert.notes.drafts";
const FIELDS = ["text", "evidence", "next", "resolve"];
/** The number of a note that has none yet. */
export const NEW = "new";

/** Whether this can have been a draft. */
const readable = (entry) => Array.isArray(entry) && (entry[0] === NEW || Number.isFinite(entry[0])) && FIELDS.every((name) => typeof entry[1]?.[name] === "string");

/** What was typed before the page was loaded anew. */
function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "[]").filter(readable);
  } catch {
    return [];
  }
}

let read = null;

/** The drafts. Nobody waits at the start of the page for the browser to find them. */
const drafts = () => (read ??= new Map(kept()));

/** Keeps what is typed; where the browser refuses, it lasts as long as the page. */
export function keepDrafts() {
  try {
    sessionStorage.setItem(KEY, JSON.stringify([...drafts()]));
  } catch {
    // It is still in the form.
  }
}

/** What a note says before anything is typed; nothing for a new one. */
const blank = (note) => ({ ...Object.fromEntries(FIELDS.map((name) => [name, note?.[name] ?? ""])), question: note?.question ?? false, subject: note?.subject ?? null, ...(note && { note }) });

/** The draft of a note that is there, or of a new one: `subject` is `null` while it goes with the selection. */
export function draftOf(id, note) {
  if (!drafts().has(id)) drafts().set(id, blank(note));
  return drafts().get(id);
}

/** What was typed about a note, or nothing. */
export const typedAbout = (id) => drafts().get(id);

/** Gives up what was typed about a note. */
export function dropDraft(id) {
  drafts().delete(id);
  keepDrafts();
}
