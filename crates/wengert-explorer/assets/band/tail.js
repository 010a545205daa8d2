// What stands behind the formula, the point and the buttons: in its row or below it, whichever numbers are shown.

import { byId, mark, style } from "../dom.js";
import { widthsSoFar } from "../room.js";
import { widthOf } from "../stage/letters.js";

/** The widest number that is usual: so much room every number of the point has. */
const USUAL = "−1.2345";
/** Their letters; css/shell.css says so, too. */
const [WEIGHT, SIZE] = [600, 17];
/** What stands in one line is not so far apart. */
const LINE = 12;

/** Keeps free what the numbers of the point do not take, so that shorter ones take no other row than longer ones. */
export function spare(values) {
  const room = (text) => widthOf(text, WEIGHT, SIZE);
  const left = values.reduce((sum, text) => sum + room(USUAL) - room(text), 0);
  style(byId("tail"), "--spare", `${Math.max(0, left).toFixed(2)}px`);
}

let kept = { key: null, numbers: null, held: false };

/** Numbers of the formula, and such as are longer than usual: what is behind the formula stays in its row while `key`, all but the numbers, and the window are the same. */
export function keepRows(structure, numbers) {
  const key = `${structure} ${byId("outputs").heldKey} ${widthsSoFar()}`;
  if (key !== kept.key) release(key);
  else if (numbers !== kept.numbers && !kept.held) keep();
  kept.numbers = numbers;
}

/** The rows are free to be others. */
function release(key) {
  kept = { key, numbers: null, held: false };
  for (const name of ["tail-beside", "tail-under", "tail-line"]) mark(byId("expr"), name, false);
}

/** Holds the rows as they are, where they are seen: the tail beside the formula or under it, in one line or in two. */
function keep() {
  const [expr, formula, tail] = ["expr", "formula", "tail"].map(byId);
  if (expr.offsetWidth === 0) return;
  const under = tail.offsetTop >= formula.offsetTop + formula.offsetHeight;
  const tops = [...tail.children].filter((part) => part.offsetWidth > 0).map((part) => part.offsetTop + part.offsetHeight / 2);
  mark(expr, under ? "tail-under" : "tail-beside", true);
  mark(expr, "tail-line", Math.max(...tops) - Math.min(...tops) < LINE);
  kept.held = true;
}
