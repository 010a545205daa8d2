// The one scale that all registers of a tape share: what a mark is worth, and where zero stands.

import { number } from "../format.js";

const MARKS = 6;
const ROUND = [1, 2, 5];

/** The least round number of which at most six cover what lies between `low` and `high`. */
function roundMark(low, high) {
  for (let power = 0; power < 309; power += 1) {
    for (const digit of ROUND) {
      const mark = digit * 10 ** power;
      if (Math.ceil(-low / mark) + Math.ceil(high / mark) <= MARKS) return mark;
    }
  }
  return Infinity;
}

/** The scale of a tape: over the whole sweep, so that it stays while the cursor moves. */
export function scaleOf(tape) {
  let low = 0;
  let high = 1;
  for (const event of tape.events) {
    if (event.phase === "forward") continue;
    const after = number(event.after);
    if (!Number.isFinite(after)) continue;
    low = Math.min(low, after);
    high = Math.max(high, after);
  }
  const mark = roundMark(low, high);
  const zero = Math.ceil(-low / mark);
  const percent = (value) => ((zero + value / mark) / MARKS) * 100;
  return { mark, zero, percent };
}
