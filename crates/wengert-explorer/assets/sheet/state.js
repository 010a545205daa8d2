// Which practice sheet is open, in the address, and what has been written on it, kept for this tab.

import { state, change } from "../state.js";
import { keep, write } from "../address.js";

export const GRADES = [{ grade: 1, text: "one use" }, { grade: 2, text: "reuse" }, { grade: 3, text: "branches" }];

const KEY = "wengert.sheet ";

/** The open sheet: grade and seed, or `null`. */
let open = null;

keep("sheet", {
  read: (text) => {
    const [grade, seed] = text.split("-").map(Number);
    open = [1, 2, 3].includes(grade) && Number.isSafeInteger(seed) && seed >= 0 ? { grade, seed } : null;
  },
  write: () => (open !== null && state.view === "practice" ? `${open.grade}-${open.seed}` : null),
});

/** The open sheet; one of the first grade where none was named. */
export const sheet = () => (open ??= drawn(1));

/** A sheet of a grade that nobody has seen. */
const drawn = (grade) => ({ grade, seed: Math.floor(Math.random() * 2 ** 31) });

/** Opens a new sheet of a grade. */
export function openSheet(grade) {
  open = drawn(grade);
  change({ view: "practice", playing: false });
  write(true);
}

/** What was written on a sheet in this tab: answers and hints by line, which were right at the first try, whether it is done. */
export function written({ grade, seed }) {
  const blank = { answers: {}, hints: {}, first: {}, done: false };
  try {
    return { ...blank, ...JSON.parse(sessionStorage.getItem(`${KEY}${grade}-${seed}`)) };
  } catch {
    return blank;
  }
}

/** Keeps what was written. */
export function keepWritten({ grade, seed }, work) {
  try {
    sessionStorage.setItem(`${KEY}${grade}-${seed}`, JSON.stringify(work));
  } catch {
    // What cannot be kept is lost with the page.
  }
}
