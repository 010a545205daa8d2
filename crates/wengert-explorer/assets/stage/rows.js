// Which lines of the tape have a row, and where each row stands: graph and ledger share it.

import { state } from "../state.js";
import { closedAround, openAt } from "./folds.js";

/** Above this many rows the graph gives way to the matrix, and only rows in sight are built. */
export const DRAWN = 60;

/** The tallest row: of a short tape in a window with room. */
const TALL = 132;
const STATEMENT = 24;

/** How many statements the reverse column of a line holds. */
const statements = (line) => line.pays.length + (line.seed ? 1 : 0);

/** The lines that have a row: all, but for the loops' passes that are folded away; a closed fold has that of its last line. */
function shown(tape) {
  return tape.lines
    .filter((line) => !line.loop || line.pass === (state.passes[line.loop] ?? 0))
    .map((line) => ({ line, fold: closedAround(tape, line.line) }))
    .filter(({ line, fold }) => fold === null || fold.last === line.line);
}

/** The least height of a row among so many. */
const least = (count) => (count <= 12 ? 84 : 64);

let known = { key: null };

/** The rows of the present tape: its lines, with the top and height of each, and the height of all. */
export function rows() {
  const { tape } = state;
  const key = `${tape.shape} ${JSON.stringify(state.passes)} ${JSON.stringify(state.unfolded)} ${window.innerHeight} ${state.above} ${window.innerWidth <= 1180}`;
  if (known.key !== key) known = { key, tape, ...placed(shown(tape)) };
  if (known.tape !== tape) {
    known.tape = tape;
    for (const row of known.list) row.line = tape.lines[row.line.line - 1];
  }
  return known;
}

/** Stacks rows: a line or a fold each. */
function placed(lines) {
  const room = Math.floor((window.innerHeight - 342 - state.above) / Math.max(1, lines.length));
  const base = window.innerWidth <= 1180 ? least(lines.length) : Math.max(least(lines.length), Math.min(TALL, room));
  const at = new Map();
  let top = 0;
  const list = lines.map(({ line, fold }) => {
    const height = Math.max(base, (fold ? 2 : statements(line)) * STATEMENT + 20);
    const row = { line, fold, key: fold ? `${fold.first}-${fold.last}` : `${line.line}${openAt(state.tape, line.line) ? " ends" : ""}`, top, height };
    for (let k = fold?.first ?? line.line; k <= line.line; k += 1) at.set(k, row);
    top += height;
    return row;
  });
  return { list, at, total: top, base };
}
