// The one scale that the registers of the ledger share: what a mark is worth, how many there are, and where zero stands.

import { number } from "../format.js";

/** The most marks that a lane has. */
const MARKS = 8;
const ROUND = [1, 2, 5];
/** Smaller registers than this power of ten have no mark of their own. */
const LEAST = -300;

/** How many marks reach a distance; what rounding adds does not count. */
const reach = (distance, mark) => Math.ceil(distance / mark - 1e-9);

/** The least round number of which few marks cover what lies between `low` and `high`. */
function roundMark(low, high) {
  for (let power = Math.max(LEAST, Math.floor(Math.log10(high - low)) - 1); power < 309; power += 1) {
    for (const digit of ROUND) {
      const mark = Number(`${digit}e${power}`);
      if (reach(-low, mark) + reach(high, mark) <= MARKS) return mark;
    }
  }
  return Infinity;
}

/** The least and the greatest that any register of some lines ever holds, and zero. */
function extent(lines) {
  let [low, high] = [0, 0];
  for (const { receives } of lines) {
    for (const event of receives) {
      const after = number(event.after);
      if (!Number.isFinite(after)) continue;
      low = Math.min(low, after);
      high = Math.max(high, after);
    }
  }
  return [low, high];
}

/** The scale of some lines of a tape, by default of all: over the whole sweep, so that it stays while the cursor moves. */
export function scaleOf(tape, lines = tape.lines) {
  const [low, high] = extent(lines);
  const empty = low === 0 && high === 0;
  const mark = empty ? 1 : roundMark(low, high);
  const zero = reach(-low, mark);
  const marks = empty ? MARKS : zero + reach(high, mark);
  const percent = (value) => ((zero + value / mark) / marks) * 100;
  return { mark, zero, marks, percent };
}
