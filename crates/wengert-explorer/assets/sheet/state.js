// Which practice sheet is open and what has been written on it: in the address, and for this tab with what was marked.

import { state, change } from "../state.js";
import { keep, paired, unpaired, write } from "../address.js";

export const GRADES = [{ grade: 1, text: "one use" }, { grade: 2, text: "reuse" }, { grade: 3, text: "branches" }];

const KEY = "wengert.sheet ";

/** The open sheet: grade and seed, or `null`. */
let open = null;
/**
 * What is written on it: answers and hints by line, what the address was told of them last and before, what was marked,
 * which were right at the first try, whether it is done.
 */
let work = { of: null };
/** Counts how often an address wrote on the sheet: it is then laid out anew. */
let rewritten = 0;

const here = () => open !== null && state.view === "practice";

keep("sheet", {
  read: (text) => {
    const [grade, seed] = text.split("-").map(Number);
    open = [1, 2, 3].includes(grade) && Number.isSafeInteger(seed) && seed >= 0 ? { grade, seed } : null;
  },
  write: () => (here() ? nameOf(open) : null),
});

// Only what the reader wrote stands in the address, never an answer that was shown. Lines count from 1, as on the page.
keep("fill", {
  read: (text) => take("answers", Object.fromEntries(unpaired(text).map(([line, said]) => [line - 1, said]))),
  write: () => tell("answers"),
});
keep("hints", {
  read: (text) => take("hints", Object.fromEntries(unpaired(text).filter(([, count]) => /^[1-9]$/.test(count)).map(([line, count]) => [line - 1, Number(count)]))),
  write: () => tell("hints"),
});

/** What was written line by line as a text, or `null`. */
function textOf(byLine) {
  const some = Object.entries(byLine).filter(([, said]) => said !== "");
  return some.length === 0 ? null : paired(some.map(([id, said]) => [Number(id) + 1, String(said)]));
}

/** What the address is told. It may say one text less when the page comes back: the last is written while the page is left. */
function tell(what) {
  if (!here()) return null;
  const text = textOf(written()[what]);
  const told = work.told[what] ?? [];
  if (told[0] !== text) {
    work.told[what] = [text, ...told.slice(0, 1)];
    keepWritten(work);
  }
  return text;
}

/** Takes answers or hints out of the address; where it has none, or none but what this tab has told it, what the tab has kept stays. */
function take(what, byLine) {
  const text = textOf(byLine);
  if (open === null || text === null || written().told[what]?.includes(text)) return;
  work.told[what] = [text];
  if (text === textOf(work[what])) return;
  work[what] = byLine;
  rewritten += 1;
}

const nameOf = ({ grade, seed }) => `${grade}-${seed}`;

/** The open sheet; one of the first grade where none was named. */
export const sheet = () => (open ??= drawn(1));

/** What lies there, as a text that changes when it is to be laid out anew. */
export const layout = () => `${nameOf(sheet())} ${rewritten}`;

/** A sheet of a grade that nobody has seen. */
const drawn = (grade) => ({ grade, seed: Math.floor(Math.random() * 2 ** 31) });

/** Opens a new sheet of a grade. */
export function openSheet(grade) {
  open = drawn(grade);
  change({ view: "practice", playing: false });
  write(true);
}

/** What is written on the open sheet. */
export function written() {
  const of = nameOf(open);
  if (work.of !== of) work = { answers: {}, hints: {}, told: {}, marked: {}, first: {}, done: false, ...keptOf(of), of };
  return work;
}

/** What this tab has kept of a sheet. */
function keptOf(name) {
  try {
    return JSON.parse(sessionStorage.getItem(KEY + name));
  } catch {
    return null;
  }
}

/** Keeps what was written on a sheet. */
export function keepWritten(work) {
  try {
    sessionStorage.setItem(KEY + work.of, JSON.stringify(work));
  } catch {
    // The address has the answers and the hints.
  }
}
