// Which lines of the tape have a row, and where each row stands: graph and ledger share it.

import { byId } from "../dom.js";
import { aligned, cards, stacked } from "../room.js";
import { state } from "../state.js";
import { closedAround, openAt } from "./folds.js";
import { era, widthOf } from "./letters.js";
import { fits } from "./names.js";

/** Above this many rows the graph gives way to the matrix, and only rows in sight are built. */
export const DRAWN = 60;

/** The tallest and the lowest row of a tape whose rows share what room there is. */
const TALL = 160;
const LOW = 60;
/** Where the page scrolls as a whole, rows need not share; a card is low. */
const FREE = 84;
/** Where number and tray stand above one another, a row has two lines beneath its tray from this height on. */
export const TWO_LINES = 84;
const CARD = 60;
const STATEMENT = 24;
/** The header over the rows, and the gap below them. */
const HEAD = 38;
const GAP = 16;

/** How wide a letter of code is, and what else a statement and a line of the forward column hold beside it. */
const [LETTER, AMOUNT, VALUE] = [7.3, 96, 116];
/** What a column has on both sides of its text. */
const PADDING = 24;
/** A line of code in the forward column, and the three lines of words below it. */
const [CODE, WORDS] = [21, 66];

/** How many lines a text takes, of so many letters a line: code wraps, a formula does not. */
const wrapped = (text, letters) => (state.column === "math" ? 1 : Math.max(1, Math.ceil(text.length / letters)));

/** How many lines of text the statements of the reverse column take; before there is code the formulas say how long it will be. */
const statements = (line) => line.pays.reduce((sum, pay) => sum + (twoLines(pay.math) ? 2 : wrapped(pay[state.column] || pay.plain, measured.reverse)), line.seed ? 1 : 0);

/** How high the letters of a statement are, and an amount as it mostly is, with what is before it. */
const HIGH = 14;
const USUAL = "+0.0000";
const BEFORE = 10;

/** Whether an amount stands below its statement: one with long names may have no room beside it. */
export const twoLines = (markup) => state.column === "math" && !cards() && !fits(markup, measured.columns.back - BEFORE - widthOf(USUAL, 600, HIGH), HIGH);

/** What the forward column needs: its code may be longer than a line. */
const forward = (line) => (state.column === "math" ? 0 : wrapped(line[state.column] || line.plain, measured.forward) * CODE + WORDS);

/** The lines that have a row: all, but for the loops' passes that are folded away; a closed fold has that of its last line. */
function shown(tape) {
  return tape.lines
    .filter((line) => !line.loop || line.pass === (state.passes[line.loop] ?? 0))
    .map((line) => ({ line, fold: closedAround(tape, line.line) }))
    .filter(({ line, fold }) => fold === null || fold.last === line.line);
}

/** What a row needs, for the statements of its reverse column; where a fold stands or ends, for the strip below its node. */
function needed({ line, fold }) {
  const folds = fold !== null || openAt(state.tape, line.line) !== null;
  const told = stacked() && line.receives.length > 2 ? TWO_LINES : 0;
  return Math.max(told, Math.max(folds ? 2 : 0, fold ? 0 : statements(line)) * STATEMENT + 16, fold ? 0 : forward(line));
}

let known = { key: null };

/** The rows of the present tape: its lines, with the top and height of each, and the height of all. */
export function rows() {
  const { tape } = state;
  const key = `${tape.shape} ${JSON.stringify(state.passes)} ${JSON.stringify(state.unfolded)} ${room()} ${aligned()} ${cards()} ${stacked()} ${coded(tape)} ${era()}`;
  if (known.key !== key) known = { key, tape, ...placed(shown(tape)) };
  if (known.tape !== tape) {
    known.tape = tape;
    for (const row of known.list) row.line = tape.lines[row.line.line - 1];
  }
  return known;
}

/** In which language lines are written, and whether their code is there; a formula with long names may take two lines in a narrow column. */
const coded = ({ lines }) => (state.column === "math" ? measured.columns.back : `${state.column} ${measured.reverse} ${lines.at(-1)?.[state.column]}`);

/** The height of the panel below the stage. A question stands in its place, and rows do not move for it. */
let panel = 138;
/** What was measured last: reading it in every frame would make the browser lay out everything twice. */
let measured = { height: 0, strips: null, forward: 1, reverse: 1, columns: { front: 0, back: 0 } };

/** Forgets the room, where something around the rows has another size. */
export function measure() {
  measured.height = 0;
}

/** How wide the text of the forward and of the reverse column may be, where they stand beside one another. */
export const columns = () => measured.columns;

/** The height that is there for all rows: what panel and transport leave. */
function room() {
  const strips = !byId("strips").hidden;
  if (measured.height <= 0 || measured.strips !== strips) {
    panel = byId("step").offsetHeight || panel;
    const [, front, back] = [...byId("ledger").querySelector(".hd.l").children].map((cell) => cell.clientWidth);
    const columns = { front: front - PADDING, back: back - PADDING };
    const letters = (width, beside) => Math.max(8, Math.floor((width - beside) / LETTER));
    measured = { strips, columns, forward: letters(front, VALUE), reverse: letters(back, AMOUNT), height: byId("tape-view").clientHeight - panel - GAP - HEAD - byId("strips").offsetHeight - 2 };
  }
  return measured.height;
}

/** The height of a row that needs no more than others: all rows together fill the room, as far as they may. */
function shared(needs, height) {
  let [count, left] = [needs.length, height];
  for (const need of [...needs].sort((a, b) => b - a)) {
    if (need <= left / count) break;
    count -= 1;
    left -= need;
  }
  return Math.max(LOW, Math.min(TALL, Math.floor(left / Math.max(1, count))));
}

/** Stacks rows: a line or a fold each. */
function placed(lines) {
  const needs = lines.map(needed);
  const base = aligned() ? shared(needs, room()) : cards() ? CARD : FREE;
  const at = new Map();
  let top = 0;
  const list = lines.map(({ line, fold }, k) => {
    const height = Math.max(base, needs[k]);
    const row = { line, fold, key: fold ? `${fold.first}-${fold.last}` : `${line.line}${openAt(state.tape, line.line) ? " ends" : ""}`, top, height };
    for (let n = fold?.first ?? line.line; n <= line.line; n += 1) at.set(n, row);
    top += height;
    return row;
  });
  return { list, at, total: top, base };
}
